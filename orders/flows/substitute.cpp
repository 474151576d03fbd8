#include "orders/flows/substitute.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "orders/domain/heaviest.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/hold_order.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/substitution_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kAtOnce = 100;

std::string Title(const OrderLine& line) {
  return line.variant_name.empty() ? line.product_name : line.product_name + " (" + line.variant_name + ")";
}

Result<OrderLine> LineOf(keel::sql::Session& session, const Context& context, const OrderId& order, const LineId& id) {
  for (OrderLine& line : OrderReader(session, context.key).Lines(order))
    if (line.id == id && line.quantity > 0) return std::move(line);
  return Error{Kind::kInvalid, "line-unknown", "The order has no such line.", id.text()};
}

/// The question as it is while its order's row is held. Errors: kNotFound "substitution-not-found".
Result<Substitution> HoldAsked(keel::sql::Session& session, const SubstitutionId& id) {
  const auto known = SubstitutionStore(session).Find(id);
  if (!known) return known;
  CaseStore(session).LockOrder(known->order_id);
  return SubstitutionStore(session).Find(id);
}

/// Errors: kNotFound "offer-not-found"; kConflict "offer-unavailable", "out-of-stock".
Result<OfferNow> OfferFor(keel::sql::Session& session, const Order& order, const std::string& variant_id,
                          std::int64_t quantity) {
  auto now = OfferStore(session).Find(variant_id);
  if (!now) return now.error();
  if (now->offer.shop_id != order.shop_id) return Error{Kind::kNotFound, "offer-not-found", "There is no such offer."};
  if (!now->offer.sellable)
    return Error{Kind::kConflict, "offer-unavailable", "That is no longer sold.", now->offer.Title()};
  if (now->free < quantity)
    return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", now->offer.Title()};
  return now;
}

Result<Substitution> Carry(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                           const Substitution& one, const SubstitutionMove& move, const Actor& by) {
  const auto saved = SubstitutionStore(transaction.session())
                         .Save(one, move.to, by, kSubstitutionEvents[std::size_t(move.on)], context.clock.Now());
  if (!saved) return saved;
  const Arguments arguments{{"gone", one.gone}, {"instead", one.instead}};
  SayAbout(transaction, context, order, move.buyer, Recipient::kBuyer, arguments, one.id.text());
  SayAbout(transaction, context, order, move.shop, Recipient::kShop, arguments, one.id.text());
  return saved;
}

/// Makes the order what the answer says. Nothing where it went another way meanwhile.
Result<keel::Done> Amend(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                         const Substitution& one, bool yes, const Actor& by) {
  AmendWish wish{{{one.line_id, 0, std::nullopt}}, {}};
  if (yes) {
    auto offer = OfferFor(transaction.session(), order, one.variant_id, one.quantity);
    if (!offer) return offer.error();
    wish.added.push_back({std::move(offer->offer), one.quantity, one.total});
  }
  const auto amended = AmendOrder(transaction, context, order, wish, AmendReason::kSubstituted, by);
  if (!amended) return amended.error();
  return keel::Done{};
}

}  // namespace

Result<Substitution> OfferSubstitute(keel::sql::Transaction& transaction, const Context& context,
                                     const keel::auth::Principal& who, const OrderId& id, const LineId& line_id,
                                     const std::string& variant_id, std::int64_t quantity) {
  auto& session = transaction.session();
  const auto order = HoldForSeller(session, context, who, id);  // The shop may be packing it just now.
  if (!order) return order.error();
  if (!MayAmend(order->state))
    return Error{Kind::kConflict, "order-state-conflict", "The order can no longer be changed.",
                 std::string(NameOf(order->state))};
  const auto line = LineOf(session, context, id, line_id);
  if (!line) return line.error();
  if (variant_id == line->variant_id)
    return Error{Kind::kInvalid, "substitution-same", "That is what was ordered.", Title(*line)};
  const auto offer = OfferFor(session, *order, variant_id, quantity);
  if (!offer) return offer.error();
  if (ParcelGrams(offer->offer.net_weight_g * quantity) > kHeaviestOrderGrams) return TooHeavy(offer->offer);
  const auto price = keel::Times(offer->offer.price, quantity);
  if (!price) return price.error();
  const auto now = context.clock.Now();
  const Substitution one{SubstitutionId::New(now),
                         id,
                         line_id,
                         variant_id,
                         Title(*line),
                         offer->offer.Title() + " x" + std::to_string(quantity),
                         quantity,
                         std::min(*price, line->total),
                         SubstitutionState::kAsked,
                         AddWaking(now, kAnswerSubstituteIn),
                         now,
                         1};
  if (const auto inserted = SubstitutionStore(session).Insert(one, {who.subject}); !inserted) return inserted.error();
  Say(transaction, context,
      {MessageKind::kSubstituteAsked,
       Recipient::kBuyer,
       order->purchase_id.text(),
       one.id.text(),
       id.text(),
       {{"code", order->code.text()},
        {"shop", order->shop_name},
        {"gone", one.gone},
        {"instead", one.instead},
        {"until_at", keel::ToRfc3339(one.until)},
        {"link", context.public_url + "/doi-hang/" + one.id.text()}},
       true,
       {}});
  return one;
}

Result<ShownSubstitution> ShowSubstitute(const Context& context, const SubstitutionId& id) {
  const auto session = context.pool.Take();
  auto one = SubstitutionStore(*session).Find(id);
  if (!one) return one.error();
  auto order = OrderReader(*session, context.key).Find(one->order_id);
  if (!order) return order.error();
  return ShownSubstitution{std::move(*one), std::move(*order)};
}

Result<Substitution> AnswerSubstitute(keel::sql::Transaction& transaction, const Context& context,
                                      const SubstitutionId& id, bool yes, const Actor& by) {
  auto& session = transaction.session();
  const auto one = HoldAsked(session, id);
  if (!one) return one.error();
  if (one->state == (yes ? SubstitutionState::kTaken : SubstitutionState::kRefused)) return one;
  const auto move =
      Next(kSubstitutionMoves, one->state, yes ? SubstitutionEvent::kTake : SubstitutionEvent::kRefuse, kBuyerDoes);
  if (!move) return move.error();
  const auto order = OrderReader(session, context.key).Find(one->order_id);
  if (!order) return order.error();
  if (const auto amended = Amend(transaction, context, *order, *one, yes, by); !amended) return amended.error();
  return Carry(transaction, context, *order, *one, *move, by);
}

Result<Substitution> AnswerSubstituteByLink(keel::sql::Transaction& transaction, const Context& context,
                                            const SubstitutionId& id, bool yes, const BuyerProof& signed_in) {
  auto& session = transaction.session();
  const auto before = SubstitutionStore(session).Find(id);
  if (!before) return before.error();
  const auto order = OrderReader(session, context.key).Find(before->order_id);
  if (!order) return order.error();
  if (const auto may = MayActAsBuyer(session, *order, signed_in); !may) return may.error();
  auto answered = AnswerSubstitute(transaction, context, id, yes, {"buyer"});
  if (answered)
    TellDoneByCode(transaction, context, *order, signed_in,
                   yes ? BuyersDeed::kSubstituteTaken : BuyersDeed::kSubstituteRefused, id.text());
  return answered;
}

std::int64_t RunSubstituteClocks(const Context& context) {
  std::int64_t moved = 0;
  for (const SubstitutionId& id : SubstitutionStore(*context.pool.Take()).Due(context.clock.Now(), kAtOnce)) {
    const auto done =
        keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<Substitution> {
          auto& session = transaction.session();
          const auto one = HoldAsked(session, id);
          if (!one || one->state != SubstitutionState::kAsked) return one;
          const auto order = OrderReader(session, context.key).Find(one->order_id);
          if (!order) return order.error();
          const bool open = MayAmend(order->state) && bool(LineOf(session, context, order->id, one->line_id));
          const auto move = Next(kSubstitutionMoves, one->state,
                                 open ? SubstitutionEvent::kLapse : SubstitutionEvent::kWithdraw, kClockDoes);
          if (!move) return move.error();
          if (open)
            if (const auto amended = Amend(transaction, context, *order, *one, false, {"system"}); !amended)
              return amended.error();
          return Carry(transaction, context, *order, *one, *move, {"system"});
        });
    if (done)
      ++moved;
    else
      keel::log::Warn("substitute-clock-failed", {{"substitution", id.text()}, {"code", done.error().code}});
  }
  return moved;
}

}  // namespace orders
