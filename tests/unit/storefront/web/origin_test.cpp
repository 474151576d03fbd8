#include "storefront/web/origin.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

struct Row {
  const char *name, *site, *origin, *host;
  bool own;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

constexpr Row kRows[] = {
    {"SameOrigin", "same-origin", "http://evil.example", "market.example", true},
    {"TypedByThePerson", "none", "", "market.example", true},
    {"CrossSite", "cross-site", "https://market.example", "market.example", false},
    {"SiblingHost", "same-site", "https://x.market.example", "market.example", false},
    {"OldBrowserOwnHost", "", "http://127.0.0.1:8080", "127.0.0.1:8080", true},
    {"OldBrowserBehindTheEdge", "", "https://chophien.example", "127.0.0.1:8106", true},
    {"OldBrowserForeign", "", "https://evil.example", "market.example", false},
    {"OpaqueOrigin", "", "null", "market.example", false},
    {"NoBrowser", "", "", "market.example", true},
};

class OwnForm : public testing::TestWithParam<Row> {};

TEST_P(OwnForm, IsTold) {
  keel::http::Request request;
  if (*GetParam().site) request.headers["sec-fetch-site"] = GetParam().site;
  if (*GetParam().origin) request.headers["origin"] = GetParam().origin;
  request.headers["host"] = GetParam().host;
  EXPECT_EQ(IsOwnForm(request, "https://chophien.example"), GetParam().own);
}

INSTANTIATE_TEST_SUITE_P(All, OwnForm, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace storefront::web
