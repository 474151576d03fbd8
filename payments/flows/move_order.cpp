#include "payments/flows/move_order.hpp"

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/change_money.hpp"
#include "payments/flows/direct_sale.hpp"
#include "payments/flows/share_out.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

constexpr std::array<std::string_view, 3> kDoing{"settle-order", "take-order-back", "owe-for-order"};
/// Where each move leads, however it got there: what an order that made it already looks like.
constexpr std::array kAfter{MoneyState::kSettled, MoneyState::kReturned, MoneyState::kCancelled};

keel::Result<Effect> ChangeIntent(Intent& intent, const OrderMoney& order, MoneyState from, OrderMove move,
                                  bool paid_before, keel::Instant now) {
  if (move == OrderMove::kDelivered) {
    if (!paid_before) Take(intent, order.total, now);  // The carrier has the cash.
    return Settle(intent, order.total);
  }
  return from == MoneyState::kSettled ? ReturnSettled(intent, order.total, now) : DropOrder(intent, order.total, now);
}

keel::Result<Entry> EntryOf(const OrderMoney& order, MoneyState from, OrderMove move, const Effect& effect,
                            bool paid_before, bool by_gateway, keel::Money by_sellers_word, GivenBackBy back_by) {
  if (move == OrderMove::kDelivered)
    return SettleEntry(order, paid_before ? Account::BuyerDeposits() : Account::CodReceivable(order.carrier),
                       by_sellers_word, by_gateway ? Account::GatewayClearing(order.method) : Account::BankMarket());
  if (move == OrderMove::kCancelled) return CancelEntry(order.id, effect.refund);
  return from == MoneyState::kSettled ? ReturnSettledEntry(order, back_by) : ReturnOpenEntry(order, effect.refund);
}

}  // namespace

keel::Result<keel::Done> MoveOrder(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& id,
                                   OrderMove move, const std::string& carrier, keel::Instant at) {
  keel::fault::Doing::Next(kDoing[std::size_t(move)]);
  auto& session = transaction.session();
  OrderMoneyStore orders(session);
  IntentStore intents(session);
  const auto keep_aside = [&](std::string_view why) -> keel::Result<keel::Done> {
    orders.RememberMove(id, move, carrier, at, /*applied=*/false, why);
    keel::metrics::Add("payments_order_moves_kept_aside_total", why);
    return keel::Done{};
  };

  auto order = orders.Lock(id);
  if (!order) return keep_aside("order-unknown");
  const auto from = order->state;
  const auto to = NextMoney(from, move);
  if (!to && from == kAfter[std::size_t(move)]) return keel::Done{};
  if (!to) {
    keel::log::Fault(
        "order-money-conflict",
        {{"order", id.text()}, {"state", NameOf(kMoneyStateNames, from)}, {"move", NameOf(kOrderMoveNames, move)}});
    return keep_aside("conflict");
  }

  // What goods that went home are worth was decided and booked with its own amount: the parcel's way home moves
  // nothing. (After a dispute it gives back what is left: order->total is less than it was.)
  if (from == MoneyState::kSettled && orders.WasRefunded(id)) {
    orders.RememberMove(id, move, carrier, at, /*applied=*/true, "");
    return keel::Done{};
  }

  auto intent = intents.Lock(order->intent);
  if (!intent) return intent.error();
  const auto* provider = desk.providers.Find(order->method);
  const bool paid_before = provider == nullptr || provider->PaidBeforeShipping();
  const auto now = desk.clock.Now();
  const auto effect = ChangeIntent(*intent, *order, from, move, paid_before, now);
  if (!effect) {
    keel::log::Fault("order-money-missing",
                     {{"order", id.text()}, {"intent", order->intent.text()}, {"move", NameOf(kOrderMoveNames, move)}});
    return keep_aside(effect.error().code);
  }

  // Where the seller has the buyer's money, the seller gives it back.
  const auto back_by = BackBy(session, *order, *intent);
  if (from == MoneyState::kSettled && order->custody != Custody::kHeld && back_by == GivenBackBy::kAssumed)
    if (const auto paid = PayRefund(*intent, order->total, {}); !paid) return paid.error();
  if (!carrier.empty()) order->carrier = carrier;
  order->terms.lines = orders.LinesOf(id);
  const bool by_gateway = provider != nullptr && provider->gateway() != nullptr;
  const bool by_word = order->custody == Custody::kWithSeller && paid_before;
  const auto entry = EntryOf(*order, from, move, *effect, paid_before, by_gateway,
                             by_word ? DirectStore(session).WordLeft(order->intent) : keel::Money(), back_by);
  if (move == OrderMove::kDelivered && !paid_before && order->custody != Custody::kWithSeller)
    order->cash = order->total;
  order->state = *to;
  order->state_at = at;
  if (auto saved = orders.Save(*order); !saved) return saved;
  if (auto saved = intents.Save(*intent); !saved) return saved;
  orders.RememberMove(id, move, carrier, at, /*applied=*/true, "");
  Book(session, entry, at);
  if (*to == MoneyState::kSettled)
    ShareOut(session, desk, Emptied(*order), *order, "sale", id.text(), at);
  else if (from == MoneyState::kSettled)
    ShareOut(session, desk, *order, Emptied(*order), "return", id.text(), at);
  if (auto reviewed = ReviewUnder(session, *intent); !reviewed) return reviewed;
  if (effect->secured && paid_before) TellSecured(transaction, *intent, OpenOrders(session, intent->id), now);
  if (*to == MoneyState::kSettled) return OweEarly(transaction, desk, id);
  return keel::Done{};
}

}  // namespace payments
