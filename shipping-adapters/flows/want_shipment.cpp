#include "shipping-adapters/flows/want_shipment.hpp"

#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;

void AskToCancel(Shipment& shipment, keel::Instant now) {
  shipment.cancel_wanted = true;
  shipment.cancel_problem.clear();
  // A booking under way holds the row until next_try_at; looking for its parcel before that could miss it.
  const bool under_way = shipment.booking == BookingState::kWanted && shipment.asked;
  if (!under_way) {
    shipment.next_try_at = now;
    shipment.attempts = 0;
  }
}

bool WasCancelled(const Shipment& shipment) {
  return shipment.booking == BookingState::kBooked && shipment.standing.state == ShipmentState::kCancelled;
}

bool CanBeRetried(const Shipment& shipment) {
  return WasCancelled(shipment) || shipment.booking == BookingState::kFailed ||
         shipment.booking == BookingState::kDropped;
}

/// Whether the carrier that was asked certainly does not have the parcel.
bool MayGoElsewhere(const Shipment& shipment) {
  return WasCancelled(shipment) || !shipment.asked;
}

}  // namespace

Result<Done> WantShipment(keel::sql::Transaction& transaction, const Carriers& carriers, const PackedOrder& order,
                          keel::Instant now) {
  Shipment shipment(ShipmentId::New(now));
  shipment.order_id = order.order_id;
  shipment.order_code = order.order_code;
  shipment.shop_id = order.shop_id;
  shipment.party_id = order.party_id;
  const bool known = carriers.Find(order.carrier) != nullptr;
  shipment.carrier = known ? order.carrier : std::string(carriers.First().code());
  if (known) shipment.service = order.service;
  shipment.next_try_at = shipment.created_at = shipment.next_poll_at = now;
  ShipmentStore(transaction.session()).Insert(shipment);
  return Done{};
}

Result<Done> CallOff(keel::sql::Transaction& transaction, std::string_view order_id, keel::Instant now) {
  ShipmentStore store(transaction.session());
  auto shipment = store.LockByOrder(order_id);
  if (!shipment || shipment->called_off) return Done{};
  shipment->called_off = true;
  const bool over = shipment->booking == BookingState::kDropped ||
                    (shipment->booking == BookingState::kBooked && IsFinal(shipment->standing.state));
  if (!over) AskToCancel(*shipment, now);
  return store.Save(*shipment);
}

Result<Shipment> WantCancel(keel::sql::Transaction& transaction, std::string_view id, keel::Instant now) {
  ShipmentStore store(transaction.session());
  auto shipment = store.Lock(id);
  if (!shipment) return shipment;
  const bool booked = shipment->booking == BookingState::kBooked;
  if (shipment->cancel_wanted || shipment->booking == BookingState::kDropped ||
      (booked && shipment->standing.state == ShipmentState::kCancelled))
    return shipment;
  if (booked && shipment->standing.state != ShipmentState::kCreated)
    return Error{Kind::kConflict, "already-collected", "The carrier has the parcel."};
  AskToCancel(*shipment, now);
  if (const auto saved = store.Save(*shipment); !saved) return saved.error();
  return shipment;
}

std::vector<std::string> CarriersToRetry(const Carriers& carriers, const Shipment& shipment) {
  std::vector<std::string> codes;
  if (shipment.called_off || !CanBeRetried(shipment)) return codes;
  if (carriers.Find(shipment.carrier) != nullptr) codes.push_back(shipment.carrier);
  for (const auto& carrier : carriers.All())
    if (carrier->code() != shipment.carrier && MayGoElsewhere(shipment)) codes.emplace_back(carrier->code());
  return codes;
}

Result<Shipment> WantRetry(keel::sql::Transaction& transaction, const Carriers& carriers, std::string_view id,
                           const std::string& carrier, const std::string& service, keel::Instant now) {
  if (!carrier.empty() && carriers.Find(carrier) == nullptr)
    return Error{Kind::kInvalid, "carrier-unknown", "We do not work with this carrier.", carrier};
  ShipmentStore store(transaction.session());
  auto shipment = store.Lock(id);
  if (!shipment) return shipment;
  if (shipment->called_off) return Error{Kind::kConflict, "order-cancelled", "The order is cancelled."};
  if (!CanBeRetried(*shipment))
    return Error{Kind::kConflict, "nothing-to-retry", "The shipment is booked or about to be."};
  const bool elsewhere = !carrier.empty() && carrier != shipment->carrier;
  if (elsewhere && !MayGoElsewhere(*shipment))
    return Error{Kind::kConflict, "booking-uncertain", "The first carrier may have the parcel already."};
  if (WasCancelled(*shipment)) {
    // A new reference: under the old one the carrier would find the cancelled parcel again.
    ++shipment->round;
    shipment->asked = false;
    shipment->tracking_number.clear();
    shipment->carrier_ref.clear();
    shipment->sort_code.clear();
    shipment->booked_at.reset();
    shipment->expected_at.reset();
    shipment->standing = {};
    shipment->state_at.reset();
  }
  if (elsewhere) {
    shipment->carrier = carrier;
    shipment->service.clear();
  }
  if (!service.empty()) shipment->service = service;
  shipment->booking = BookingState::kWanted;
  shipment->cancel_wanted = false;
  shipment->cancel_problem.clear();
  shipment->attempts = 0;
  shipment->problem.clear();
  shipment->next_try_at = now;
  if (const auto saved = store.Save(*shipment); !saved) return saved.error();
  return shipment;
}

}  // namespace shipping
