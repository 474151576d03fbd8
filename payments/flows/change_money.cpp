#include "payments/flows/change_money.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/direct_sale.hpp"
#include "payments/flows/share_out.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/hold_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

/// One change under way: the locked order with its lines, and the row that remembers it.
struct Change {
  keel::sql::Session& session;
  AdjustmentRow row;
  bool Remember(std::string outcome) {
    row.outcome = std::move(outcome);
    keel::metrics::Add("payments_order_changes_total", row.outcome);
    return OrderMoneyStore(session).AddAdjustment(row);
  }
};

keel::Result<Change> Begin(keel::sql::Session& session, const OrderId& id, const std::string& kind,
                           const std::string& cause, const std::string& cause_id, keel::Instant at) {
  OrderMoneyStore orders(session);
  auto order = orders.Lock(id);
  if (!order) return keel::Error{keel::Kind::kNotFound, "order-unknown", "No such order was placed.", id.text()};
  order->terms.lines = orders.LinesOf(id);
  return Change{session, {AdjustmentId::New(at), id, kind, cause, cause_id, "", {}, *order, *order, at}};
}

/// The amounts of an order that is not settled change: the intent asks for less (or more), deposits become refunds.
keel::Result<keel::Done> ChangeOpen(keel::sql::Transaction& transaction, Change& change, keel::Instant now) {
  auto& session = change.session;
  const auto &before = change.row.before, &after = change.row.after;
  IntentStore intents(session);
  auto intent = intents.Lock(before.intent);
  if (!intent) return intent.error();
  const auto effect = after.total > before.total
                          ? RaiseOrder(*intent, Difference(after.total, before.total))
                          : keel::Result<Effect>(DropOrder(*intent, Difference(before.total, after.total), now));
  if (!effect) {
    // Orders must not ask more of what is paid: kept for a person to look at, the money stands as it was agreed.
    keel::log::Fault("amendment-not-booked", {{"order", before.id.text()}, {"why", effect.error().code}});
    change.row.after = before;
    change.Remember(std::string(effect.error().code));
    return keel::Done{};
  }
  change.row.refund = effect->refund;
  if (!change.Remember("booked")) return keel::Done{};
  if (auto saved = OrderMoneyStore(session).SaveTerms(after); !saved) return saved;
  if (auto saved = intents.Save(*intent); !saved) return saved;
  Book(session, AmendEntry(change.row.id, effect->refund), change.row.at);
  if (auto reviewed = ReviewUnder(session, *intent); !reviewed) return reviewed;
  if (effect->secured) TellSecured(transaction, *intent, OpenOrders(session, intent->id), now);
  return keel::Done{};
}

/// Part of a settled order is owed back: everybody gives up their part of it.
keel::Result<keel::Done> ChangeSettled(const Desk& desk, Change& change, keel::Money refund, keel::Instant now) {
  auto& session = change.session;
  const auto& before = change.row.before;
  auto after = LessRefund(before, std::min(refund, before.total));
  if (!after) return after.error();
  change.row.after = *after;
  IntentStore intents(session);
  auto intent = intents.Lock(before.intent);
  if (!intent) return intent.error();
  const auto amount = Difference(before.total, after->total);
  const auto effect = ReturnSettled(*intent, amount, now);
  if (!effect) {
    keel::log::Fault("refund-not-booked", {{"order", before.id.text()}, {"why", effect.error().code}});
    change.row.after = before;
    change.Remember(std::string(effect.error().code));
    return keel::Done{};
  }
  change.row.refund = amount;
  // Where the seller has the buyer's money, the seller gives it back.
  const auto by = BackBy(session, before, *intent);
  if (before.custody != Custody::kHeld && by == GivenBackBy::kAssumed)
    if (const auto paid = PayRefund(*intent, amount, {}); !paid) return paid.error();
  if (!change.Remember("booked")) return keel::Done{};
  if (auto saved = OrderMoneyStore(session).SaveTerms(*after); !saved) return saved;
  if (auto saved = intents.Save(*intent); !saved) return saved;
  Book(session, AdjustEntry(change.row.id, before, *after, by), change.row.at);
  ShareOut(session, desk, before, *after, "adjustment", change.row.id.text(), change.row.at);
  return keel::Done{};
}

}  // namespace

keel::Result<keel::Done> AmendMoney(keel::sql::Transaction& transaction, const Desk& desk, const Amendment& amendment) {
  const auto total = keel::Add(amendment.goods, amendment.freight);
  if (!total || *total != amendment.total || amendment.goods < keel::Money() || amendment.freight < keel::Money())
    return keel::Error{keel::Kind::kInvalid, "order-does-not-add-up", "Goods and freight are not the total.",
                       amendment.order.text()};
  auto change =
      Begin(transaction.session(), amendment.order, "amended", amendment.why, amendment.cause_id, amendment.at);
  if (!change) {
    keel::log::Fault("amendment-of-unknown-order", {{"order", amendment.order.text()}});
    return keel::Done{};
  }
  const auto& before = change->row.before;
  const auto now = desk.clock.Now();
  if (before.state == MoneyState::kSettled) {
    if (amendment.total < before.total)
      return ChangeSettled(desk, *change, Difference(before.total, amendment.total), now);
    change->Remember("nothing");
    return keel::Done{};
  }
  if (before.state != MoneyState::kOpen) {
    change->Remember("nothing");
    return keel::Done{};
  }
  auto& after = change->row.after;
  after.goods = amendment.goods;
  after.freight = amendment.freight;
  after.total = amendment.total;
  after.terms = Repriced(before.terms, amendment.goods, amendment.categories);
  return ChangeOpen(transaction, *change, now);
}

namespace {

keel::Result<keel::Done> BookRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundDue& due) {
  auto change = Begin(transaction.session(), due.order, "refunded", due.cause, due.cause_id, due.at);
  if (!change) {
    keel::log::Fault("refund-of-unknown-order", {{"order", due.order.text()}});
    return keel::Done{};
  }
  // With the order itself as its cause a return is the same money as the order's move, told once more to be carried
  // out.
  const bool decided_later = (due.cause == "returned" && due.cause_id != due.order.text()) || due.cause == "dispute";
  const auto& before = change->row.before;
  if (decided_later && before.state == MoneyState::kSettled && due.amount > keel::Money())
    return ChangeSettled(desk, *change, due.amount, desk.clock.Now());
  if (due.cause == "dispute" && before.state == MoneyState::kOpen && due.amount > keel::Money()) {
    auto after = LessRefund(before, std::min(due.amount, before.total));
    if (!after) return after.error();
    change->row.after = *after;
    return ChangeOpen(transaction, *change, desk.clock.Now());
  }
  change->row.refund = due.amount;
  if (decided_later && before.state == MoneyState::kOpen && due.amount > keel::Money()) {
    // Goods cannot come back before they were delivered: that news is still on its way.
    change->row.kind = "early";
    change->Remember("waits");
    return keel::Done{};
  }
  // Booked with the cancelling, the amendment or the return itself.
  change->Remember("nothing");
  return keel::Done{};
}

}  // namespace

keel::Result<keel::Done> OweBack(keel::sql::Transaction& transaction, const Desk& desk, const RefundDue& due) {
  auto booked = BookRefund(transaction, desk, due);
  if (booked && OrderMoneyStore(transaction.session()).KnowsRefund(due.order, due.cause_id))
    HoldStore(transaction.session()).Release(due.cause_id);
  return booked;
}

keel::Result<keel::Done> OweEarly(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& order) {
  for (const auto& early : OrderMoneyStore(transaction.session()).EarlyRefunds(order))
    if (auto booked = OweBack(transaction, desk, {order, early.amount, early.cause, early.cause_id, early.at}); !booked)
      return booked;
  return keel::Done{};
}

}  // namespace payments
