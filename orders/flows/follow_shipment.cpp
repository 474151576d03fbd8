#include "orders/flows/follow_shipment.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "orders/flows/follow_stray.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

/// A carrier that never came may cancel by itself; its goods lie packed all the same, and wait for another.
constexpr std::string_view kCancelledParcel = "cancelled", kCarrierCancelled = "parcel-cancelled";

/// How far ahead of ours a carrier's clock may go and still be believed.
constexpr std::chrono::minutes kClockAhead{10};

/// Goods of a delivered order that go home by a return: the return says what comes back and what it is worth, and the
/// rest of the order stays with the buyer.
bool IsAReturnsWayHome(keel::sql::Session& session, const Order& order) {
  if (order.state != OrderState::kDelivered) return false;
  CaseStore cases(session);
  cases.LockOrder(order.id);  // A return may be asked for just now.
  return !cases.TakenBackOf(order.id).empty();
}

void SayToSeller(keel::sql::Transaction& transaction, const Context& context, const Order& order, MessageKind kind,
                 const std::string& again, const std::string& number = {}) {
  const Arguments about{{"code", order.code.text()},
                        {"shop", order.shop_name},
                        {"number", number},
                        {"link", context.public_url + "/ban/don/" + order.id.text()}};
  const auto say = [&](Recipient to, const std::string& to_id) {
    Say(transaction, context, {kind, to, to_id, order.id.text(), order.id.text(), about, false, again});
  };
  say(Recipient::kShop, order.party_id);
  if (const auto taker = ClockStore(transaction.session()).TakerOf(order.id)) say(Recipient::kCooperative, *taker);
}

/// The order an event of a parcel is about; none, and a line in the log, for an order we never had.
std::optional<Order> OrderOf(keel::sql::Session& session, const Context& context, const std::string& order_id,
                             const std::string& shipment_id) {
  const auto id = OrderId::Parse(order_id);
  if (!id) {
    keel::log::Warn("shipment-of-no-order", {{"shipment", shipment_id}});
    return std::nullopt;
  }
  auto order = OrderReader(session, context.key).Find(*id);
  if (order) return *std::move(order);
  keel::log::Warn("shipment-of-unknown-order", {{"shipment", shipment_id}, {"order", order_id}});
  return std::nullopt;
}

}  // namespace

keel::Result<keel::Done> FollowShipment(keel::sql::Transaction& transaction, const Context& context,
                                        const ShipmentFact& fact) {
  const auto known = OrderOf(transaction.session(), context, fact.order_id, fact.shipment_id);
  if (!known) return keel::Done{};
  // A clock far ahead would put off the end of the days for returns, and hide every later scan behind its own.
  // And one that goes ahead at all would hide the next parcel, booked a moment after this one was cancelled.
  const bool over = fact.state == kCancelledParcel;
  const auto counts_at =
      std::min<keel::Instant>(fact.at, context.clock.Now() + (over ? std::chrono::minutes(0) : kClockAhead));
  ShipmentStore(transaction.session()).Save(fact, counts_at);
  const Fate fate = fact.state == "lost_damaged" ? Fate::kLost : Fate::kBackToShop;
  if (known->state == OrderState::kCancelled) {
    const auto news = FollowStray(transaction, context, *known, fact.state, fate);
    if (news != MessageKind::kNone && fact.at + kNews >= context.clock.Now())
      SayToSeller(transaction, context, *known, news, fact.shipment_id, fact.tracking_number);
    return keel::Done{};
  }
  if (over && known->state == OrderState::kPacked)
    return FollowRefusal(transaction, context,
                         {fact.order_id, fact.shipment_id, fact.carrier, std::string(kCarrierCancelled), counts_at});
  keel::Result<Order> order = *known;
  for (const OrderEvent event : WayFor(fact.state)) {
    if (!Lookup(order->state, event)) continue;
    if (event == OrderEvent::kSentBack && IsAReturnsWayHome(transaction.session(), *order)) continue;
    // A scan older than the order's last move keeps history in order.
    const auto at = std::max(counts_at, order->moved_at);
    order = Move(transaction, context, *order, event, {"carrier"}, fact.state, at, fate);
    if (!order) return order.error();
  }
  return keel::Done{};
}

keel::Result<keel::Done> FollowRefusal(keel::sql::Transaction& transaction, const Context& context,
                                       const ShipmentRefusal& refusal) {
  const auto order = OrderOf(transaction.session(), context, refusal.order_id, refusal.shipment_id);
  if (!order || !ShipmentStore(transaction.session()).Save(refusal)) return keel::Done{};
  if (order->state != OrderState::kPacked || refusal.at + kNews < context.clock.Now()) return keel::Done{};
  // Asked again and refused again is told again.
  SayToSeller(transaction, context, *order, MessageKind::kParcelRefused, keel::ToRfc3339(refusal.at));
  return keel::Done{};
}

}  // namespace orders
