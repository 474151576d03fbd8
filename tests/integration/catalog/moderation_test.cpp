#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

TEST(Moderation, RemovesAReportedListingForGood) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto path = "/v1/products/" + Service().NewProduct(shop, token, "Hàng giả")["id"].get<std::string>();
  const auto first = Service().Post(path + "/reports", {{"reason", "fake-ocop"}, {"note", "Không có giấy."}}, {});
  ASSERT_EQ(first.status, 201) << first.body;
  ASSERT_EQ(Service().Post(path + "/reports", {{"reason", "other"}}, token).status, 201);
  const auto operators = Service().Token("", true);
  EXPECT_EQ(Service().Get("/v1/reports", token).code(), "operators-only");
  EXPECT_EQ(Service().Get("/v1/reports?cursor=b3JkX___________________________________", operators).code(),
            "cursor-invalid");
  const auto open = Service().Get("/v1/reports?limit=100", operators).json["items"].size();
  EXPECT_GE(open, 2u);
  const auto resolve = "/v1/reports/" + first.json["id"].get<std::string>() + "/resolve";
  EXPECT_EQ(Service().Post(resolve, {{"action", "remove"}}, token).status, 403);
  EXPECT_EQ(Service().Post(resolve, {{"action", "burn"}}, operators).status, 400);
  ASSERT_EQ(Service().Post(resolve, {{"action", "remove"}}, operators).status, 200);
  EXPECT_EQ(Service().Post(resolve, {{"action", "remove"}}, operators).status, 200)
      << "the same answer again is no error";
  EXPECT_EQ(Service().Post(resolve, {{"action", "dismiss"}}, operators).code(), "report-resolved");
  EXPECT_EQ(Service().Get("/v1/reports?limit=100", operators).json["items"].size(), open - 2)
      << "both reports are closed";
  EXPECT_EQ(Service().Get(path).status, 404);
  EXPECT_EQ(Service().Post(path + "/publish", json::object(), token).code(), "product-state-conflict");
}

TEST(Moderation, RefusesBadReports) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto draft = "/v1/products/" +
                     Service().NewProduct(shop, token, "Nháp", 50'000, {{"publish", false}})["id"].get<std::string>();
  EXPECT_EQ(Service().Post(draft + "/reports", {{"reason", "other"}}, {}).status, 404);
  EXPECT_EQ(Service().Post(draft + "/reports", {{"reason", "ugly"}}, {}).code(), "field-unknown-value");
  EXPECT_EQ(Service().Post("/v1/products/x/reports", {{"reason", "other"}}, {}).code(), "malformed-id");
}

}  // namespace
}  // namespace catalog_test
