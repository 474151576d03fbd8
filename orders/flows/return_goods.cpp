#include "orders/flows/return_goods.hpp"

#include <algorithm>
#include <map>

#include "keel/log/log.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kAtOnce = 100;

/// A case and its order, for whoever may see them.
struct Found {
  Return one;
  Order order;
};

Result<Found> Load(keel::sql::Session& session, const Context& context, const ReturnId& id) {
  auto one = CaseStore(session).FindReturn(id);
  if (!one) return one.error();
  auto order = OrderReader(session, context.key).Find(one->order_id);
  if (!order) return order.error();
  return Found{std::move(*one), std::move(*order)};
}

Error NotFound() {
  return {Kind::kNotFound, "return-not-found", "There is no such return."};
}

Result<Found> LoadForShop(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                          const ReturnId& id) {
  auto found = Load(session, context, id);
  if (found && !who.MayActFor(found->one.party_id)) return NotFound();
  return found;
}

Doer DoerOf(const keel::auth::Principal& who) {
  return who.is_operator ? kOperatorDoes : kShopDoes;
}

/// Saves the move and tells everybody. `after` holds what the move changes besides its state.
Result<Return> Carry(keel::sql::Transaction& transaction, const Context& context, const Found& found, Return after,
                     const ReturnMove& move, const Actor& by) {
  const auto now = context.clock.Now();
  after.state = move.to;
  const auto saved =
      CaseStore(transaction.session()).Save(found.one, after, by, kReturnEvents[std::size_t(move.on)], now);
  if (!saved) return saved;
  std::vector<keel::outbox::NewEvent> events{ReturnChanged(found.order, *saved, now)};
  if (move.money == OnMoney::kGivesBack && saved->refund > keel::Money())
    events.push_back(RefundDue(found.order, saved->refund, RefundCause::kReturned, saved->id.text(), now));
  keel::outbox::AppendAll(transaction, events, now);
  const Arguments arguments{{"refund_vnd", std::to_string(saved->refund.dong())},
                            {"until_at", keel::ToRfc3339(saved->until)},
                            {"days", std::to_string(context.return_window.count())}};
  const auto say = [&](MessageKind kind, Recipient to, const std::string& page) {
    auto with_page = arguments;
    with_page.emplace("link", context.public_url + page + "/viec");
    SayAbout(transaction, context, found.order, kind, to, std::move(with_page), saved->id.text());
  };
  say(move.buyer, Recipient::kBuyer, "/don/" + found.order.code.text());
  say(move.shop, Recipient::kShop, "/ban/don/" + found.order.id.text());
  return saved;
}

/// Where a return lapsed, the same pieces may have been asked back once more. Errors: kConflict "return-too-much".
Result<keel::Done> StillOut(keel::sql::Session& session, const Context& context, const Found& found) {
  const auto back = CaseStore(session).TakenBackOf(found.order.id);
  const auto bought = OrderReader(session, context.key).Lines(found.order.id);
  for (const ReturnLine& line : found.one.lines) {
    const auto other = std::ranges::find(back, line.line_id, &TakenBack::value_type::first);
    const auto whole = std::ranges::find(bought, line.line_id, [](const OrderLine& one) { return one.id.text(); });
    if (whole == bought.end()) continue;
    if (line.quantity + (other == back.end() ? 0 : other->second) > whole->quantity)
      return Error{Kind::kConflict, "return-too-much", "More than was bought cannot go back.", whole->product_name};
  }
  return keel::Done{};
}

/// Goods of a delivered order are off the books: what can be sold comes onto them again, what cannot comes and goes.
void TakeBack(keel::sql::Transaction& transaction, const Found& found, ReturnFate fate, const Actor& by,
              keel::Instant at) {
  if (fate == ReturnFate::kKept) return;
  std::map<std::string, std::int64_t> pieces;
  for (const ReturnLine& line : found.one.lines) pieces[line.variant_id] += line.quantity;
  std::vector<Movement> movements;
  const auto moved = [&](const std::string& variant_id, MovementKind kind, const Level& change) {
    movements.push_back({variant_id, kind, change.on_hand, change.reserved, found.one.id.text(), by.id,
                         std::string(kReturnReasons[std::size_t(found.one.reason)]), std::nullopt,
                         found.order.id.text()});
  };
  for (const auto& [variant_id, quantity] : pieces) {
    moved(variant_id, MovementKind::kReturned, ChangeOf(MovementKind::kReturned, quantity, /*was_delivered=*/true));
    if (fate == ReturnFate::kSpoiled)
      moved(variant_id, MovementKind::kSpoiled, ChangeOf(MovementKind::kSpoiled, quantity));
  }
  std::vector<keel::outbox::NewEvent> events;
  for (const LevelChange& change : StockStore(transaction.session()).Apply(std::move(movements), at))
    if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
  keel::outbox::AppendAll(transaction, events, at);
}

}  // namespace

Result<Return> AskReturn(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                         const BuyerProof& proof, const ReturnWish& wish) {
  auto& session = transaction.session();
  auto order = FindProven(session, context, code, proof);
  if (!order) return order.error();
  if (const auto may = MayActAsBuyer(session, *order, proof); !may) return may.error();
  CaseStore cases(session);
  cases.LockOrder(order->id);
  order = OrderReader(session, context.key).Find(order->id);  // As it is under the lock.
  if (!order) return order.error();
  const auto now = context.clock.Now();
  const auto until = ReturnUntil(*order, context.return_window);
  if (!until) return Error{Kind::kConflict, "return-too-early", "It was not delivered."};
  if (now > *until)
    return Error{Kind::kConflict, "return-too-late", "The days for returns are over.",
                 std::to_string(context.return_window.count())};
  const auto plan =
      PlanReturn(*order, OrderReader(session, context.key).Lines(order->id), cases.TakenBackOf(order->id), wish);
  if (!plan) return plan.error();
  const auto& [lines, refund] = *plan;
  if (const auto left = order->total.dong() - cases.GivenBack(order->id).dong(); refund.dong() > left)
    return Error{Kind::kConflict, "refund-too-much", "More cannot go back than was paid.", std::to_string(left)};
  const Actor by{proof.account_id.value_or("buyer")};
  Return one{
      ReturnId::New(now),
      order->id,
      order->shop_id,
      order->party_id,
      wish.reason,
      wish.note,
      "",
      ReturnState::kAsked,
      refund,
      AddWaking(now, kAnswerReturnIn),
      now,
      1,
      lines,
      wish.photos,
      {{std::string(NameOf(ReturnState::kAsked)), by.id, std::string(kReturnReasons[std::size_t(wish.reason)]), now}}};
  cases.Insert(one, by);
  keel::outbox::AppendAll(transaction, {ReturnChanged(*order, one, now)}, now);
  SayAbout(
      transaction, context, *order, MessageKind::kReturnAsked, Recipient::kShop,
      {{"reason", std::string(kReturnReasons[std::size_t(wish.reason)])}, {"until_at", keel::ToRfc3339(one.until)}},
      one.id.text());
  return one;
}

Result<Return> WithdrawReturn(keel::sql::Transaction& transaction, const Context& context, const ReturnId& id,
                              const BuyerProof& proof) {
  auto& session = transaction.session();
  const auto found = Load(session, context, id);
  if (!found) return found.error();
  if (!FindProven(session, context, found->order.id, proof)) return NotFound();
  if (const auto may = MayActAsBuyer(session, found->order, proof); !may) return may.error();
  if (found->one.state == ReturnState::kWithdrawn) return found->one;
  const auto move = Next(kReturnMoves, found->one.state, ReturnEvent::kWithdraw, kBuyerDoes);
  if (!move) return move.error();
  if (const auto he = MustBeTheBuyer(session, context, found->order, proof); !he) return he.error();
  return Carry(transaction, context, *found, found->one, *move, {proof.account_id.value_or("buyer")});
}

Result<Return> AnswerReturn(keel::sql::Transaction& transaction, const Context& context,
                            const keel::auth::Principal& who, const ReturnId& id, bool agreed,
                            const std::string& note) {
  const auto found = LoadForShop(transaction.session(), context, who, id);
  if (!found) return found.error();
  if (found->one.state == (agreed ? ReturnState::kAgreed : ReturnState::kRefused)) return found->one;
  const auto move =
      Next(kReturnMoves, found->one.state, agreed ? ReturnEvent::kAgree : ReturnEvent::kRefuse, DoerOf(who));
  if (!move) return move.error();
  if (!agreed && note.empty()) return Error{Kind::kInvalid, "note-missing", "Say why not."};
  Return after = found->one;
  after.shop_note = note;
  if (agreed) after.until = context.clock.Now() + kSendBackIn;
  return Carry(transaction, context, *found, std::move(after), *move, {who.subject});
}

Result<Return> ReceiveReturn(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const ReturnId& id, ReturnFate fate) {
  auto& session = transaction.session();
  const auto found = LoadForShop(session, context, who, id);
  if (!found) return found.error();
  if (found->one.state == ReturnState::kReceived) return found->one;
  const auto move = Next(kReturnMoves, found->one.state, ReturnEvent::kReceive, DoerOf(who));
  if (!move) return move.error();
  CaseStore cases(session);
  cases.LockOrder(found->order.id);
  if (found->one.state == ReturnState::kLapsed)
    if (const auto out = StillOut(session, context, *found); !out) return out.error();
  // A dispute may have been decided meanwhile: the goods are there all the same, and no more goes back than was paid.
  Return after = found->one;
  const auto left = found->order.total.dong() - cases.GivenBack(found->order.id).dong();
  after.refund = keel::Money::Vnd(std::clamp<std::int64_t>(left, 0, after.refund.dong()));
  auto received = Carry(transaction, context, *found, std::move(after), *move, {who.subject});
  if (received && move->stock == OnStock::kTakesBack)
    TakeBack(transaction, *found, fate, {who.subject}, context.clock.Now());
  return received;
}

std::int64_t RunReturnClocks(const Context& context) {
  std::int64_t moved = 0;
  const auto run = [&](ReturnState state, ReturnEvent on) {
    for (const ReturnId& id : CaseStore(*context.pool.Take()).DueReturns(state, context.clock.Now(), kAtOnce)) {
      const auto done =
          keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<Return> {
            const auto found = Load(transaction.session(), context, id);
            if (!found) return found.error();
            const auto move = Next(kReturnMoves, found->one.state, on, kClockDoes);
            if (!move) return move.error();  // Somebody was quicker.
            Return after = found->one;
            if (on == ReturnEvent::kAgree) after.until = context.clock.Now() + kSendBackIn;
            return Carry(transaction, context, *found, std::move(after), *move, {"system"});
          });
      if (done)
        ++moved;
      else
        keel::log::Warn("return-clock-failed", {{"return", id.text()}, {"code", done.error().code}});
    }
  };
  run(ReturnState::kAsked, ReturnEvent::kAgree);
  run(ReturnState::kAgreed, ReturnEvent::kLapse);
  return moved;
}

}  // namespace orders
