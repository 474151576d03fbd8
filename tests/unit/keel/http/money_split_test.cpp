#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <limits>
#include <numeric>

#include "keel/money.hpp"

namespace {

using keel::Money;
using keel::Split;
using keel::detail::Wide;

std::vector<std::int64_t> Dong(const std::vector<Money>& parts) {
  std::vector<std::int64_t> dong;
  for (const auto part : parts) dong.push_back(part.dong());
  return dong;
}

using Numbers = std::vector<std::int64_t>;

TEST(Split, GivesTheOddDongToTheLargestRemainder) {
  EXPECT_EQ(Dong(Split(Money::Vnd(100), Numbers{1, 1, 1})), (Numbers{34, 33, 33}));
  EXPECT_EQ(Dong(Split(Money::Vnd(100), Numbers{1, 2, 3})), (Numbers{17, 33, 50}));
  EXPECT_EQ(Dong(Split(Money::Vnd(-100), Numbers{1, 1, 1})), (Numbers{-34, -33, -33}));
}

TEST(Split, IsEqualWhenNothingWeighs) {
  EXPECT_EQ(Dong(Split(Money::Vnd(7), Numbers{0, 0})), (Numbers{4, 3}));
}

TEST(Split, OfNothingIsNothing) {
  EXPECT_TRUE(Split(Money::Vnd(5), Numbers{}).empty());
}

TEST(Split, GivesNothingToWhatDoesNotWeigh) {
  EXPECT_EQ(Dong(Split(Money::Vnd(999), Numbers{0, 5, 0})), (Numbers{0, 999, 0}));
}

TEST(Split, StandsTheLargestNumbers) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(Dong(Split(Money::Vnd(kMost), Numbers{kMost, kMost})), (Numbers{kMost / 2 + 1, kMost / 2}));
  EXPECT_EQ(Dong(Split(Money::Vnd(kLeast), Numbers{kMost})), (Numbers{kLeast}));
}

RC_GTEST_PROP(Split, AddsUpAndEachPartIsWithinOneOfItsShare, ()) {
  const auto total = *rc::gen::arbitrary<std::int64_t>();
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<Numbers>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)));
  const auto parts = Split(Money::Vnd(total), weights);

  RC_ASSERT(parts.size() == weights.size());
  Wide given = 0, weight_sum = 0;
  for (const auto part : parts) given += part.dong();
  for (const auto weight : weights) weight_sum += weight;
  RC_ASSERT(static_cast<std::int64_t>(given) == total);

  const bool equal = weight_sum == 0;
  if (equal) weight_sum = static_cast<Wide>(weights.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // |part * sum - total * weight| < sum, the same as |part - exact share| < 1, without a fraction.
    const Wide exact = static_cast<Wide>(total) * (equal ? 1 : weights[i]);
    const Wide off = static_cast<Wide>(parts[i].dong()) * weight_sum - exact;
    RC_ASSERT(off < weight_sum && -off < weight_sum);
  }
}

RC_GTEST_PROP(Share, IsTheRoundedShare, ()) {
  const auto amount = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
  const auto points = *rc::gen::inRange<std::int64_t>(0, 10'001);
  const auto share = keel::Share(Money::Vnd(amount), points).dong();
  const Wide off = static_cast<Wide>(share) * 10'000 - static_cast<Wide>(amount) * points;
  RC_ASSERT(off <= 5'000 && off >= -5'000);
}

TEST(Money, SaysWhenAnAmountDoesNotFit) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(keel::Add(Money::Vnd(kMost), Money::Vnd(1)).error().code, "amount-out-of-range");
  EXPECT_EQ(keel::Times(Money::Vnd(kMost), 2).error().code, "amount-out-of-range");
  EXPECT_EQ(keel::Add(Money::Vnd(2), Money::Vnd(3))->dong(), 5);
}

}  // namespace
