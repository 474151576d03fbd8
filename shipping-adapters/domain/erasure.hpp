#pragma once
#include "shipping-adapters/domain/shipment.hpp"

namespace shipping {

/// Whether a parcel's receiver may be forgotten: nobody has to find the door any more. Orders asks only once the order
/// has ended, so a booking that was given up is not tried again.
inline bool MayErase(const Shipment& shipment) {
  switch (shipment.booking) {
    case BookingState::kWanted:
      return false;
    case BookingState::kBooked:
      return IsFinal(shipment.standing.state);
    case BookingState::kFailed:
    case BookingState::kDropped:
      return true;
  }
  return false;
}

}  // namespace shipping
