#include "storefront/web/cookies.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

TEST(Cookies, AreHttpOnlyLaxAndSecureWhereAsked) {
  EXPECT_EQ(SetCookie({"cp_at", "abc", std::chrono::minutes(10)}, true),
            "cp_at=abc; Path=/; SameSite=Lax; Max-Age=600; HttpOnly; Secure");
  EXPECT_EQ(SetCookie({"cp_at", "abc"}, false), "cp_at=abc; Path=/; SameSite=Lax; HttpOnly");
}

TEST(Cookies, ThoseOfIslandsCanBeRead) {
  EXPECT_EQ(SetCookie({"cp_n", "3", std::chrono::hours(1), false}, false),
            "cp_n=3; Path=/; SameSite=Lax; Max-Age=3600");
}

TEST(Cookies, AreDroppedByAPastAge) {
  EXPECT_EQ(SetCookie({"cp_at", "", std::chrono::seconds(-1)}, false),
            "cp_at=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly");
}

TEST(Cookies, CannotBeBrokenOutOf) {
  EXPECT_EQ(SetCookie({"cp_n", "1; Path=/x\r\nSet-Cookie: a=b"}, false),
            "cp_n=1Path=/xSet-Cookie:a=b; Path=/; SameSite=Lax; HttpOnly");
}

}  // namespace
}  // namespace storefront::web
