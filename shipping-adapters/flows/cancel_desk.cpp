#include "shipping-adapters/flows/cancel_desk.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "shipping-adapters/carriers/guarded.hpp"
#include "shipping-adapters/flows/apply_updates.hpp"
#include "shipping-adapters/flows/desk_turn.hpp"
#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;
using keel::sql::Transaction;

int CancelDesk::Work() {
  const auto due = ShipmentStore(*pool_.Take()).DueForCancelling(clock_.Now(), kShipmentsAtOnce);
  for (const auto& id : due) Cancel(id);
  return static_cast<int>(due.size());
}

/// Runs `change(transaction, shipment)` on the locked row, which must save it.
template <class Change>
void CancelDesk::Settle(const std::string& id, Change change) {
  const keel::fault::Doing doing("cancel-parcel: settle");
  const auto done = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Done> {
    auto shipment = ShipmentStore(transaction.session()).Lock(id);
    if (!shipment) return shipment.error();
    return change(transaction, *shipment);
  });
  if (!done) keel::log::Warn("cancellation-not-saved", {{"shipment", id}, {"code", done.error().code}});
}

Result<Shipment> CancelDesk::Claim(const std::string& id) {
  const keel::fault::Doing doing("cancel-parcel: claim");
  return keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Shipment> {
    ShipmentStore store(transaction.session());
    auto shipment = store.Lock(id);
    if (!shipment) return shipment;
    const auto now = clock_.Now();
    if (!shipment->cancel_wanted || shipment->next_try_at > now) return NotDue();
    const bool booked = shipment->booking == BookingState::kBooked;
    if (!booked && !shipment->asked) {  // No carrier ever heard of it.
      shipment->booking = BookingState::kDropped;
      shipment->cancel_wanted = false;
      keel::log::Info("shipment-dropped", {{"shipment", id}});
    } else if (booked && IsFinal(shipment->standing.state)) {
      shipment->cancel_wanted = false;
    } else {
      ++shipment->attempts;
      shipment->next_try_at = now + options_.lease;
    }
    if (const auto saved = store.Save(*shipment); !saved) return saved.error();
    return shipment;
  });
}

void CancelDesk::Cancel(const std::string& id) {
  const auto shipment = Claim(id);
  if (!shipment || !shipment->cancel_wanted) return;
  auto* carrier = carriers_.Find(shipment->carrier);
  const auto later = [&](const Error& error) {
    Settle(id, [&](Transaction& transaction, Shipment& row) -> Result<Done> {
      row.cancel_problem = error.code;
      row.next_try_at = clock_.Now() + BackOff(options_, row.attempts);
      return ShipmentStore(transaction.session()).Save(row);
    });
  };
  if (carrier == nullptr) return later({Kind::kUnavailable, "carrier-unknown"});

  Waybill waybill{shipment->tracking_number, shipment->carrier_ref};
  if (shipment->booking != BookingState::kBooked) {
    const auto found =
        Guarded(shipment->carrier, [&] { return carrier->FindBooking(shipment->Reference(), In(options_.call_time)); });
    if (!found) return later(found.error());
    Settle(id, [&](Transaction& transaction, Shipment& row) -> Result<Done> {
      if (row.booking != BookingState::kBooked && *found) {
        TakeBooking(transaction, row, **found, clock_.Now(), options_.poll_after);
      } else if (row.booking != BookingState::kBooked) {
        row.booking = BookingState::kDropped;
        row.cancel_wanted = false;
        keel::log::Info("shipment-dropped", {{"shipment", id}});
      }
      return ShipmentStore(transaction.session()).Save(row);
    });
    if (!*found) return;
    waybill = {(*found)->tracking_number, (*found)->carrier_ref};
  }

  const auto cancelled = Guarded(shipment->carrier, [&] { return carrier->Cancel(waybill, In(options_.call_time)); });
  if (!cancelled && cancelled.error().kind == Kind::kUnavailable) return later(cancelled.error());
  Settle(id, [&](Transaction& transaction, Shipment& row) -> Result<Done> {
    const auto now = clock_.Now();
    if (!cancelled) {
      // The parcel is on its way: its own tracking will tell how it ends.
      row.cancel_wanted = false;
      row.cancel_problem = cancelled.error().code;
      row.next_poll_at = now;
      keel::log::Warn("cancellation-refused", {{"shipment", id}, {"carrier", row.carrier}});
      return ShipmentStore(transaction.session()).Save(row);
    }
    const auto at = std::max(now, row.standing.heard_at.value_or(now));
    row.cancel_problem.clear();
    return ApplyUpdates(transaction, row, {{"cancelled", at, ShipmentState::kCancelled, 0, {}}}, Source::kOurs, now,
                        options_.poll_after);
  });
}

}  // namespace shipping
