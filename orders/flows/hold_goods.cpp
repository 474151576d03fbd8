#include "orders/flows/hold_goods.hpp"

#include <algorithm>

#include "keel/outbox/outbox.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/order_writer.hpp"

namespace orders {

keel::Result<keel::Instant> HoldGoods(keel::sql::Transaction& transaction, const Context& context,
                                      const PurchaseId& id) {
  OrderWriter writer(transaction);
  writer.LockOrders(id);  // The end of their time may be coming just now: nobody is told of goods that are let go.
  const auto orders = OrderReader(transaction.session(), context.key).OfPurchase(id);
  if (orders.empty()) return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  const auto waiting = std::ranges::find(orders, OrderState::kPlaced, &Order::state);
  if (waiting == orders.end())
    return keel::Error{keel::Kind::kConflict, "nothing-held", "Nothing of it waits for money."};
  const auto usual = waiting->placed_at + context.hold;
  const auto until =
      std::clamp<keel::Instant>(context.clock.Now() + context.hold_more, usual,
                                std::max<keel::Instant>(usual, waiting->placed_at + context.unpaid_life));
  const auto held = writer.SaveHold(id, until);
  // Payments takes money for as long as the goods are there.
  if (held.longer) keel::outbox::AppendAll(transaction, {GoodsHeld(id, held.until)}, context.clock.Now());
  return held.until;
}

}  // namespace orders
