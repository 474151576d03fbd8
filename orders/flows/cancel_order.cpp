#include "orders/flows/cancel_order.hpp"

#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/hold_order.hpp"

namespace orders {
namespace {

keel::Result<Order> Cancel(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                           const Actor& by, CancelReason reason) {
  if (order.state == OrderState::kCancelled) return order;
  return Move(transaction, context, order, OrderEvent::kCancelled, by, NameOf(reason), context.clock.Now());
}

}  // namespace

keel::Result<Order> CancelByBuyer(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                                  const BuyerProof& proof) {
  const auto order = HoldProven(transaction.session(), context, code, proof);
  if (!order) return order;
  auto cancelled =
      Cancel(transaction, context, *order, {proof.account_id.value_or("buyer")}, CancelReason::kBuyerCancelled);
  if (cancelled && order->state != OrderState::kCancelled)
    TellDoneByCode(transaction, context, *order, proof, BuyersDeed::kOrderCancelled, order->id.text());
  return cancelled;
}

keel::Result<Order> CancelByShop(keel::sql::Transaction& transaction, const Context& context,
                                 const keel::auth::Principal& who, const OrderId& id, CancelReason reason) {
  const auto order = HoldForSeller(transaction.session(), context, who, id);
  if (!order) return order;
  return Cancel(transaction, context, *order, {who.subject}, reason);
}

}  // namespace orders
