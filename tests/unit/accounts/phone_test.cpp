#include "accounts/domain/phone.hpp"

#include <gtest/gtest.h>

namespace accounts {
namespace {

struct Typed {
  const char* text;
  const char* e164;  // Null: refused.
};

// Every way people write a number, and what is none of ours.
constexpr Typed kTyped[] = {
    {"0912345678", "+84912345678"},
    {"+84912345678", "+84912345678"},
    {"84912345678", "+84912345678"},
    {"0084912345678", "+84912345678"},
    {"912345678", "+84912345678"},
    {"0912 345 678", "+84912345678"},
    {"0912.345.678", "+84912345678"},
    {"0912-345-678", "+84912345678"},
    {"(+84) 91 234 56 78", "+84912345678"},
    {"+84 0912345678", "+84912345678"},
    {"  0912345678  ", "+84912345678"},
    {"+84\u00a0912\u00a0345\u00a0678", "+84912345678"},
    {"\u202d0912345678\u202c", "+84912345678"},
    {"0331234567", "+84331234567"},
    {"0561234567", "+84561234567"},
    {"0701234567", "+84701234567"},
    {"0861234567", "+84861234567"},
    {"0900000001", "+84900000001"},
    {"", nullptr},
    {"   ", nullptr},
    {"091234567", nullptr},    // Nine digits.
    {"09123456789", nullptr},  // Eleven.
    {"0123456789", nullptr},   // An old prefix, gone since 2018.
    {"02438251234", nullptr},  // A landline in Hà Nội.
    {"19001234", nullptr},     // A service number.
    {"+912345678", nullptr},
    {"+14155552671", nullptr},  // Another country.
    {"+85512345678", nullptr},
    {"0912345abc", nullptr},  // libphonenumber would read letters as keypad digits.
    {"0912345678 ext. 5", nullptr},
    {"+84+912345678", nullptr},
    {"٠٩١٢٣٤٥٦٧٨", nullptr},
    {"0912345678; DROP TABLE accounts", nullptr},
    {"000000000000000000000000000000000000000000000000", nullptr},
};

TEST(Phone, TakesWhatPeopleWriteAndNothingElse) {
  for (const auto& [text, e164] : kTyped) {
    SCOPED_TRACE(text);
    const auto phone = Phone::Parse(text);
    if (e164 == nullptr) {
      ASSERT_FALSE(phone);
      EXPECT_EQ(phone.error().code, "phone-invalid");
    } else {
      ASSERT_TRUE(phone) << phone.error().detail;
      EXPECT_EQ(phone->e164(), e164);
    }
  }
}

TEST(Phone, ShowsOnlyItsEnds) {
  const auto phone = Phone::FromRow("+84912345678");
  EXPECT_EQ(phone.Masked(), "09•• ••• 678");
  EXPECT_EQ(phone.National(), "0912345678");
  EXPECT_EQ(phone.Gateway(), "84912345678");
}

}  // namespace
}  // namespace accounts
