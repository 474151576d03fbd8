#include "orders/flows/dispute_order.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/flows/act_for.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kAtOnce = 100;

struct Found {
  Dispute one;
  Order order;
};

Error NotFound() {
  return {Kind::kNotFound, "dispute-not-found", "There is no such dispute."};
}

Result<Found> Load(keel::sql::Session& session, const Context& context, const DisputeId& id) {
  auto one = CaseStore(session).FindDispute(id);
  if (!one) return one.error();
  auto order = OrderReader(session, context.key).Find(one->order_id);
  if (!order) return order.error();
  return Found{std::move(*one), std::move(*order)};
}

Result<Dispute> Carry(keel::sql::Transaction& transaction, const Context& context, const Found& found, Dispute after,
                      const DisputeMove& move, const Actor& by) {
  const auto now = context.clock.Now();
  after.state = move.to;
  const auto saved =
      CaseStore(transaction.session()).Save(found.one, after, by, kDisputeEvents[std::size_t(move.on)], now);
  if (!saved) return saved;
  std::vector<keel::outbox::NewEvent> events{DisputeChanged(found.order, *saved, now)};
  if (move.money == OnMoney::kGivesBack && saved->refund > keel::Money())
    events.push_back(RefundDue(found.order, saved->refund, RefundCause::kDispute, saved->id.text(), now));
  keel::outbox::AppendAll(transaction, events, now);
  const Arguments arguments{{"refund_vnd", std::to_string(saved->refund.dong())},
                            {"until_at", keel::ToRfc3339(saved->decide_until)}};
  SayAbout(transaction, context, found.order, move.buyer, Recipient::kBuyer, arguments, saved->id.text());
  SayAbout(transaction, context, found.order, move.shop, Recipient::kShop, arguments, saved->id.text());
  return saved;
}

/// Errors: kConflict "dispute-too-early", "dispute-too-late".
Result<keel::Done> InTime(CaseStore& cases, const Order& order, const Context& context) {
  if (order.state == OrderState::kShipped) return keel::Done{};
  const auto until = DisputeUntil(order, cases.ReturnsOf(order.id), context.return_window);
  if (!until) return Error{Kind::kConflict, "dispute-too-early", "There is nothing to dispute: it was not sent."};
  if (context.clock.Now() > *until)
    return Error{Kind::kConflict, "dispute-too-late", "The days for disputes are over.",
                 std::to_string(2 * context.return_window.count())};
  return keel::Done{};
}

/// Errors: kConflict "nothing-paid", "refund-too-much".
Result<keel::Done> MayGiveBack(CaseStore& cases, const Order& order, keel::Money refund) {
  if (refund == keel::Money()) return keel::Done{};
  if (order.payment == Payment::kCod && order.state != OrderState::kDelivered)
    return Error{Kind::kConflict, "nothing-paid", "The cash was never collected."};
  const auto left = order.total.dong() - cases.GivenBack(order.id).dong();
  // What came back from the road was given back whole.
  if (order.state == OrderState::kReturned || refund.dong() > left)
    return Error{Kind::kConflict, "refund-too-much", "More cannot go back than was paid.",
                 std::to_string(order.state == OrderState::kReturned ? 0 : left)};
  return keel::Done{};
}

Result<keel::Done> MaySee(keel::sql::Session& session, const keel::auth::Principal& who, const std::string& shop_id) {
  if (shop_id.empty())
    return who.is_operator ? Result<keel::Done>(keel::Done{})
                           : Error{Kind::kForbidden, "not-allowed", "For operators."};
  const auto shop = ShopFor(session, who, shop_id);
  return shop ? Result<keel::Done>(keel::Done{}) : shop.error();
}

}  // namespace

Result<Dispute> OpenDispute(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                            const BuyerProof& proof, const DisputeWish& wish) {
  auto& session = transaction.session();
  const auto order = FindProven(session, context, code, proof);
  if (!order) return order.error();
  if (const auto may = MayActAsBuyer(session, *order, proof); !may) return may.error();
  CaseStore cases(session);
  if (const auto in_time = InTime(cases, *order, context); !in_time) return in_time.error();
  if (wish.refused_return) {
    const auto one = cases.FindReturn(*wish.refused_return);
    if (!one || one->order_id != order->id)
      return Error{Kind::kNotFound, "return-not-found", "There is no such return."};
  }
  const auto now = context.clock.Now();
  const auto answer_until = AddWaking(now, kAnswerDisputeIn);
  const Actor by{proof.account_id.value_or("buyer")};
  Dispute one{DisputeId::New(now),
              order->id,
              order->shop_id,
              order->party_id,
              wish.claim,
              wish.note,
              "",
              "",
              wish.refused_return ? wish.refused_return->text() : std::string(),
              DisputeState::kOpen,
              {},
              answer_until,
              AddWaking(answer_until, kDecideIn),
              now,
              1,
              wish.photos,
              {{std::string(NameOf(DisputeState::kOpen)), by.id, wish.claim, now}}};
  if (const auto inserted = cases.Insert(one, by); !inserted) return inserted.error();
  keel::outbox::AppendAll(transaction, {DisputeChanged(*order, one, now)}, now);
  SayAbout(transaction, context, *order, MessageKind::kDisputeOpened, Recipient::kShop,
           {{"until_at", keel::ToRfc3339(answer_until)}}, one.id.text());
  return one;
}

Result<Dispute> WithdrawDispute(keel::sql::Transaction& transaction, const Context& context, const DisputeId& id,
                                const BuyerProof& proof) {
  auto& session = transaction.session();
  const auto found = Load(session, context, id);
  if (!found) return found.error();
  if (!FindProven(session, context, found->order.id, proof)) return NotFound();
  if (const auto may = MayActAsBuyer(session, found->order, proof); !may) return may.error();
  if (found->one.state == DisputeState::kWithdrawn) return found->one;
  const auto move = Next(kDisputeMoves, found->one.state, DisputeEvent::kWithdraw, kBuyerDoes);
  if (!move) return move.error();
  if (const auto he = MustBeTheBuyer(session, context, found->order, proof); !he) return he.error();
  return Carry(transaction, context, *found, found->one, *move, {proof.account_id.value_or("buyer")});
}

Result<Dispute> AnswerDispute(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const DisputeId& id, const std::string& answer) {
  const auto found = Load(transaction.session(), context, id);
  if (!found) return found.error();
  if (!who.MayActFor(found->one.party_id)) return NotFound();
  const auto move = Next(kDisputeMoves, found->one.state, DisputeEvent::kAnswer, kShopDoes);
  if (!move) return move.error();
  Dispute after = found->one;
  after.answer = answer;
  // Who answers late does not put off the operators' day.
  if (found->one.state == DisputeState::kOpen) after.decide_until = AddWaking(context.clock.Now(), kDecideIn);
  return Carry(transaction, context, *found, std::move(after), *move, {who.subject});
}

Result<Dispute> DecideDispute(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const DisputeId& id, keel::Money refund,
                              const std::string& note) {
  if (!who.is_operator) return Error{Kind::kForbidden, "not-allowed", "For operators."};
  auto& session = transaction.session();
  auto found = Load(session, context, id);
  if (!found) return found.error();
  if (found->one.state == DisputeState::kDecided && found->one.refund == refund) return found->one;
  const auto move = Next(kDisputeMoves, found->one.state, DisputeEvent::kDecide, kOperatorDoes);
  if (!move) return move.error();
  if (found->one.state == DisputeState::kOpen && context.clock.Now() < found->one.answer_until)
    return Error{Kind::kConflict, "dispute-not-due", "The shop may still answer."};
  CaseStore cases(session);
  cases.LockOrder(found->order.id);
  auto order = OrderReader(session, context.key).Find(found->order.id);  // As it is under the lock.
  if (!order) return order.error();
  found->order = std::move(*order);
  if (const auto may = MayGiveBack(cases, found->order, refund); !may) return may.error();
  Dispute after = found->one;
  after.refund = refund;
  after.decision_note = note;
  return Carry(transaction, context, *found, std::move(after), *move, {who.subject});
}

std::int64_t RunDisputeClocks(const Context& context) {
  std::int64_t moved = 0;
  for (const DisputeId& id : CaseStore(*context.pool.Take()).DueDisputes(context.clock.Now(), kAtOnce)) {
    const auto done =
        keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<Dispute> {
          const auto found = Load(transaction.session(), context, id);
          if (!found) return found.error();
          const auto move = Next(kDisputeMoves, found->one.state, DisputeEvent::kLapse, kClockDoes);
          if (!move) return move.error();  // Somebody was quicker.
          return Carry(transaction, context, *found, found->one, *move, {"system"});
        });
    if (done)
      ++moved;
    else
      keel::log::Warn("dispute-clock-failed", {{"dispute", id.text()}, {"code", done.error().code}});
  }
  return moved;
}

Result<std::vector<Dispute>> ListDisputes(const Context& context, const keel::auth::Principal& who,
                                          const std::string& shop_id, const std::string& state,
                                          const std::string& before_id, std::int64_t limit) {
  const auto session = context.pool.Take();
  if (const auto may = MaySee(*session, who, shop_id); !may) return may.error();
  return CaseStore(*session).DisputesBy({shop_id, state, before_id, limit});
}

Result<std::vector<Return>> ListReturns(const Context& context, const keel::auth::Principal& who,
                                        const std::string& shop_id, const std::string& state,
                                        const std::string& before_id, std::int64_t limit) {
  const auto session = context.pool.Take();
  if (const auto may = MaySee(*session, who, shop_id); !may) return may.error();
  return CaseStore(*session).ReturnsBy({shop_id, state, before_id, limit});
}

}  // namespace orders
