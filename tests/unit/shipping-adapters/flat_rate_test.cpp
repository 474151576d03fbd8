#include "shipping-adapters/domain/flat_rate.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

using enum Distance;

TEST(FlatRate, DistanceGoesByCommuneProvinceAndRegion) {
  EXPECT_EQ(DistanceBetween("15", "02650", "15", "02650"), kSameCommune);
  EXPECT_EQ(DistanceBetween("15", "02650", "15", "02680"), kSameProvince);
  EXPECT_EQ(DistanceBetween("15", "02650", "01", "00004"), kSameRegion);     // Lào Cai – Hà Nội.
  EXPECT_EQ(DistanceBetween("15", "02650", "48", "20194"), kAcrossRegions);  // Lào Cai – Đà Nẵng.
  EXPECT_EQ(DistanceBetween("48", "20194", "68", "24769"), kSameRegion);
  EXPECT_EQ(DistanceBetween("79", "26734", "96", "31999"), kSameRegion);
}

TEST(FlatRate, UnreadableCodesCountAsFar) {
  EXPECT_EQ(DistanceBetween("xx", "1", "01", "2"), kAcrossRegions);
  EXPECT_EQ(DistanceBetween("", "", "", ""), kAcrossRegions);
}

struct Row {
  Distance distance;
  std::int64_t grams, cod, dong;
};

class FlatRates : public testing::TestWithParam<Row> {};

TEST_P(FlatRates, AsTheTableSays) {
  EXPECT_EQ(FlatRate(GetParam().distance, GetParam().grams, keel::Money::Vnd(GetParam().cod)).dong(), GetParam().dong);
}

INSTANTIATE_TEST_SUITE_P(All, FlatRates,
                         testing::Values(Row{kSameCommune, 500, 0, 16'500}, Row{kSameProvince, 2'000, 0, 22'000},
                                         Row{kSameProvince, 2'001, 0, 24'500}, Row{kSameProvince, 2'500, 0, 24'500},
                                         Row{kSameRegion, 3'000, 0, 39'000}, Row{kAcrossRegions, 1'000, 0, 36'000},
                                         Row{kAcrossRegions, 1'000, 118'400, 41'000},      // Cash: at least 5 000.
                                         Row{kAcrossRegions, 1'000, 2'000'000, 52'000}));  // Cash: 0.8 %.

TEST(FlatRate, NeverFallsWithWeightOrDistance) {
  for (int d = 0; d < 4; ++d)
    for (std::int64_t grams = 100; grams < 30'000; grams += 137) {
      const auto here = FlatRate(static_cast<Distance>(d), grams, {});
      EXPECT_LE(here, FlatRate(static_cast<Distance>(d), grams + 137, {}));
      if (d < 3) {
        EXPECT_LT(here, FlatRate(static_cast<Distance>(d + 1), grams, {}));
      }
    }
}

}  // namespace
}  // namespace shipping
