#include "shipping-adapters/domain/shipment_states.hpp"

#include <gtest/gtest.h>

#include <set>

namespace shipping {
namespace {

using enum ShipmentState;

struct Row {
  const char* name;
  ShipmentState from;
  std::set<ShipmentState> to;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

const Row kRows[] = {
    {"Created",
     kCreated,
     {kPickedUp, kInTransit, kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged,
      kCancelled}},
    {"PickedUp",
     kPickedUp,
     {kInTransit, kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged}},
    {"InTransit", kInTransit, {kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged}},
    {"OutForDelivery", kOutForDelivery, {kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged}},
    {"Delivered", kDelivered, {kReturning, kReturned, kLostDamaged}},
    {"DeliveryFailed", kDeliveryFailed, {kOutForDelivery, kDelivered, kReturning, kReturned, kLostDamaged}},
    {"Returning", kReturning, {kOutForDelivery, kDelivered, kReturned, kLostDamaged}},
    {"Returned", kReturned, {}},
    {"LostDamaged", kLostDamaged, {}},
    {"Cancelled", kCancelled, {}},
};
static_assert(std::size(kRows) == kStateNames.size(), "a new state needs its row here");

class ShipmentStates : public testing::TestWithParam<Row> {};

TEST_P(ShipmentStates, MovesOnlyWhereTheTableSays) {
  for (std::size_t to = 0; to < kStateNames.size(); ++to) {
    SCOPED_TRACE(kStateNames[to]);
    const auto state = static_cast<ShipmentState>(to);
    EXPECT_EQ(MayMove(GetParam().from, state), GetParam().to.contains(state));
  }
}

INSTANTIATE_TEST_SUITE_P(All, ShipmentStates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(ShipmentStateNames, AreThereAndBack) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i)
    EXPECT_EQ(StateNamed(kStateNames[i]), static_cast<ShipmentState>(i));
  EXPECT_EQ(StateNamed("on_the_moon"), std::nullopt);
}

}  // namespace
}  // namespace shipping
