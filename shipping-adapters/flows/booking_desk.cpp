#include "shipping-adapters/flows/booking_desk.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "shipping-adapters/carriers/guarded.hpp"
#include "shipping-adapters/flows/desk_turn.hpp"
#include "shipping-adapters/store/announce.hpp"
#include "shipping-adapters/store/sealed_ends.hpp"
#include "shipping-adapters/store/shipment_store.hpp"
#include "shipping-adapters/store/tracking_store.hpp"

namespace shipping {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;
using keel::sql::Transaction;

std::chrono::milliseconds BackOff(const DeskOptions& options, int attempts) {
  const auto most = std::max<std::chrono::milliseconds>(options.back_off, std::chrono::minutes(10));
  return std::min(options.back_off * (std::int64_t{1} << std::clamp(attempts - 1, 0, 20)), most);
}

void TakeBooking(Transaction& transaction, Shipment& shipment, const Booking& booking, keel::Instant now,
                 std::chrono::milliseconds poll_after) {
  shipment.booking = BookingState::kBooked;
  shipment.tracking_number = booking.tracking_number;
  shipment.carrier_ref = booking.carrier_ref;
  shipment.sort_code = booking.sort_code;
  if (!booking.service.empty()) shipment.service = booking.service;
  shipment.fee = booking.fee;
  shipment.expected_at = booking.expected_at;
  shipment.booked_at = shipment.next_try_at = now;
  shipment.next_poll_at = now + poll_after;
  shipment.attempts = 0;
  shipment.problem.clear();
  TrackingStore(transaction.session())
      .Append(shipment, {"booked", now, ShipmentState::kCreated, 0, {}}, /*moved=*/true, Source::kOurs, now);
  AnnounceBooked(transaction, shipment, now);
  keel::log::Info("shipment-booked", {{"shipment", shipment.id.text()},
                                      {"order", shipment.order_id},
                                      {"carrier", shipment.carrier},
                                      {"tracking_number", shipment.tracking_number}});
  keel::metrics::Add("shipments_booked_total", shipment.carrier);
}

int BookingDesk::Work() {
  const auto due = ShipmentStore(*pool_.Take()).DueForBooking(clock_.Now(), kShipmentsAtOnce);
  for (const auto& id : due) Book(id);
  return static_cast<int>(due.size());
}

Result<Shipment> BookingDesk::Claim(const std::string& id) {
  const keel::fault::Doing doing("book-parcel: claim");
  return keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Shipment> {
    ShipmentStore store(transaction.session());
    auto shipment = store.Lock(id);
    if (!shipment) return shipment;
    const auto now = clock_.Now();
    if (shipment->booking != BookingState::kWanted || shipment->cancel_wanted || shipment->next_try_at > now)
      return NotDue();
    ++shipment->attempts;
    shipment->next_try_at = now + options_.lease;
    if (const auto saved = store.Save(*shipment); !saved) return saved.error();
    return shipment;
  });
}

/// Asks orders, when that was not done, and notes that a create is about to go out. Answers the row as it was before
/// that note, so that `asked` still tells whether an earlier one went out.
Result<Shipment> BookingDesk::Consign(const std::string& id) {
  const keel::fault::Doing doing("book-parcel: consign");
  auto before = ShipmentStore(*pool_.Take()).Find(id);
  if (!before) return before;
  Consignments::Asked asked;
  if (!before->consigned) {
    auto answer = consignments_.Of(before->order_id, In(options_.call_time));
    if (!answer) return answer.error();
    asked = std::move(*answer);
  }
  bool asked_before = false;
  auto after = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Shipment> {
    ShipmentStore store(transaction.session());
    auto shipment = store.Lock(id);
    if (!shipment) return shipment;
    // Called off while orders was asked: nothing has gone out yet, and nothing will.
    if (shipment->booking != BookingState::kWanted || shipment->cancel_wanted) return NotDue();
    asked_before = shipment->asked;
    if (!shipment->consigned) {
      const auto& consignment = asked.consignment;
      if (!consignment.order_code.empty()) shipment->order_code = consignment.order_code;
      shipment->sealed_ends = SealEnds(key_, {consignment.from, consignment.to});
      shipment->parcel = consignment.parcel;
      shipment->cod_amount = consignment.cod_amount;
      shipment->contents = consignment.contents.substr(0, 500);
      shipment->inspection = options_.inspection;
      shipment->taker_id = asked.taker_id;
      shipment->consigned = true;
    }
    shipment->asked = true;
    if (const auto saved = store.Save(*shipment); !saved) return saved.error();
    return shipment;
  });
  if (after) after->asked = asked_before;
  return after;
}

void BookingDesk::Book(const std::string& id) {
  const keel::fault::Doing doing("book-parcel");
  if (!Claim(id)) return;
  const auto shipment = Consign(id);
  if (!shipment) {
    if (shipment.error().code != NotDue().code) Fail(id, shipment.error());
    return;
  }
  auto* carrier = carriers_.Find(shipment->carrier);
  if (carrier == nullptr)
    return Fail(id, {Kind::kInvalid, "carrier-unknown", "We do not work with this carrier any more."});
  auto ends = OpenEnds(key_, shipment->sealed_ends);
  const Consignment consignment{shipment->Reference(), shipment->order_code, std::move(ends.from),
                                std::move(ends.to),    shipment->parcel,     shipment->cod_amount,
                                shipment->contents,    shipment->inspection};
  const auto booking = Guarded(shipment->carrier, [&] {
    return carrier->Book(consignment, shipment->service, shipment->asked ? Try::kRepeat : Try::kFirst,
                         In(options_.call_time));
  });
  booking ? Succeed(id, *booking) : Fail(id, booking.error());
}

void BookingDesk::Succeed(const std::string& id, const Booking& booking) {
  const keel::fault::Doing doing("book-parcel: succeed");
  const auto done = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Done> {
    ShipmentStore store(transaction.session());
    auto shipment = store.Lock(id);
    if (!shipment) return shipment.error();
    if (shipment->booking == BookingState::kBooked) return Done{};  // Another worker saw the same parcel first.
    TakeBooking(transaction, *shipment, booking, clock_.Now(), options_.poll_after);
    return store.Save(*shipment);
  });
  if (!done) keel::log::Warn("booking-not-saved", {{"shipment", id}, {"code", done.error().code}});
}

void BookingDesk::Fail(const std::string& id, const Error& error) {
  const keel::fault::Doing doing("book-parcel: fail");
  const auto done = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Done> {
    ShipmentStore store(transaction.session());
    auto shipment = store.Lock(id);
    if (!shipment) return shipment.error();
    if (shipment->booking != BookingState::kWanted) return Done{};
    const auto now = clock_.Now();
    shipment->problem = error.code;
    const bool final_no = error.kind != Kind::kUnavailable && error.kind != Kind::kRaced;
    if (final_no && shipment->consigned) shipment->asked = false;  // A refusal: certainly not booked.
    if (shipment->cancel_wanted) {
      shipment->next_try_at = now;  // The cancel desk waited for this outcome.
    } else if (final_no || shipment->attempts >= options_.tries) {
      shipment->booking = BookingState::kFailed;
      AnnounceFailed(transaction, *shipment, error.code, now);
      keel::log::Warn("shipment-failed", {{"shipment", id}, {"carrier", shipment->carrier}, {"code", error.code}});
      keel::metrics::Add("shipments_failed_total", shipment->carrier);
    } else {
      shipment->next_try_at = now + BackOff(options_, shipment->attempts);
    }
    return store.Save(*shipment);
  });
  if (!done) keel::log::Warn("failure-not-saved", {{"shipment", id}, {"code", done.error().code}});
}

}  // namespace shipping
