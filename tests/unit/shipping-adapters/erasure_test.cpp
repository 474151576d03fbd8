#include "shipping-adapters/domain/erasure.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

Shipment Parcel(BookingState booking, ShipmentState state = ShipmentState::kCreated) {
  Shipment shipment(ShipmentId::New(keel::Instant{}));
  shipment.booking = booking;
  shipment.standing.state = state;
  return shipment;
}

TEST(ForgettingReceivers, WaitsForTheEndOfTheWay) {
  EXPECT_FALSE(MayErase(Parcel(BookingState::kWanted)));
  EXPECT_TRUE(MayErase(Parcel(BookingState::kFailed)));
  EXPECT_TRUE(MayErase(Parcel(BookingState::kDropped)));
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    const auto state = ShipmentState(i);
    EXPECT_EQ(MayErase(Parcel(BookingState::kBooked, state)), IsFinal(state)) << Name(state);
  }
}

}  // namespace
}  // namespace shipping
