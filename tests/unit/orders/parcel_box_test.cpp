#include "orders/domain/parcel_box.hpp"

#include <gtest/gtest.h>

#include "orders/domain/heaviest.hpp"

namespace orders {
namespace {

TEST(ParcelBox, HoldsWhatItSays) {
  EXPECT_EQ(BoxSideMm(1), 100) << "a carrier takes nothing smaller";
  EXPECT_EQ(BoxSideMm(500), 100);
  EXPECT_EQ(BoxSideMm(501), 110);
  EXPECT_EQ(BoxSideMm(4'000), 200);
  EXPECT_EQ(BoxSideMm(kHeaviestOrderGrams), 740);
  EXPECT_EQ(BoxSideMm(10'000'000), 1'000);
}

TEST(ParcelBox, IsNeverChargedByItsVolume) {
  constexpr std::int64_t kCubicMmAGramOfGhn = 5'000;
  for (std::int64_t grams = 200; grams <= kHeaviestOrderGrams; grams += 7) {
    const auto side = BoxSideMm(grams);
    ASSERT_LE(side * side * side / kCubicMmAGramOfGhn, grams) << grams;
    ASSERT_GE(side * side * side, grams * 2'000) << grams;
  }
}

}  // namespace
}  // namespace orders
