#include "orders/flows/follow_shipment.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

/// Goods of a delivered order that go home by a return: the return says what comes back and what it is worth, and the
/// rest of the order stays with the buyer.
bool IsAReturnsWayHome(keel::sql::Session& session, const Order& order) {
  if (order.state != OrderState::kDelivered) return false;
  CaseStore cases(session);
  cases.LockOrder(order.id);  // A return may be asked for just now.
  return !cases.TakenBackOf(order.id).empty();
}

}  // namespace

keel::Result<keel::Done> FollowShipment(keel::sql::Transaction& transaction, const Context& context,
                                        const ShipmentFact& fact) {
  const auto id = OrderId::Parse(fact.order_id);
  if (!id) {
    keel::log::Warn("shipment-of-no-order", {{"shipment", fact.shipment_id}});
    return keel::Done{};
  }
  auto order = OrderReader(transaction.session(), context.key).Find(*id);
  if (!order) {
    keel::log::Warn("shipment-of-unknown-order", {{"shipment", fact.shipment_id}, {"order", fact.order_id}});
    return keel::Done{};
  }
  ShipmentStore(transaction.session()).Save(fact);
  const Fate fate = fact.state == "lost_damaged" ? Fate::kLost : Fate::kBackToShop;
  for (const OrderEvent event : WayFor(fact.state)) {
    if (!Lookup(order->state, event)) continue;
    if (event == OrderEvent::kSentBack && IsAReturnsWayHome(transaction.session(), *order)) continue;
    // A scan older than the order's last move keeps history in order.
    const auto at = std::max(fact.at, order->moved_at);
    order = Move(transaction, context, *order, event, {"carrier"}, fact.state, at, fate);
    if (!order) return order.error();
  }
  return keel::Done{};
}

}  // namespace orders
