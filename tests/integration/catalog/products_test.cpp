#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using keel::http::Method;
using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

std::string IdOf(const json& thing) {
  return thing["id"].get<std::string>();
}
json Dong(std::int64_t amount) {
  return {{"amount", amount}, {"currency", "VND"}};
}

TEST(Products, ShowDraftsToTheirSellerOnly) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto draft = Service().NewProduct(shop, token, "Bản nháp", 50'000, {{"publish", false}});
  const auto path = "/v1/products/" + IdOf(draft);
  EXPECT_EQ(Service().Get(path).status, 404);
  EXPECT_EQ(Service().Get(path, Service().Token(Service().NewParty())).status, 404);
  EXPECT_EQ(Service().Get(path, token).json["state"], "draft");
  EXPECT_EQ(Service().Get(path, "not-a-token").status, 401)
      << "the seller is told to sign in again, not that it is gone";
  ASSERT_EQ(Service().Post(path + "/publish", json::object(), token).status, 200);
  EXPECT_EQ(Service().Get(path).json["state"], "live");
  ASSERT_EQ(Service().Post(path + "/remove", json::object(), token).status, 200);
  EXPECT_EQ(Service().Get(path).status, 404) << "no bytes of it stay behind";
}

TEST(Products, NeedWhatAListingNeedsToGoLive) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const json bare{{"shop_id", shop}, {"name", "Chưa có giá"}, {"category", "che"}};
  const auto draft = Service().Post("/v1/products", bare, token);
  ASSERT_EQ(draft.status, 201) << draft.body;
  const auto path = "/v1/products/" + IdOf(draft.json);
  const auto refused = Service().Post(path + "/publish", json::object(), token);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.code(), "listing-incomplete");
  for (const std::int64_t bad : {999LL, 500'000'001LL, -5LL}) {
    auto priced = bare;
    priced["variants"] = {{{"unit", "kg"}, {"price", Dong(bad)}}};
    EXPECT_EQ(Service().Post("/v1/products", priced, token).code(), "price-out-of-range") << bad;
  }
  auto other = bare;
  other["category"] = "xe-may";
  EXPECT_EQ(Service().Post("/v1/products", other, token).code(), "category-unknown");
}

TEST(Products, AreEditedByVersionWithVariantsReplaced) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(shop, token, "Nhiều cỡ");
  const auto path = "/v1/products/" + IdOf(product);
  EXPECT_EQ(Service().Get(path).json["variants"].size(), 1u);
  const json edit{{"version", 1},
                  {"variants",
                   {{{"id", product["variants"][0]["id"]}, {"name", "Nhỏ"}, {"unit", "gói"}, {"price", Dong(20'000)}},
                    {{"name", "Lớn"}, {"unit", "gói"}, {"price", Dong(70'000)}, {"sku", "L-1"}}}}};
  ASSERT_EQ(Service().Send(Method::kPatch, path, edit.dump(), token).status, 200);
  const auto read = Service().Get(path).json;
  ASSERT_EQ(read["variants"].size(), 2u);
  EXPECT_EQ(read["variants"][0]["id"], product["variants"][0]["id"]);
  EXPECT_EQ(read["variants"][0]["price"]["amount"], 20'000);
  EXPECT_FALSE(read["variants"][1].contains("sku"));
  EXPECT_EQ(Service().Get(path, token).json["variants"][1]["sku"], "L-1");
  EXPECT_EQ(Service().Send(Method::kPatch, path, edit.dump(), token).code(), "changed-meanwhile");
  EXPECT_EQ(
      Service().Send(Method::kPatch, path, json{{"version", 2}, {"variants", json::array()}}.dump(), token).code(),
      "listing-incomplete");
}

TEST(Products, KeepTheirSellersMarksThroughAnEditThatDoesNotNameThem) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(
      shop, token, "Có mã riêng", 50'000, {{"variants", {{{"unit", "kg"}, {"price", Dong(50'000)}, {"sku", "R-1"}}}}});
  const auto path = "/v1/products/" + IdOf(product);
  const auto edited = [&](int version, json more) {
    json variant{{"id", product["variants"][0]["id"]}, {"unit", "kg"}, {"price", Dong(60'000)}};
    variant.update(more);
    return Service().Send(Method::kPatch, path, json{{"version", version}, {"variants", {variant}}}.dump(), token).json;
  };
  EXPECT_EQ(edited(1, json::object())["variants"][0]["sku"], "R-1") << "a price was changed, nothing else";
  EXPECT_EQ(edited(2, {{"sku", "R-2"}})["variants"][0]["sku"], "R-2");
  EXPECT_FALSE(edited(3, {{"sku", ""}})["variants"][0].contains("sku"));
}

TEST(Products, OfOneNameMadeAtOnceAllGetAnAddress) {
  std::string token;
  const auto shop = Service().NewShop(token);
  std::vector<std::thread> makers;
  std::atomic<int> made = 0;
  for (int i = 0; i < 6; ++i)
    makers.emplace_back([&] {
      for (int n = 0; n < 3; ++n)
        if (Service().NewProduct(shop, token, "Cùng một tên").contains("slug")) ++made;
    });
  for (auto& maker : makers) maker.join();
  EXPECT_EQ(made, 18);
}

TEST(Products, AreMadeOnceForOneIdempotencyKey) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const json body{{"shop_id", shop}, {"name", "Một lần"}, {"category", "che"}};
  const auto first = Service().Post("/v1/products", body, token, "key-of-one-product");
  const auto again = Service().Post("/v1/products", body, token, "key-of-one-product");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.json, first.json);
  auto other = body;
  other["name"] = "Khác";
  EXPECT_EQ(Service().Post("/v1/products", other, token, "key-of-one-product").code(), "idempotency-key-reused");
  EXPECT_EQ(Service().Get("/v1/products?state=all&shop_id=" + shop, token).json["total"], 1);
}

TEST(Products, AnswerUnchangedBytesWithNotModifiedAndCompressed) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(shop, token, "Đọc nhiều", 50'000, {{"story", std::string(900, 'a')}});
  const auto path = "/v1/products/" + product["slug"].get<std::string>();
  const auto first = Service().Get(path);
  const auto etag = first.headers.at("etag");
  EXPECT_EQ(Service().Send(Method::kGet, path, {}, {}, {{"if-none-match", etag}}).status, 304);
  for (const std::string coding : {"gzip", "br"})
    for (int round = 0; round < 2; ++round) {
      const auto got = Service().Send(Method::kGet, path, {}, {}, {{"accept-encoding", coding}});
      EXPECT_EQ(got.headers.at("content-encoding"), coding);
      EXPECT_EQ(got.headers.at("vary"), "Accept-Encoding");
      EXPECT_LT(got.body.size(), first.body.size());
      EXPECT_NE(got.headers.at("etag"), etag);
    }
}

TEST(Certificates, ShowTheirStarOnlyWhileValidInBytesAndInSearch) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(shop, token, "Sao hết hạn giữa đêm");
  const auto path = "/v1/products/" + IdOf(product);
  const auto today = std::chrono::floor<std::chrono::days>(keel::SystemClock().Now());
  const auto text = [](std::chrono::sys_days day) { return keel::ToRfc3339(keel::Instant(day)).substr(0, 10); };
  const auto last_day = today + std::chrono::days(40);
  const auto end = keel::Instant(last_day + std::chrono::days(1)) - std::chrono::hours(7);
  const json certificate{{"stars", 4},
                         {"number", "1/QĐ"},
                         {"issued_on", text(today - std::chrono::days(300))},
                         {"expires_on", text(last_day)}};
  ASSERT_EQ(Service().Post(path + "/certificates", certificate, token).status, 201);
  const std::string starred = "stars=4&shop_id=" + shop;
  const auto found = [](const json& page) { return page["items"].size() == 1; };
  const auto none = [](const json& page) { return page["items"].empty(); };
  EXPECT_EQ(NamesOf(Service().Find(starred, found)).size(), 1u);
  EXPECT_EQ(Service().Get(path).json["stars"], 4);

  Service().MoveClock(end - std::chrono::minutes(1));
  EXPECT_EQ(Service().Get(path).json["stars"], 4);
  EXPECT_EQ(Service().Get("/v1/products?shop_id=" + shop).json["items"][0]["stars"], 4);
  Service().MoveClock(end + std::chrono::seconds(1));
  EXPECT_EQ(Service().Get(path).json["stars"], 0) << "the kept bytes are given out no longer";
  EXPECT_EQ(Service().Get(path).json["certificates"][0]["valid"], false);
  EXPECT_EQ(Service().Get("/v1/products?shop_id=" + shop).json["items"][0]["stars"], 0);
  EXPECT_TRUE(NamesOf(Service().Get("/v1/products?" + starred + "&limit=7").json).empty());
  Service().ClockBack();
  EXPECT_EQ(NamesOf(Service().Find(starred, found)).size(), 1u) << "time that goes back brings the star back";

  const auto id = Service().Get(path).json["certificates"][0]["id"].get<std::string>();
  EXPECT_EQ(Service().Send(Method::kDelete, path + "/certificates/" + id, {}, token).status, 204);
  EXPECT_TRUE(NamesOf(Service().Find(starred, none)).empty());
  EXPECT_EQ(Service()
                .Post(path + "/certificates",
                      {{"stars", 2}, {"number", "x"}, {"issued_on", "2026-01-01"}, {"expires_on", "2027-01-01"}}, token)
                .code(),
            "certificate-stars");
}

}  // namespace
}  // namespace catalog_test
