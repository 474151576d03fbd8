#include "orders/domain/stock.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

constexpr Level operator+(Level a, Level b) {
  return {a.on_hand + b.on_hand, a.reserved + b.reserved};
}

TEST(Band, TellsLittle) {
  EXPECT_EQ(BandOf(-3), Band::kOut);
  EXPECT_EQ(BandOf(0), Band::kOut);
  EXPECT_EQ(BandOf(1), Band::kLow);
  EXPECT_EQ(BandOf(5), Band::kLow);
  EXPECT_EQ(BandOf(6), Band::kIn);
}

TEST(Movements, OfACancelledOrderLeaveNothingBehind) {
  EXPECT_EQ(ChangeOf(MovementKind::kReserved, 3) + ChangeOf(MovementKind::kReleased, 3), Level{});
}

TEST(Movements, OfADeliveredOrderTakeTheGoodsOffTheBooks) {
  EXPECT_EQ(ChangeOf(MovementKind::kReserved, 3) + ChangeOf(MovementKind::kSold, 3), (Level{-3, 0}));
}

TEST(Movements, OfAReturnBringThemBackWhereverTheyWere) {
  const auto placed = ChangeOf(MovementKind::kReserved, 3);
  EXPECT_EQ(placed + ChangeOf(MovementKind::kReturned, 3, false), Level{}) << "from the road";
  EXPECT_EQ(placed + ChangeOf(MovementKind::kSold, 3) + ChangeOf(MovementKind::kReturned, 3, true), Level{})
      << "from the buyer";
}

}  // namespace
}  // namespace orders
