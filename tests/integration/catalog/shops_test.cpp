#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using keel::http::Method;
using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

json Draft(const std::string& party, const std::string& name = "HTX Bản Phố") {
  return {
      {"party_id", party}, {"name", name}, {"province_code", "15"}, {"commune_code", "02839"}, {"sells", "rượu ngô"}};
}

TEST(Shops, AreAtMostThreeForAParty) {
  const auto party = Service().NewParty();
  const auto token = Service().Token(party);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(Service().Post("/v1/shops", Draft(party), token).status, 201);
  const auto fourth = Service().Post("/v1/shops", Draft(party), token);
  EXPECT_EQ(fourth.status, 409);
  EXPECT_EQ(fourth.code(), "too-many-shops");
}

TEST(Shops, OfOneNameGetAddressesOfTheirOwn) {
  std::set<std::string> slugs;
  for (int i = 0; i < 6; ++i) {
    const auto party = Service().NewParty();
    const auto got = Service().Post("/v1/shops", Draft(party, "Gian hàng cùng tên"), Service().Token(party));
    ASSERT_EQ(got.status, 201) << got.body;
    EXPECT_TRUE(slugs.insert(got.json["slug"]).second);
    EXPECT_EQ(Service().Get("/v1/shops/" + got.json["slug"].get<std::string>()).json["id"], got.json["id"]);
  }
}

TEST(Shops, BelongToWhoMayActForTheirParty) {
  const auto party = Service().NewParty();
  const auto stranger = Service().Token(Service().NewParty());
  EXPECT_EQ(Service().Post("/v1/shops", Draft(party), {}).status, 401);
  EXPECT_EQ(Service().Post("/v1/shops", Draft(party), stranger).code(), "not-your-shop");
  const auto shop = Service().Post("/v1/shops", Draft(party), Service().Token(party)).json;
  const std::string path = "/v1/shops/" + shop["id"].get<std::string>();
  EXPECT_EQ(Service().Send(Method::kPatch, path, json{{"version", 1}, {"name", "Của tôi"}}.dump(), stranger).status,
            403);
  EXPECT_EQ(Service().Post(path + "/pause", json::object(), stranger).status, 403);
}

TEST(Shops, AreEditedByVersionAndReadAnewAtOnce) {
  const auto party = Service().NewParty();
  const auto token = Service().Token(party);
  const auto shop = Service().Post("/v1/shops", Draft(party), token).json;
  const std::string path = "/v1/shops/" + shop["id"].get<std::string>();
  EXPECT_EQ(Service().Get(path).json["name"], "HTX Bản Phố");  // Kept as bytes from here.
  const auto edited = Service().Send(Method::kPatch, path,
                                     json{{"version", 1}, {"story", "# Chuyện\n<script>x</script>"}}.dump(), token);
  ASSERT_EQ(edited.status, 200) << edited.body;
  EXPECT_EQ(edited.json["version"], 2);
  const auto read = Service().Get(path).json;
  EXPECT_EQ(read["version"], 2);
  EXPECT_EQ(read["story_html"].get<std::string>().find("<script"), std::string::npos);
  EXPECT_EQ(Service().Send(Method::kPatch, path, json{{"version", 1}, {"name", "Muộn"}}.dump(), token).code(),
            "changed-meanwhile");
}

TEST(Shops, AnswerBadInputWithItsField) {
  const auto party = Service().NewParty();
  const auto token = Service().Token(party);
  struct Row {
    const char* field;
    json value;
    const char* code;
  };
  const Row kRows[] = {{"name", "", "field-missing"},
                       {"name", 5, "field-wrong-type"},
                       {"commune_code", "99999", "place-unknown"},
                       {"commune_code", "abcde", "place-unknown"},
                       {"province_code", "01", "place-unknown"},
                       {"party_id", "pty_1", "malformed-id"},
                       {"sells", std::string(400, 'x'), "field-out-of-range"}};
  for (const auto& row : kRows) {
    auto draft = Draft(party);
    draft[row.field] = row.value;
    const auto got = Service().Post("/v1/shops", draft, token);
    EXPECT_EQ(got.status, 400) << row.field;
    EXPECT_EQ(got.code(), row.code) << row.field;
  }
  EXPECT_EQ(Service().Send(Method::kPost, "/v1/shops", "{", token).code(), "malformed-json");
  EXPECT_EQ(Service().Get("/v1/shops/khong-co").code(), "shop-not-found");
  EXPECT_EQ(Service().Get("/v1/shops?cursor=%00%01").status, 400);
  // Bytes that are no letters, letters that are no id, and nothing the tables could compare with one.
  for (const char* cursor : {"null", "9999", "YWJj"})
    EXPECT_EQ(Service().Get("/v1/shops?cursor=" + std::string(cursor)).code(), "cursor-invalid") << cursor;
  EXPECT_EQ(Service().Get("/v1/shops?cursor=b3JkX___________________________________").code(), "cursor-invalid");
  EXPECT_EQ(Service().Get("/v1/shops?party_id=m%E1%BA%ADt").code(), "malformed-id");
  EXPECT_EQ(Service().Get("/v1/shops?province=m%E1%BA%ADt").code(), "province-unknown");
  EXPECT_EQ(Service().Get("/v1/products?state=all", token).code(), "field-missing");
}

TEST(Shops, PageThroughTheirList) {
  const auto party = Service().NewParty();
  const auto token = Service().Token(party);
  for (int i = 0; i < 3; ++i) Service().Post("/v1/shops", Draft(party, "Trang " + std::to_string(i)), token);
  std::vector<std::string> names;
  std::string cursor;
  do {
    const auto page =
        Service().Get("/v1/shops?limit=1&party_id=" + party + (cursor.empty() ? "" : "&cursor=" + cursor)).json;
    for (const auto& item : page["items"]) names.push_back(item["name"]);
    cursor = page.value("next", "");
  } while (!cursor.empty() && names.size() < 9);
  EXPECT_EQ(names, (std::vector<std::string>{"Trang 2", "Trang 1", "Trang 0"}));
}

}  // namespace
}  // namespace catalog_test
