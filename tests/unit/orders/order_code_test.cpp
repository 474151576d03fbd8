#include "orders/domain/order_code.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace orders {
namespace {

OrderCode CodeOf(std::uint64_t number) {
  for (;; ++number)
    if (const auto code = OrderCode::FromNumber(number)) return *code;
}

TEST(OrderCode, LooksLikeOne) {
  const auto text = CodeOf(123'456'789).text();
  ASSERT_EQ(text.size(), 11U);
  EXPECT_EQ(text.substr(0, 3), "CP-");
  EXPECT_EQ(text[7], '-');
  for (const char c : text.substr(3, 4)) EXPECT_NE(kCodeLetters.find(c), std::string_view::npos) << c;
  EXPECT_EQ(text.find_first_of("01ILOU", 3), std::string::npos);
}

TEST(OrderCode, IsReadHoweverItIsTyped) {
  const auto code = CodeOf(987'654'321);
  const std::string plain = code.text().substr(3, 4) + code.text().substr(8);
  std::string lower;
  for (const char c : code.text()) lower += static_cast<char>(std::tolower(c));
  for (const auto& typed : {code.text(), plain, lower, "CP" + plain, " cp " + plain + " "}) {
    const auto read = OrderCode::Parse(typed);
    ASSERT_TRUE(read) << typed;
    EXPECT_EQ(*read, code);
  }
}

TEST(OrderCode, RefusesWhatIsNone) {
  for (const auto* typed : {"", "CP-", "CP-7K3M-9Q", "CP-7K3M-9Q22", "XX-7K3M-9Q2", "CP-0O1I-LUU", "CP-7K3M-9Q2X",
                            "☃☃☃☃☃☃☃", "CP-7K3M-9Q2; DROP TABLE orders"}) {
    const auto read = OrderCode::Parse(typed);
    ASSERT_FALSE(read) << typed;
    EXPECT_EQ(read.error().code, "order-code-mistyped");
  }
}

TEST(OrderCode, NumbersThatDifferGiveCodesThatDiffer) {
  std::set<std::string> seen;
  std::size_t made = 0;
  for (std::uint64_t number = 0; number < 20'000; ++number)
    if (const auto code = OrderCode::FromNumber(number * 7'919)) {
      seen.insert(code->text());
      ++made;
    }
  EXPECT_EQ(seen.size(), made);
  EXPECT_GT(made, 19'000U);  // About one number in thirty-one has no code.
}

RC_GTEST_PROP(OrderCode, NoticesAnyWrongLetter, ()) {
  const auto code = CodeOf(*rc::gen::arbitrary<std::uint32_t>());
  std::string letters = code.text().substr(3, 4) + code.text().substr(8);
  const auto place = *rc::gen::inRange<std::size_t>(0, letters.size());
  const char other = kCodeLetters[*rc::gen::inRange<std::size_t>(0, kCodeLetters.size())];
  RC_PRE(other != letters[place]);
  letters[place] = other;
  RC_ASSERT(!OrderCode::Parse(letters));
}

RC_GTEST_PROP(OrderCode, NoticesAnyTwoLettersSwapped, ()) {
  const auto code = CodeOf(*rc::gen::arbitrary<std::uint32_t>());
  std::string letters = code.text().substr(3, 4) + code.text().substr(8);
  const auto a = *rc::gen::inRange<std::size_t>(0, letters.size());
  const auto b = *rc::gen::inRange<std::size_t>(0, letters.size());
  RC_PRE(letters[a] != letters[b]);
  std::swap(letters[a], letters[b]);
  RC_ASSERT(!OrderCode::Parse(letters));
}

}  // namespace
}  // namespace orders
