#include "orders/flows/fulfil_order.hpp"

#include "orders/store/order_reader.hpp"
#include "orders/store/order_writer.hpp"

namespace orders {

keel::Result<Order> FindForSeller(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                                  const OrderId& id) {
  auto order = OrderReader(session, context.key).Find(id);
  if (order && !who.MayActFor(order->party_id))
    return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order."};
  return order;
}

keel::Result<WholeOrder> ShowToSeller(const Context& context, const keel::auth::Principal& who, const OrderId& id) {
  const auto session = context.pool.Take();
  const auto order = FindForSeller(*session, context, who, id);
  if (!order) return order.error();
  return OrderReader(*session, context.key).Whole(*order);
}

keel::Result<Order> AcceptOrder(keel::sql::Transaction& transaction, const Context& context,
                                const keel::auth::Principal& who, const OrderId& id) {
  const auto order = FindForSeller(transaction.session(), context, who, id);
  if (!order || order->state == OrderState::kAccepted) return order;
  return Move(transaction, context, *order, OrderEvent::kAccepted, {who.subject}, "accepted", context.clock.Now());
}

keel::Result<Order> PackOrder(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const OrderId& id, std::optional<std::int64_t> grams) {
  auto order = FindForSeller(transaction.session(), context, who, id);
  if (!order || order->state == OrderState::kPacked) return order;
  auto packed = Move(transaction, context, *order, OrderEvent::kPacked, {who.subject}, "packed", context.clock.Now());
  if (packed && grams) {
    OrderWriter(transaction).SaveGrams(id, *grams);
    packed->grams = *grams;
  }
  return packed;
}

}  // namespace orders
