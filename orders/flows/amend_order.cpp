#include "orders/flows/amend_order.hpp"

#include <algorithm>
#include <map>

#include "keel/metrics/metrics.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/hold_order.hpp"
#include "orders/flows/keep_to_cap.hpp"
#include "orders/store/amendment_store.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

/// What an order that lost its last line was cancelled for.
CancelReason CancelReasonOf(AmendReason why) {
  switch (why) {
    case AmendReason::kBuyerCancelled:
      return CancelReason::kBuyerCancelled;
    case AmendReason::kShortHarvest:
      return CancelReason::kShortHarvest;
    case AmendReason::kCatchWeight:  // The scales alone take nothing off; the buyer did.
      return CancelReason::kWeightRefused;
    case AmendReason::kShopShort:
    case AmendReason::kShopCancelled:
    case AmendReason::kSubstituted:
      break;
  }
  return CancelReason::kOutOfStock;
}

/// Pieces by variant: an order may hold a variant on two lines since something was put in another's place.
std::vector<Movement> Movements(const Amended& amended, const AmendmentId& id, AmendReason why, const Actor& by,
                                const std::string& lot_id) {
  std::map<std::pair<MovementKind, std::string>, std::int64_t> pieces;
  for (const auto& [before, after] : amended.changed) {
    if (after.quantity < before.quantity)
      pieces[{MovementKind::kReleased, before.variant_id}] += before.quantity - after.quantity;
    if (after.quantity > before.quantity)
      pieces[{MovementKind::kReserved, after.variant_id}] += after.quantity - before.quantity;
  }
  std::vector<Movement> movements;
  for (const auto& [what, quantity] : pieces) {
    const Level change = ChangeOf(what.first, quantity);
    movements.push_back(
        {what.second, what.first, change.on_hand, change.reserved, id.text(), by.id, std::string(NameOf(why)),
         lot_id.empty() || what.first == MovementKind::kReserved ? std::nullopt : std::optional(Bin{lot_id, ""}),
         amended.order.id.text()});
  }
  return movements;
}

/// Moves the stock and says which bands changed. Errors: kConflict "out-of-stock" where an added line took what was not
/// there.
Result<std::vector<keel::outbox::NewEvent>> MoveStock(keel::sql::Transaction& transaction, const Context& context,
                                                      const Amended& amended, std::vector<Movement> movements,
                                                      keel::Instant at) {
  std::vector<keel::outbox::NewEvent> events;
  if (movements.empty()) return events;
  const auto by = movements.front().by;
  auto changes = StockStore(transaction.session()).Apply(std::move(movements), at);
  for (const LevelChange& change : KeepToCap(transaction, std::move(changes), by, at)) {
    const auto took = std::ranges::find_if(amended.changed, [&](const AmendedLine& line) {
      return line.after.variant_id == change.variant_id && line.before.quantity < line.after.quantity;
    });
    if (took != amended.changed.end()) {
      context.offers.Forget(change.variant_id);
      if (!change.Enough())
        return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", took->after.product_name};
    }
    if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
  }
  return events;
}

Result<keel::Done> Check(const Order& order, std::optional<std::int64_t> version) {
  if (!version || *version == order.version) return keel::Done{};
  return Error{Kind::kConflict, "changed-meanwhile", "The order changed since you read it.",
               std::to_string(order.version)};
}

}  // namespace

Result<AmendedOrder> AmendOrder(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                                const AmendWish& wish, AmendReason why, const Actor& by) {
  const auto at = std::max(context.clock.Now(), order.moved_at);
  auto& session = transaction.session();
  const auto amended = Amend(order, OrderReader(session, context.key).Lines(order.id), wish.lines, wish.added, at);
  if (!amended) return amended.error();
  const bool prepaid = order.payment != Payment::kCod;
  if (amended->nothing_left) {
    const auto gone = Move(transaction, context, order, OrderEvent::kCancelled, by, NameOf(CancelReasonOf(why)), at);
    if (!gone) return gone.error();
    return AmendedOrder{*gone, prepaid ? gone->total : keel::Money()};
  }
  const auto id = AmendmentId::New(at);
  const auto refund = prepaid ? keel::Money::Vnd(order.total.dong() - amended->order.total.dong()) : keel::Money();
  const auto now = AmendmentStore(session).Save(order, *amended, id, why, by, refund, at);
  if (!now) return now.error();
  std::vector<keel::outbox::NewEvent> events{OrderAmended(*now, *amended, why, refund, at)};
  if (refund > keel::Money()) events.push_back(RefundDue(*now, refund, CauseOf(why), id.text(), at));
  const auto bands = MoveStock(transaction, context, *amended, Movements(*amended, id, why, by, wish.lot_id), at);
  if (!bands) return bands.error();
  events.insert(events.end(), bands->begin(), bands->end());
  keel::outbox::AppendAll(transaction, events, at);
  FollowAmended(transaction, context, order.id, by.id);
  transaction.AfterCommit([why] { keel::metrics::Add("orders_amended_total", NameOf(why)); });
  return AmendedOrder{*now, refund};
}

Result<AmendedOrder> AmendByShop(keel::sql::Transaction& transaction, const Context& context,
                                 const keel::auth::Principal& who, const OrderId& id,
                                 std::optional<std::int64_t> version, const std::vector<LineChange>& lines) {
  const auto order = HoldForSeller(transaction.session(), context, who, id);
  if (!order) return order.error();
  if (const auto same = Check(*order, version); !same) return same.error();
  return AmendOrder(transaction, context, *order, {lines}, AmendReason::kShopCancelled, {who.subject});
}

Result<AmendedOrder> AmendByBuyer(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                                  const BuyerProof& proof, std::optional<std::int64_t> version,
                                  const std::vector<LineChange>& lines) {
  const auto order = HoldProven(transaction.session(), context, code, proof);
  if (!order) return order.error();
  if (const auto same = Check(*order, version); !same) return same.error();
  auto amended = AmendOrder(transaction, context, *order, {lines}, AmendReason::kBuyerCancelled,
                            {proof.account_id.value_or("buyer")});
  if (amended)
    TellDoneByCode(transaction, context, *order, proof,
                   amended->order.state == OrderState::kCancelled ? BuyersDeed::kOrderCancelled : BuyersDeed::kTakenOff,
                   order->id.text());
  return amended;
}

Result<AmendedOrder> AcceptPart(keel::sql::Transaction& transaction, const Context& context,
                                const keel::auth::Principal& who, const OrderId& id,
                                std::optional<std::int64_t> version, const std::vector<LineChange>& lines) {
  const auto order = HoldForSeller(transaction.session(), context, who, id);
  if (!order) return order.error();
  if (const auto same = Check(*order, version); !same) return same.error();
  if (const auto may = Next(order->state, OrderEvent::kAccepted); !may) return may.error();
  auto amended = AmendOrder(transaction, context, *order, {lines}, AmendReason::kShopShort, {who.subject});
  if (!amended || amended->order.state == OrderState::kCancelled) return amended;
  const auto accepted =
      Move(transaction, context, amended->order, OrderEvent::kAccepted, {who.subject}, "accepted-part",
           amended->order.moved_at > context.clock.Now() ? amended->order.moved_at : context.clock.Now());
  if (!accepted) return accepted.error();
  amended->order = *accepted;
  return amended;
}

}  // namespace orders
