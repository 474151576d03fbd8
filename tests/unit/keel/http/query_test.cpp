#include "keel/http/query.hpp"

#include <gtest/gtest.h>

namespace keel::http {
namespace {

Request Asking(const std::string& limit) {
  Request request;
  request.query = {{"limit", limit}};
  return request;
}

TEST(QueryNumbers, AreWholeAndWithinTheirBounds) {
  EXPECT_EQ(*QueryNumberOr(Asking("7"), "limit", 24, 1, 100), 7);
  EXPECT_EQ(**QueryNumber(Asking("100"), "limit", 1, 100), 100);
  for (const char* wrong : {"0", "101", "-1", "1.5", "1 ", " 1", "+1", "x", "1x", "99999999999999999999"}) {
    EXPECT_EQ(QueryNumberOr(Asking(wrong), "limit", 24, 1, 100).error().code, "field-out-of-range") << wrong;
    EXPECT_EQ(QueryNumber(Asking(wrong), "limit", 1, 100).error().argument, "limit") << wrong;
  }
}

TEST(QueryNumbers, MayBeLeftOut) {
  EXPECT_EQ(*QueryNumberOr(Request(), "limit", 24, 1, 100), 24);
  EXPECT_FALSE(*QueryNumber(Request(), "limit", 1, 100));
}

TEST(QueryNumbers, LeftBlankAreNoneWhereAFormAsksAndWrongElsewhere) {
  EXPECT_FALSE(*QueryNumber(Asking(""), "limit", 1, 100));
  EXPECT_FALSE(QueryNumberOr(Asking(""), "limit", 24, 1, 100));
}

}  // namespace
}  // namespace keel::http
