#include "storefront/view/language.hpp"

#include <gtest/gtest.h>

namespace storefront::view {
namespace {

struct Row {
  const char *name, *query, *cookie, *edge, *accept;
  Language expected;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

constexpr auto kVi = Language::kVi, kEn = Language::kEn;
constexpr Row kRows[] = {
    {"NothingIsVietnamese", "", "", "", "", kVi},
    {"QueryWins", "en", "vi", "vi", "vi", kEn},
    {"CookieBeforeEdge", "", "en", "vi", "vi", kEn},
    {"EdgeBeforeHeader", "", "", "en", "vi", kEn},
    {"HeaderByWeight", "", "", "", "fr, en;q=0.4, vi;q=0.8", kVi},
    {"HeaderEqualWeightsFirst", "", "", "", "en-US,vi", kEn},
    {"HeaderZeroIsNo", "", "", "", "en;q=0", kVi},
    {"UnknownTongue", "", "", "", "fr-FR,de;q=0.9", kVi},
    {"UnknownQueryFallsThrough", "xx", "en", "", "", kEn},
    {"Broken", "", "", "", ";;,=,q=,en;q=abc", kVi},
};

class Negotiation : public testing::TestWithParam<Row> {};

TEST_P(Negotiation, Chooses) {
  keel::http::Request request;
  if (*GetParam().query) request.query.emplace_back("lang", GetParam().query);
  if (*GetParam().cookie) request.headers["cookie"] = std::string("cp_lang=") + GetParam().cookie;
  if (*GetParam().edge) request.headers["x-lang"] = GetParam().edge;
  if (*GetParam().accept) request.headers["accept-language"] = GetParam().accept;
  EXPECT_EQ(Negotiate(request), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, Negotiation, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Language, OfAnAddressIsOnlyOneWeSpeak) {
  keel::http::Request request;
  EXPECT_FALSE(IsAskedFor(request));
  request.query = {{"lang", "fr"}};
  EXPECT_FALSE(IsAskedFor(request));
  request.query = {{"lang", "vi"}};
  EXPECT_TRUE(IsAskedFor(request));
}

}  // namespace
}  // namespace storefront::view
