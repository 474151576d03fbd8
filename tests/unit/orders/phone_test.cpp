#include "orders/domain/phone.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

TEST(Phone, TakesTheWaysPeopleWriteIt) {
  for (const auto* typed : {"0912345678", "0912 345 678", "091.234.5678", "+84912345678", "84912345678",
                            "+84 912-345-678", "(+84) 912 345 678", "+840912345678", "0084912345678", "00840912345678",
                            "912345678", "+84\u00a0912\u00a0345\u00a0678", "\u202d0912345678\u202c"}) {
    const auto phone = Phone::Parse(typed);
    ASSERT_TRUE(phone) << typed;
    EXPECT_EQ(phone->e164(), "+84912345678");
  }
}

TEST(Phone, KnowsMobilePrefixes) {
  for (const auto* typed : {"0321234567", "0391234567", "0521234567", "0591234567", "0701234567", "0761234567",
                            "0811234567", "0891234567", "0901234567", "0991234567"})
    EXPECT_TRUE(Phone::Parse(typed)) << typed;
  for (const auto* typed : {"0301234567", "0511234567", "0531234567", "0711234567", "0801234567", "0241234567",
                            "01234567890", "0212345678"})
    EXPECT_FALSE(Phone::Parse(typed)) << typed;
}

TEST(Phone, RefusesWhatNobodyCanCall) {
  for (const auto* typed :
       {"", "0", "+", "abc", "091234567", "09123456789", "+1 415 555 2671", "0912a45678", "0912345678x", "٠٩١٢٣٤٥٦٧٨",
        "0912345678;--", "84", "840", "+912345678", "+0084912345678", "0912\u20ac345678"}) {
    const auto phone = Phone::Parse(typed);
    ASSERT_FALSE(phone) << typed;
    EXPECT_EQ(phone.error().code, "phone-invalid");
  }
}

TEST(Phone, ShowsItselfWholeOrMasked) {
  const auto phone = Phone::Parse("+84912345678");
  ASSERT_TRUE(phone);
  EXPECT_EQ(phone->National(), "0912345678");
  EXPECT_EQ(phone->Masked(), "091•••5678");
}

}  // namespace
}  // namespace orders
