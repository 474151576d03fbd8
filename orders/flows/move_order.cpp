#include "orders/flows/move_order.hpp"

#include <map>

#include "keel/metrics/metrics.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/keep_to_cap.hpp"
#include "orders/flows/leave_freight.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/order_writer.hpp"
#include "orders/store/phone_store.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {
namespace {

/// What gives an order's whole money back, where it was there before.
std::optional<RefundCause> RefundOf(const Order& order, OrderState to) {
  if (order.payment == Payment::kCod || order.state == OrderState::kPlaced) return std::nullopt;
  if (to == OrderState::kCancelled) return RefundCause::kCancelled;
  if (to == OrderState::kReturned) return RefundCause::kReturned;
  return std::nullopt;
}

/// A parcel of cash on delivery came back: its buyer's number is remembered, by this process at once.
void NoteRefusal(keel::sql::Transaction& transaction, const Context& context, const PurchaseId& purchase) {
  PhoneStore(transaction.session()).Add(purchase, {0, 1});
  if (context.refusers == nullptr) return;
  if (const auto owner = OrderReader(transaction.session(), context.key).OwnerOf(purchase))
    transaction.AfterCommit([refusers = context.refusers, index = owner->phone_index] { refusers->Add(index); });
}

}  // namespace

keel::Result<Order> Move(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                         OrderEvent event, const Actor& by, std::string_view why, keel::Instant at, Fate fate) {
  const auto to = Next(order.state, event);
  if (!to) return to.error();
  const auto leaving =
      *to == OrderState::kCancelled ? LeaveFreight(transaction, context, order, by, at) : keel::Result<Order>(order);
  if (!leaving) return leaving;
  auto moved = OrderWriter(transaction).SaveState(*leaving, *to, by, why, at);
  if (!moved) return moved;
  std::vector<keel::outbox::NewEvent> events;
  if (const auto cause = RefundOf(order, *to)) {
    // What a dispute gave back goes not back again.
    const auto left = leaving->total.dong() - CaseStore(transaction.session()).GivenBack(order.id).dong();
    if (left > 0) events.push_back(RefundDue(*moved, keel::Money::Vnd(left), *cause, order.id.text(), at));
  }
  if (const auto effect = EffectOf(order.state, *to, fate)) {
    std::map<std::string, std::int64_t> pieces;  // A variant may stand on two lines: one came in another's place.
    for (const OrderLine& line : OrderReader(transaction.session(), context.key).Lines(order.id))
      if (line.quantity > 0) pieces[line.variant_id] += line.quantity;
    std::vector<Movement> movements;
    for (const auto& [variant_id, quantity] : pieces)
      movements.push_back({variant_id, effect->kind, effect->one.on_hand * quantity, effect->one.reserved * quantity,
                           order.id.text(), by.id, std::string(why)});
    auto changes = StockStore(transaction.session()).Apply(std::move(movements), at);
    if (effect->kind == MovementKind::kReleased) changes = KeepToCap(transaction, std::move(changes), by.id, at);
    for (const LevelChange& change : changes)
      if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
  }
  // Nothing is brought for a parcel that is closed.
  if (*to == OrderState::kCancelled || *to == OrderState::kPacked) CloseFillsOf(transaction, context, order.id, by.id);
  if (*to == OrderState::kDelivered) PhoneStore(transaction.session()).Add(order.purchase_id, {1, 0});
  // A parcel the carrier lost was not refused by anybody.
  if (*to == OrderState::kReturned && order.state == OrderState::kShipped && order.payment == Payment::kCod &&
      fate == Fate::kBackToShop)
    NoteRefusal(transaction, context, order.purchase_id);
  keel::outbox::AppendAll(transaction, events, at);
  transaction.AfterCommit([to = *to] { keel::metrics::Add("orders_moved_total", NameOf(to)); });
  return moved;
}

}  // namespace orders
