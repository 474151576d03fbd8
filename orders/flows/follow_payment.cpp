#include "orders/flows/follow_payment.hpp"

#include "keel/log/log.hpp"
#include "orders/flows/hold_order.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

constexpr std::int64_t kSweptAtOnce = 100;

keel::Result<keel::Done> MoveWaiting(keel::sql::Transaction& transaction, const Context& context,
                                     const std::vector<OrderId>& orders, OrderEvent event, const Actor& by,
                                     std::string_view why) {
  OrderReader reader(transaction.session(), context.key);
  for (const OrderId& id : orders) {
    const auto order = reader.Find(id);
    if (!order || order->state != OrderState::kPlaced) {
      keel::log::Info("payment-word-without-effect",
                      {{"order", id.text()}, {"state", order ? NameOf(order->state) : "unknown"}, {"word", why}});
      continue;
    }
    if (const auto moved = Move(transaction, context, *order, event, by, why, context.clock.Now()); !moved)
      return moved.error();
  }
  return keel::Done{};
}

}  // namespace

keel::Result<keel::Done> ConfirmPaid(keel::sql::Transaction& transaction, const Context& context,
                                     const std::vector<OrderId>& orders) {
  return MoveWaiting(transaction, context, orders, OrderEvent::kPaymentSecured, {"payments"}, "payment-secured");
}

keel::Result<keel::Done> CancelUnpaid(keel::sql::Transaction& transaction, const Context& context,
                                      const std::vector<OrderId>& orders, CancelReason reason) {
  return MoveWaiting(transaction, context, orders, OrderEvent::kCancelled, {"payments"}, NameOf(reason));
}

std::int64_t SweepUnpaid(const Context& context) {
  const auto now = context.clock.Now();
  std::vector<OrderId> waiting;
  {
    const auto session = context.pool.Take();
    waiting = OrderReader(*session, context.key).UnpaidSince(now - context.hold, now, kSweptAtOnce);
  }
  std::int64_t cancelled = 0;
  for (const OrderId& id : waiting) {
    const auto moved = keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) {
      const auto order = HoldOrder(transaction.session(), context, id);
      // Its buyer may have looked at how to pay since the list was made: then his goods are kept longer.
      if (!order || !OrderReader(transaction.session(), context.key).StillUnpaid(id, now - context.hold, now))
        return order;
      return Move(transaction, context, *order, OrderEvent::kCancelled, {"system"},
                  NameOf(CancelReason::kPaymentExpired), context.clock.Now());
    });
    if (moved && moved->state == OrderState::kCancelled) ++cancelled;
  }
  if (cancelled > 0) keel::log::Info("unpaid-orders-cancelled", {{"orders", cancelled}});
  return cancelled;
}

}  // namespace orders
