#include "catalog/domain/categories.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "keel/text/text.hpp"

namespace catalog {
namespace {

TEST(Categories, AreSixGroupsAndTwentySixSets) {
  EXPECT_EQ(Groups().size(), 6u);
  EXPECT_EQ(Sets().size(), 26u);
}

TEST(Categories, HaveSetsInTheNumbersOfTheDecision) {
  const std::map<std::string_view, int> expected{{"thuc-pham", 13},       {"do-uong", 4},       {"duoc-lieu", 3},
                                                 {"thu-cong-my-nghe", 2}, {"sinh-vat-canh", 3}, {"du-lich", 1}};
  std::map<std::string_view, int> counted;
  for (const auto& set : Sets()) ++counted[set.group];
  EXPECT_EQ(counted, expected);
}

TEST(Categories, HaveDistinctSlugsThatAreSlugs) {
  std::set<std::string_view> seen;
  for (const auto& group : Groups()) EXPECT_TRUE(seen.insert(group.slug).second) << group.slug;
  for (const auto& set : Sets()) {
    EXPECT_TRUE(seen.insert(set.slug).second) << set.slug;
    EXPECT_EQ(keel::text::Slug(set.slug), set.slug);
    EXPECT_NE(FindGroup(set.group), nullptr) << set.slug;
    EXPECT_FALSE(set.vi.empty() || set.en.empty()) << set.slug;
  }
}

TEST(Categories, AreFoundByNameWithoutDiacriticsForSpreadsheets) {
  const auto* rice = SetNamed("GAO, NGU COC, HAT SO CHE KHAC");
  ASSERT_NE(rice, nullptr);
  EXPECT_EQ(rice->slug, "gao-ngu-coc");
  EXPECT_EQ(SetNamed("White spirits"), FindSet("ruou-trang"));
  EXPECT_EQ(SetNamed("xe may"), nullptr);
  struct Row {
    const char* typed;
    const char* slug;
  };
  for (const auto& [typed, slug] :
       {Row{"Mật ong", "mat-ong-nong-san-khac"}, Row{"Gạo", "gao-ngu-coc"}, Row{"Trà", "che"},
        Row{"Cà phê", "ca-phe-ca-cao"}, Row{"Trái cây", "rau-cu-qua-hat-tuoi"}, Row{"Thổ cẩm", "vai-may-mac"},
        Row{"Honey", "mat-ong-nong-san-khac"}})
    EXPECT_EQ(SetNamed(typed), FindSet(slug)) << typed;
  for (const auto* unsure : {"mật", "trứng", "rượu", "khác", "", ","}) EXPECT_EQ(SetNamed(unsure), nullptr) << unsure;
}

}  // namespace
}  // namespace catalog
