#include "keel/http/form.hpp"

#include <gtest/gtest.h>

namespace keel::http {
namespace {

TEST(Form, WritesAsBrowsersDo) {
  EXPECT_EQ(FormEncode("mật ong ~1_a.b-c&d=e+f"), "m%E1%BA%ADt+ong+%7E1_a.b-c%26d%3De%2Bf");
}

TEST(Form, ReadsWhatItWrites) {
  const std::string odd = "100% mật ong & chè = 2+2 ~\n";
  EXPECT_EQ(ReadForm(FormEncode("tên " + odd) + "=" + FormEncode(odd)).at("tên " + odd), odd);
}

TEST(Form, KeepsTheOrderAndEmptyValues) {
  const auto pairs = FormPairs("&a=1&&b&a=%zz+=2&");
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[0], std::pair(std::string("a"), std::string("1")));
  EXPECT_EQ(pairs[1], std::pair(std::string("b"), std::string()));
  EXPECT_EQ(pairs[2], std::pair(std::string("a"), std::string("%zz =2"))) << "a stray sign stands for itself";
  EXPECT_EQ(ReadForm("a=1&a=2").at("a"), "2") << "of a name that stands twice, the last";
  EXPECT_TRUE(FormPairs("").empty());
}

}  // namespace
}  // namespace keel::http
