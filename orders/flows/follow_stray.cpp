#include "orders/flows/follow_stray.hpp"

#include <algorithm>

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

/// What is in boxes and on the road is there, whatever the shop counted, threw away or sold at its stall since it was
/// set free: no bin holds less.
void HoldWhatIsAway(keel::sql::Transaction& transaction, const Context& context,
                    const std::vector<StrayStore::Pieces>& goods) {
  auto& session = transaction.session();
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  StockStore stock(session);
  std::vector<Movement> found;
  for (const auto& [variant_id, bin, quantity] : goods) {
    const auto level = stock.LevelToEdit(variant_id);
    const auto bins = stock.Bins(variant_id, now);
    const auto here = std::ranges::find(bins, bin, &BinLevel::bin);
    const auto on_hand = here != bins.end() ? here->on_hand : bins.empty() && level ? level->on_hand : 0;
    if (const auto lacking = LotStore(session).Boxed(variant_id)[bin] - on_hand; lacking > 0)
      found.push_back({variant_id, MovementKind::kCorrected, lacking, 0, cause, std::string(kBy), "on-the-road", bin});
  }
  if (!found.empty()) TellBands(transaction, context, stock.Apply(std::move(found), now));
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
  if (goods.empty()) return MessageKind::kNone;
  for (const OrderEvent event : way) {
    const auto to = Lookup(stray.state, event);
    if (!to) continue;
    if (const auto effect = StrayEffectOf(stray.state, *to, fate))
      MoveGoods(transaction, context, order, goods, stray.cause, *effect, parcel_state);
    stray.state = *to;
    strays.Save(order.id, stray, goods);
    if (*to == OrderState::kShipped) HoldWhatIsAway(transaction, context, goods);
  }
  if (stray.state == before) return MessageKind::kNone;
  return NewsOf(before, stray.state, fate, parcel_state);
}

}  // namespace orders
