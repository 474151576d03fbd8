#include "orders/flows/weigh_order.hpp"

#include <algorithm>
#include <array>

#include "keel/log/log.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/domain/order_text.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/hold_order.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/harvest_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kSweptAtOnce = 50;
constexpr std::size_t kWhatBytes = 160;
constexpr std::int64_t kUsualTolerance = 500;  // Five percent, for goods that are no longer weighed by rule.

bool Asked(const std::vector<LineWeight>& weights) {
  return std::ranges::find(weights, Weighing::kAsked, &LineWeight::outcome) != weights.end();
}

bool TimeIsOver(keel::sql::Session& session, const std::string& order_id, keel::Instant now) {
  return std::ranges::any_of(WeightStore(session).OfOrder(order_id), [&](const LineWeight& weight) {
    return weight.outcome == Weighing::kAsked && AnswerWeightUntil(weight.weighed_at) <= now;
  });
}

/// The order with these lines at these prices; as it was when none changes.
Result<Order> Priced(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                     std::vector<LineChange> changes, const Actor& by) {
  if (changes.empty()) return order;
  AmendWish wish;
  wish.lines = std::move(changes);
  const auto amended = AmendOrder(transaction, context, order, wish, AmendReason::kCatchWeight, by);
  if (!amended) return amended.error();
  return amended->order;
}

std::int64_t OrderedGrams(const std::vector<OrderLine>& lines, const LineId& id) {
  const auto line = std::ranges::find(lines, id, &OrderLine::id);
  return line == lines.end() ? 0 : line->quantity * line->net_weight_g;
}

/// Weighed again: a part of what was agreed to, not of what the scales made of it before; also where pieces were taken
/// off meanwhile.
keel::Money AgreedFor(std::int64_t ordered_g, const LineWeight& before) {
  if (ordered_g >= before.ordered_g) return before.agreed;
  return keel::Split(before.agreed, std::array{ordered_g, before.ordered_g - ordered_g}).front();
}

Result<LineWeight> WeighLine(keel::sql::Session& session, const Order& order, const std::vector<OrderLine>& lines,
                             const LineGrams& said, const LineWeight* before, keel::Instant now) {
  const auto line = std::ranges::find(lines, said.line, &OrderLine::id);
  if (line == lines.end() || line->quantity == 0)
    return Error{Kind::kInvalid, "line-unknown", "The order has no such line.", said.line.text()};
  const auto ordered = line->quantity * line->net_weight_g;
  const auto tolerance = WeightStore(session).ToleranceOf(line->variant_id).value_or(kUsualTolerance);
  const auto agreed = before == nullptr ? line->total : AgreedFor(ordered, *before);
  const auto weighed = Weigh(ordered, said.grams, agreed, tolerance);
  // An order only becomes cheaper: what a weight took off before is not asked for again.
  return LineWeight{order.id.text(),
                    line->id.text(),
                    ordered,
                    said.grams,
                    weighed.settled_g,
                    agreed,
                    std::min(weighed.total, line->total),
                    weighed.outcome,
                    now};
}

/// Asks the buyer about the lines that were just found too light: one message for all of them.
void AskBuyer(keel::sql::Transaction& transaction, const Context& context, const Order& order,
              const std::vector<OrderLine>& lines, const std::vector<LineWeight>& light, keel::Instant until) {
  std::vector<OrderLine> what;
  std::int64_t ordered = 0, packed = 0, price = 0;
  for (const LineWeight& weight : light) {
    const auto line = std::ranges::find(lines, weight.line_id, [](const OrderLine& l) { return l.id.text(); });
    if (line == lines.end()) continue;
    what.push_back(*line);
    ordered += weight.ordered_g;
    packed += weight.packed_g;
    price += weight.total.dong();
  }
  Say(transaction, context,
      {MessageKind::kWeightAsked,
       Recipient::kBuyer,
       order.purchase_id.text(),
       order.id.text(),
       order.id.text(),
       {{"code", order.code.text()},
        {"shop", order.shop_name},
        {"what", ContentsOf(what, kWhatBytes)},
        {"ordered_g", std::to_string(ordered)},
        {"packed_g", std::to_string(packed)},
        {"price_vnd", std::to_string(price)},
        {"until_at", keel::ToRfc3339(until)},
        {"link", context.public_url + "/don/" + order.code.text() + "/can"}},
       true,
       // The shop may weigh another line later, or the same again, and ask again.
       light.front().line_id + "/" + std::to_string(packed)});
}

/// The buyer was asked about a weight that was put right: there is nothing left to answer.
void TakeQuestionBack(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                      const LineWeight& right) {
  Say(transaction, context,
      {MessageKind::kWeightRight,
       Recipient::kBuyer,
       order.purchase_id.text(),
       order.id.text(),
       order.id.text(),
       {{"code", order.code.text()}, {"shop", order.shop_name}},
       false,
       right.line_id + "/" + std::to_string(right.packed_g)});
}

/// Says yes or no to every line asked about. The order's row is held.
Result<WeighedOrder> Answered(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                              bool accept, const Actor& by) {
  WeightStore store(transaction.session());
  auto weights = store.OfOrder(order.id.text());
  if (!Asked(weights)) return Error{Kind::kConflict, "nothing-asked", "There is nothing to answer."};
  const auto lines = OrderReader(transaction.session(), context.key).Lines(order.id);
  const auto now = context.clock.Now();
  std::vector<LineChange> changes;
  std::string first;
  for (LineWeight& weight : weights) {
    if (weight.outcome != Weighing::kAsked) continue;
    if (first.empty()) first = weight.line_id;
    weight.outcome = accept ? Weighing::kAccepted : Weighing::kDeclined;
    store.Answer(weight, now);
    const auto line = std::ranges::find(lines, weight.line_id, [](const OrderLine& l) { return l.id.text(); });
    if (line == lines.end() || line->quantity == 0) continue;  // Taken off meanwhile.
    if (!accept)
      changes.push_back({line->id, 0, std::nullopt});
    else if (weight.total < line->total)
      changes.push_back({line->id, line->quantity, weight.total});
  }
  auto now_order = Priced(transaction, context, order, std::move(changes), by);
  if (!now_order) return now_order.error();
  Say(transaction, context,
      {accept ? MessageKind::kWeightTaken : MessageKind::kWeightRefused,
       Recipient::kShop,
       order.party_id,
       order.id.text(),
       order.id.text(),
       {{"code", order.code.text()}},
       false,
       first});
  return WeighedOrder{*std::move(now_order), std::move(weights), false};
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> WeighedOf(const Context& context, const std::string& product_id) {
  return WeightStore(*context.pool.Take()).TolerancesOf(product_id);
}

Result<keel::Done> SetWeighed(keel::sql::Transaction& transaction, const keel::auth::Principal& who,
                              const std::string& variant_id, std::optional<std::int64_t> tolerance_bp) {
  const auto offer = OwnOffer(transaction.session(), who, variant_id);
  if (!offer) return offer.error();
  WeightStore(transaction.session()).SetTolerance(variant_id, tolerance_bp);
  return keel::Done{};
}

Result<WeighedOrder> WeighOrder(keel::sql::Transaction& transaction, const Context& context,
                                const keel::auth::Principal& who, const OrderId& id,
                                const std::vector<LineGrams>& grams) {
  auto& session = transaction.session();
  // The buyer may be answering just now, or the shop packing.
  const auto order = HoldForSeller(session, context, who, id);
  if (!order) return order.error();
  if (order->state != OrderState::kAccepted)
    return Error{Kind::kConflict, "order-state-conflict", "Only an accepted order is weighed.",
                 std::string(NameOf(order->state))};
  WeightStore store(session);
  auto weights = store.OfOrder(id.text());
  const auto lines = OrderReader(session, context.key).Lines(id);
  const auto now = context.clock.Now();
  std::vector<LineChange> changes;
  std::vector<std::string> said_of;
  std::optional<LineWeight> taken_back;
  bool ask = false;
  for (const LineGrams& said : grams) {
    if (std::ranges::find(said_of, said.line.text()) != said_of.end())
      return Error{Kind::kInvalid, "line-twice", "A line is named twice.", said.line.text()};
    said_of.push_back(said.line.text());
    const auto before = std::ranges::find(weights, said.line.text(), &LineWeight::line_id);
    const bool answered = before != weights.end() && !MayWeighAgain(before->outcome);
    if (answered && before->ordered_g == OrderedGrams(lines, said.line))
      return Error{Kind::kConflict, "line-weighed-already", "The buyer answered that weight.", said.line.text()};
    const auto weight = WeighLine(session, *order, lines, said, before == weights.end() ? nullptr : &*before, now);
    if (!weight) return weight.error();
    store.Save(*weight);
    if (before != weights.end() && before->outcome == Weighing::kAsked) taken_back = *weight;
    if (before == weights.end())
      weights.push_back(*weight);
    else
      *before = *weight;
    ask = ask || weight->outcome == Weighing::kAsked;
    const auto line = std::ranges::find(lines, said.line, &OrderLine::id);
    if (weight->outcome != Weighing::kSettled || weight->total >= line->total) continue;
    changes.push_back({said.line, line->quantity, weight->total});
  }
  auto priced = Priced(transaction, context, *order, std::move(changes), {who.subject});
  if (!priced) return priced.error();
  std::vector<LineWeight> light;
  for (const LineWeight& weight : weights)
    if (weight.outcome == Weighing::kAsked) light.push_back(weight);
  // A question that was put right is asked anew about the lines that are left of it.
  if (!light.empty() && (ask || taken_back)) {
    const auto until = AnswerWeightUntil(now);
    keel::outbox::AppendAll(transaction, {WeightAsked(*priced, now, until)}, now);
    AskBuyer(transaction, context, *priced, lines, light, until);
  } else if (taken_back) {
    TakeQuestionBack(transaction, context, *priced, *taken_back);
  }
  // Read again: as every other answer about the order's weights has them, in the order of its lines and by name.
  return WeighedOrder{*std::move(priced), store.OfOrder(id.text()), !light.empty(), store.Unweighed(id.text())};
}

Result<WeighedOrder> AnswerWeightsAs(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                                     bool accept, const Actor& by) {
  const auto held = HoldOrder(transaction.session(), context, order.id);
  if (!held) return held.error();
  return Answered(transaction, context, *held, accept, by);
}

Result<WeighedOrder> AnswerWeights(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                                   const BuyerProof& proof, bool accept) {
  const auto order = HoldProven(transaction.session(), context, code, proof);
  if (!order) return order.error();
  auto answered = Answered(transaction, context, *order, accept, {proof.account_id.value_or("buyer")});
  if (answered)
    TellDoneByCode(transaction, context, *order, proof, accept ? BuyersDeed::kWeightTaken : BuyersDeed::kWeightRefused,
                   order->id.text());
  return answered;
}

Result<WeighedOrder> WeightsForSeller(const Context& context, const keel::auth::Principal& who, const OrderId& id) {
  const auto session = context.pool.Take();
  const auto order = FindForSeller(*session, context, who, id);
  if (!order) return order.error();
  auto weights = WeightStore(*session).OfOrder(id.text());
  const bool asked = Asked(weights);
  return WeighedOrder{*order, std::move(weights), asked, WeightStore(*session).Unweighed(id.text())};
}

Result<WeighedOrder> WeightsForBuyer(const Context& context, const OrderCode& code, const BuyerProof& proof) {
  const auto session = context.pool.Take();
  const auto order = FindProven(*session, context, code, proof);
  if (!order) return order.error();
  auto weights = WeightStore(*session).OfOrder(order->id.text());
  const bool asked = Asked(weights);
  return WeighedOrder{*order, std::move(weights), asked};
}

std::int64_t SweepWeightQuestions(const Context& context) {
  // Oldest first, and who was asked first is due first: those whose night does not count stand at the end.
  const auto waiting = WeightStore(*context.pool.Take()).AskedBefore(context.clock.Now() - kWeightAnswer, kSweptAtOnce);
  std::int64_t answered = 0;
  for (const std::string& id : waiting) {
    const auto done =
        keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<WeighedOrder> {
          const auto order = HoldOrder(transaction.session(), context, OrderId::FromRow(id));
          if (!order) return order.error();
          if (!TimeIsOver(transaction.session(), id, context.clock.Now()))
            return Error{Kind::kConflict, "nothing-asked", "The night does not count."};
          if (!MayAmend(order->state)) {  // Cancelled meanwhile: the question goes with it.
            WeightStore store(transaction.session());
            for (LineWeight& weight : store.OfOrder(id)) {
              weight.outcome = Weighing::kDeclined;
              store.Answer(weight, context.clock.Now());
            }
            return WeighedOrder{*order, {}, false};
          }
          return Answered(transaction, context, *order, true, {"system"});
        });
    if (done) ++answered;
  }
  if (answered > 0) keel::log::Info("weight-questions-answered", {{"orders", answered}});
  return answered;
}

Result<keel::Done> ReadyToPack(keel::sql::Session& session, const Order& order) {
  if (HarvestStore(session).StillGrows(order.id.text()))
    return Error{Kind::kConflict, "harvest-not-cut", "A part of it still grows."};
  WeightStore weights(session);
  if (!weights.Unweighed(order.id.text()).empty())
    return Error{Kind::kConflict, "weight-missing", "A line is to be weighed first."};
  if (Asked(weights.OfOrder(order.id.text())))
    return Error{Kind::kConflict, "weight-asked", "The buyer has not answered yet."};
  return keel::Done{};
}

}  // namespace orders
