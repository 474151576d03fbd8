#include "shipping-adapters/flows/follow_desk.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "shipping-adapters/carriers/guarded.hpp"
#include "shipping-adapters/flows/apply_updates.hpp"
#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;
using keel::sql::Transaction;

constexpr std::size_t kAtOnce = 64;
constexpr int kHintTries = 4;     // The carrier's own books may lag behind its calls.
constexpr int kUnknownTries = 8;  // A call may outrun our saving of the booking.
constexpr std::chrono::minutes kSameMoment{10};
constexpr std::chrono::hours kInboxLife{24 * 90};

bool Fits(const Update& said, const Update& hint) {
  return said.code == hint.code && std::chrono::abs(said.at - hint.at) <= kSameMoment;
}

}  // namespace

Result<bool> FollowDesk::Ask(const std::string& carrier_code, const std::string& tracking_number,
                             const std::vector<Heard>& hints, Source source) {
  const keel::fault::Doing doing("follow-parcel");
  const Error unknown{Kind::kNotFound, "parcel-unknown", "This is not a parcel of ours."};
  auto* carrier = carriers_.Find(carrier_code);
  if (carrier == nullptr) return unknown;
  Waybill waybill{tracking_number, {}};
  {
    // Not for our eyes: a call about a parcel that is not ours must not make us ask the carrier.
    auto session = pool_.Take();
    const auto shipment = ShipmentStore(*session).FindByTracking(carrier_code, tracking_number);
    if (!shipment) return unknown;
    waybill.carrier_ref = shipment->carrier_ref;
  }
  auto said = Guarded(carrier_code,
                      [&] { return carrier->Track(waybill, std::chrono::steady_clock::now() + options_.call_time); });
  if (!said) return said.error();
  bool confirmed = true;
  for (const auto& hint : hints) {
    const auto match = std::ranges::find_if(*said, [&](const Update& update) { return Fits(update, hint.update); });
    if (match == said->end()) {
      confirmed = false;
      continue;
    }
    if (match->note.empty()) match->note = hint.update.note;
    match->flags |= hint.update.flags;
  }
  const auto applied = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Done> {
    auto shipment = ShipmentStore(transaction.session()).LockByTracking(carrier_code, tracking_number);
    if (!shipment) return unknown;
    return ApplyUpdates(transaction, *shipment, *said, source, clock_.Now(), options_.poll_after);
  });
  if (!applied) return applied.error();
  return confirmed;
}

int FollowDesk::Confirm() {
  const auto waiting = TrackingStore(*pool_.Take()).Waiting(clock_.Now(), kAtOnce);
  for (const auto& row : waiting) {
    std::map<std::string, std::vector<Heard>> by_parcel;
    for (const auto& heard : row.heard) by_parcel[heard.tracking_number].push_back(heard);
    bool confirmed = true;
    bool unknown = false;
    bool away = false;
    for (const auto& [tracking_number, hints] : by_parcel) {
      const auto asked = Ask(row.carrier, tracking_number, hints, Source::kWebhook);
      if (asked) {
        confirmed = confirmed && *asked;
      } else if (asked.error().kind == Kind::kNotFound) {
        unknown = true;
      } else {
        away = true;
      }
    }
    auto session = pool_.Take();
    TrackingStore tracking(*session);
    const int tries = unknown ? kUnknownTries : kHintTries;
    if (!away && !unknown && confirmed) {
      tracking.Settle(row.id, "applied");
    } else if (away || row.attempts + 1 < tries) {
      tracking.Postpone(row.id, clock_.Now() + BackOff(options_, row.attempts + 1));
    } else {
      tracking.Settle(row.id, unknown ? "unknown" : "unconfirmed");
      keel::log::Warn(unknown ? "webhook-unknown-parcel" : "webhook-unconfirmed",
                      {{"carrier", row.carrier}, {"call", row.id}});
    }
  }
  return static_cast<int>(waiting.size());
}

int FollowDesk::Poll() {
  const auto due = ShipmentStore(*pool_.Take()).DueForPolling(clock_.Now(), kAtOnce);
  for (const auto& id : due) {
    const auto claimed = keel::sql::RunInTransaction(pool_, [&](Transaction& transaction) -> Result<Shipment> {
      ShipmentStore store(transaction.session());
      auto shipment = store.Lock(id);
      if (!shipment) return shipment;
      if (!shipment->IsOpen() || shipment->next_poll_at > clock_.Now())
        return Error{Kind::kConflict, "not-due", "Somebody else asked."};
      shipment->next_poll_at = clock_.Now() + options_.poll_after;
      if (const auto saved = store.Save(*shipment); !saved) return saved.error();
      return shipment;
    });
    if (!claimed) continue;
    const auto asked = Ask(claimed->carrier, claimed->tracking_number, {}, Source::kPoll);
    if (!asked && asked.error().kind == Kind::kNotFound)
      keel::log::Warn("parcel-unknown-to-carrier", {{"shipment", id}, {"carrier", claimed->carrier}});
  }
  return static_cast<int>(due.size());
}

void FollowDesk::Forget() {
  TrackingStore(*pool_.Take()).Forget(clock_.Now() - kInboxLife);
}

}  // namespace shipping
