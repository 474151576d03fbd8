#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/client.hpp"
#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

/// One small market, and what people type to find things in it.
class SearchQuality : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shop_ = Service().NewShop(token_, "HTX Bản Phố");
    const auto sell = [](const std::string& name, const json& more = json::object()) {
      Service().NewProduct(shop_, token_, name, 50'000, more);
    };
    sell("Mật ong rừng");
    sell("Mật ong bạc hà Mèo Vạc");
    sell("Măng rừng khô",
         {{"story", "Hái cùng mùa với mật ong rừng, ngâm mật ong rừng cũng ngon. Mật ong rừng là bạn của măng."}});
    sell("Chè Shan tuyết cổ thụ", {{"category", "che"}});
    sell("Chè xanh búp nõn", {{"category", "che"}});
    sell("Rượu ngô men lá", {{"category", "ruou-trang"}, {"ethnic_group", "Mông"}});
    sell("Rượu nếp ngon", {{"category", "ruou-trang"}});
    sell("Lạc đỏ");
    sell("Lạp sườn gác bếp");
    sell("Bơ sáp");
    sell("Bò khô gác bếp");
    sell("Thịt lợn muối");
    sell("Mộc nhĩ khô");
    sell("Tiêu đen");
    sell("Cà phê rang xay", {{"category", "ca-phe-ca-cao"}});
    sell("Thổ cẩm M'Nông");
    Service().Find("limit=50&shop_id=" + shop_, [](const json& page) { return page["items"].size() == 16; });
  }
  static json Search(const std::string& words) {
    return Service().Get("/v1/products?shop_id=" + shop_ + "&q=" + keel::http::UrlEncode(words)).json;
  }

  static inline std::string shop_, token_;
};

TEST_F(SearchQuality, FindsFirstWhatPeopleMean) {
  struct Row {
    const char* typed;
    const char* first;
  };
  constexpr Row kRows[] = {
      {"mat ong rung", "Mật ong rừng"},
      {"MẬT ONG RỪNG", "Mật ong rừng"},
      {"mật ong", "Mật ong rừng"},
      {"M\u00C2\u0323T ONG R\u01AF\u0300NG", "Mật ong rừng"},    // Half composed.
      {"ma\u0302\u0323t ong ru\u031B\u0300ng", "Mật ong rừng"},  // NFD.
      {"mat on", "Mật ong rừng"},
      {"mat ong meo vac", "Mật ong bạc hà Mèo Vạc"},
      {"che shan tuyet", "Chè Shan tuyết cổ thụ"},
      {"tra shan tuyet", "Chè Shan tuyết cổ thụ"},
      {"ruou ngo", "Rượu ngô men lá"},
      {"rượu bắp", "Rượu ngô men lá"},
      {"dau phong", "Lạc đỏ"},
      {"đậu phộng", "Lạc đỏ"},
      {"thit heo", "Thịt lợn muối"},
      {"nấm mèo", "Mộc nhĩ khô"},
      {"cafe", "Cà phê rang xay"},
      {"cà fê", "Cà phê rang xay"},
      {"hat tieu", "Tiêu đen"},
      {"bơ", "Bơ sáp"},
      {"bò", "Bò khô gác bếp"},
      {"ruou mong", "Rượu ngô men lá"},
      {"rượu H'Mông", "Rượu ngô men lá"},
      {"ruou hmong", "Rượu ngô men lá"},
      {"m\u2019n\u00F4ng", "Thổ cẩm M'Nông"},
      {"mnong", "Thổ cẩm M'Nông"},
      {"tho cam nong", "Thổ cẩm M'Nông"},
      {"mang rung", "Măng rừng khô"},
      {"mat ong rung rung", "Mật ong rừng"},
  };
  for (const auto& row : kRows) {
    const auto names = NamesOf(Search(row.typed));
    ASSERT_FALSE(names.empty()) << row.typed;
    EXPECT_EQ(names.front(), row.first) << row.typed;
  }
}

TEST_F(SearchQuality, RanksNamesAboveStories) {
  const auto names = NamesOf(Search("mat ong rung"));
  EXPECT_EQ(names.front(), "Mật ong rừng");
  EXPECT_NE(std::ranges::find(names, "Măng rừng khô"), names.end()) << "a story is found too";
}

TEST_F(SearchQuality, FindsByShopPlaceAndPeople) {
  EXPECT_EQ(Search("ban pho")["total"], 16);
  EXPECT_EQ(Search("bac ha")["total"], 16) << "the commune, and the mint";
  EXPECT_EQ(NamesOf(Search("mông")).front(), "Rượu ngô men lá");
}

TEST_F(SearchQuality, SuggestsOnlyWhereLittleIsFound) {
  const auto slip = Search("mat onh rung");
  EXPECT_EQ(slip.value("suggestion", ""), "mật ong rừng");
  EXPECT_EQ(slip.value("corrected", false), true);
  EXPECT_EQ(NamesOf(slip).front(), "Mật ong rừng");
  EXPECT_FALSE(Search("gac bep").contains("suggestion")) << "these words exist";
  const auto nothing = Search("qwrtzpsdfg");
  EXPECT_TRUE(nothing["items"].empty());
  EXPECT_FALSE(nothing.contains("suggestion"));
}

TEST_F(SearchQuality, TakesApartWhatWasTypedAsOneWord) {
  struct Row {
    const char* typed;
    const char* meant;
    const char* first;
  };
  constexpr Row kRows[] = {
      {"matong", "mật ong", "Mật ong rừng"},
      {"matongrung", "mật ong rừng", "Mật ong rừng"},
      {"chè shantuyet", "chè shan tuyết", "Chè Shan tuyết cổ thụ"},
      {"caphe", "cà phê", "Cà phê rang xay"},
  };
  for (const auto& row : kRows) {
    const auto page = Search(row.typed);
    EXPECT_EQ(page.value("suggestion", ""), row.meant) << row.typed;
    ASSERT_FALSE(page["items"].empty()) << row.typed;
    EXPECT_EQ(NamesOf(page).front(), row.first) << row.typed;
  }
  EXPECT_TRUE(Search("cake")["items"].empty()) << "two slips in four letters are another word";
}

TEST_F(SearchQuality, UnderstandsWhoseKeyboardDidNotTakeTelexOrVni) {
  struct Row {
    const char* typed;
    const char* meant;
    const char* first;
  };
  constexpr Row kRows[] = {
      {"mat oong", "mật ong", "Mật ong rừng"},
      {"maatj ong ruwngf", "mật ong rừng", "Mật ong rừng"},
      {"ma65t ong ru72ng", "mật ong rừng", "Mật ong rừng"},
      {"chef tuyeets", "chè tuyết", "Chè Shan tuyết cổ thụ"},
      {"rwouj ngoo", "rượu ngô", "Rượu ngô men lá"},
  };
  for (const auto& row : kRows) {
    const auto page = Search(row.typed);
    EXPECT_EQ(page.value("suggestion", ""), row.meant) << row.typed;
    ASSERT_FALSE(page["items"].empty()) << row.typed;
    EXPECT_EQ(NamesOf(page).front(), row.first) << row.typed;
  }
}

TEST_F(SearchQuality, TakesNothingAsAnOperator) {
  for (const std::string& typed : std::vector<std::string>{
           "AND OR (\"", "mat AND ong", "NOT mat", "\"mat ong", "mat*", "XCche", "Q:prd", "prd_", "%%%", "\\",
           "' OR 1=1 --", "🐝", "(((", "mat ong +rung -tuyet", std::string(400, 'a'), "\x01\x02", "а́"}) {
    const auto got = Service().Get("/v1/products?shop_id=" + shop_ + "&q=" + keel::http::UrlEncode(typed));
    EXPECT_EQ(got.status, 200) << typed << got.body;
  }
  EXPECT_EQ(NamesOf(Search("mat ong -rung")).front(), "Mật ong rừng") << "a dash is no operator";
  EXPECT_TRUE(NamesOf(Search("%%%")).empty()) << "no words find nothing, not everything";
  EXPECT_TRUE(Search("XCche").value("corrected", false)) << "a prefix of the index is no word: only a slip of che";
}

}  // namespace
}  // namespace catalog_test
