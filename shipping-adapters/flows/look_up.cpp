#include "shipping-adapters/flows/look_up.hpp"

#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {

using keel::Error;
using keel::Kind;
using keel::Result;

namespace {

/// Who sells it, or the cooperative that sends it in his place.
bool MaySee(const keel::auth::Principal& who, const Shipment& shipment) {
  return who.MayActFor(shipment.party_id) || (!shipment.taker_id.empty() && who.MayActFor(shipment.taker_id));
}

}  // namespace

Result<Shipment> LookUp(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view id) {
  auto session = pool.Take();
  auto shipment = ShipmentStore(*session).Find(id);
  if (shipment && !MaySee(who, *shipment))
    return Error{Kind::kNotFound, "shipment-not-found", "There is no such shipment."};
  return shipment;
}

Result<Shipment> LookUpByOrder(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view order_id) {
  auto session = pool.Take();
  auto shipment = ShipmentStore(*session).FindByOrder(order_id);
  if (!shipment || !MaySee(who, *shipment))
    return Error{Kind::kNotFound, "order-not-found", "This order has no shipment."};
  return std::move(*shipment);
}

Result<Tracking> TrackingOf(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view order_id) {
  auto shipment = LookUpByOrder(pool, who, order_id);
  if (!shipment) return shipment.error();
  auto session = pool.Take();
  auto history = TrackingStore(*session).HistoryOf(shipment->id);
  return Tracking{std::move(*shipment), std::move(history)};
}

Result<Page> OfParty(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view party_id,
                     std::string_view after, std::size_t limit) {
  if (!who.MayActFor(party_id)) return Error{Kind::kNotFound, "party-not-found", "There is no such party."};
  auto session = pool.Take();
  Page page{ShipmentStore(*session).OfParty(party_id, after, limit + 1), {}};
  if (page.shipments.size() > limit) {
    page.shipments.pop_back();
    page.next = page.shipments.back().id.text();
  }
  return page;
}

Result<Printable> ForLabel(keel::sql::Pool& pool, const keel::crypto::FieldKey& key, const keel::auth::Principal& who,
                           std::string_view order_id) {
  auto shipment = LookUpByOrder(pool, who, order_id);
  if (!shipment) return shipment.error();
  if (shipment->booking != BookingState::kBooked || shipment->standing.state == ShipmentState::kCancelled)
    return Error{Kind::kConflict, "label-not-ready", "There is no tracking number yet."};
  auto ends = OpenEnds(key, shipment->sealed_ends);
  return Printable{std::move(*shipment), std::move(ends)};
}

}  // namespace shipping
