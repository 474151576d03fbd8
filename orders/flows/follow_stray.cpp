#include "orders/flows/follow_stray.hpp"

#include "orders/flows/move_stock.hpp"
#include "orders/store/stray_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kBy = "carrier", kComingHome = "returning";

void MoveGoods(keel::sql::Transaction& transaction, const Context& context, const Order& order,
               const std::vector<StrayStore::Pieces>& goods, const std::string& cause, const GoodsEffect& effect,
               std::string_view why) {
  std::vector<Movement> movements;
  for (const auto& [variant_id, bin, quantity] : goods)
    movements.push_back({variant_id, effect.kind, effect.one.on_hand * quantity, effect.one.reserved * quantity, cause,
                         std::string(kBy), std::string(why), bin, order.id.text()});
  TellBands(transaction, context, StockStore(transaction.session()).Apply(std::move(movements), context.clock.Now()));
}

/// Of where it came to by one word, from where it was known to be.
MessageKind NewsOf(OrderState before, OrderState now, Fate fate, std::string_view parcel_state) {
  if (now == OrderState::kDelivered) return MessageKind::kStrayArrived;
  if (now == OrderState::kShipped) return parcel_state == kComingHome ? MessageKind::kNone : MessageKind::kParcelGone;
  if (fate == Fate::kLost) return MessageKind::kStrayLost;
  // Home before anybody knew that it had gone.
  return before == OrderState::kPacked ? MessageKind::kNone : MessageKind::kStrayBack;
}

}  // namespace

MessageKind FollowStray(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                        std::string_view parcel_state, Fate fate) {
  const auto way = WayFor(parcel_state);
  if (way.empty()) return MessageKind::kNone;
  StrayStore strays(transaction.session());
  const auto known = strays.Find(order.id);
  const auto before = known ? known->state : OrderState::kPacked;
  StrayStore::Stray stray{before, known ? known->cause : MovementId::New(context.clock.Now()).text()};
  const auto goods = strays.SetFreeBy(order.id);
  for (const OrderEvent event : way) {
    const auto to = Lookup(stray.state, event);
    if (!to) continue;
    if (const auto effect = StrayEffectOf(stray.state, *to, fate))
      MoveGoods(transaction, context, order, goods, stray.cause, *effect, parcel_state);
    stray.state = *to;
  }
  if (stray.state == before || goods.empty()) return MessageKind::kNone;
  strays.Save(order.id, stray, goods);
  return NewsOf(before, stray.state, fate, parcel_state);
}

}  // namespace orders
