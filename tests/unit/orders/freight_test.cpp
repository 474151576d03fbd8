#include "orders/domain/freight.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

TEST(FlatRate, GrowsByStartedHalfKilograms) {
  const FlatRate flat;
  for (const auto& [grams, dong] : std::initializer_list<std::pair<std::int64_t, std::int64_t>>{
           {0, 30'000}, {1'000, 30'000}, {1'001, 35'000}, {1'500, 35'000}, {1'501, 40'000}, {5'000, 70'000}}) {
    EXPECT_EQ(flat.For(grams).price.dong(), dong) << grams;
    EXPECT_TRUE(flat.For(grams).estimated);
  }
}

TEST(ParcelGrams, AddsABox) {
  EXPECT_EQ(ParcelGrams(0), 100);
  EXPECT_EQ(ParcelGrams(1'000), 1'200);
}

TEST(FreightChoice, EarlierOfTwoEqualPricesWins) {
  const std::vector<FreightOption> options{{"a", "x", "", keel::Money::Vnd(10), 1, false},
                                           {"b", "y", "", keel::Money::Vnd(10), 1, false}};
  EXPECT_EQ(Choose(options, std::nullopt, {}, 100).carrier, "a");
}

}  // namespace
}  // namespace orders
