#include "shipping-adapters/domain/parcel.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

TEST(Parcel, CentimetresGoUp) {
  EXPECT_EQ(CmUp(0), 0);
  EXPECT_EQ(CmUp(-5), 0);
  EXPECT_EQ(CmUp(1), 1);
  EXPECT_EQ(CmUp(10), 1);
  EXPECT_EQ(CmUp(11), 2);
  EXPECT_EQ(CmUp(2'000), 200);
}

TEST(Parcel, VolumeWeighsAsEachCarrierCounts) {
  const Parcel cube{500, 150, 150, 150, {}};
  EXPECT_EQ(VolumetricGrams(cube, 5), 675);  // GHN's own example: 15 × 15 × 15 cm.
  EXPECT_EQ(VolumetricGrams(cube, 6), 563);  // 562.5, rounded up.
}

TEST(Parcel, SidesAreRoundedBeforeTheyAreMultiplied) {
  EXPECT_EQ(VolumetricGrams({1, 101, 101, 101, {}}, 5), (11 * 11 * 11 + 4) / 5);
}

TEST(Parcel, AnUnknownSideMeansNoVolume) {
  EXPECT_EQ(VolumetricGrams({500, 0, 300, 300, {}}, 5), 0);
  EXPECT_EQ(BillableGrams({500, 0, 300, 300, {}}, 5), 500);
}

TEST(Parcel, TheHeavierOfScalesAndVolumeIsCharged) {
  EXPECT_EQ(BillableGrams({500, 150, 150, 150, {}}, 5), 675);
  EXPECT_EQ(BillableGrams({900, 150, 150, 150, {}}, 5), 900);
}

}  // namespace
}  // namespace shipping
