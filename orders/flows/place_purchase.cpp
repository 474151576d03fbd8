#include "orders/flows/place_purchase.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "keel/outbox/outbox.hpp"
#include "orders/flows/draw_code.hpp"
#include "orders/flows/guard_purchase.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/cart_store.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_writer.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

std::vector<Order> OrdersOf(const PurchasePlan& plan, const PurchaseId& purchase_id, keel::Instant now) {
  std::vector<Order> orders;
  orders.reserve(plan.orders.size());
  for (const PlannedOrder& part : plan.orders) {
    const Offer& shop = part.shop();
    const bool secured = part.payment == Payment::kCod;  // The carrier brings the money with him.
    orders.push_back({OrderId::New(now),
                      DrawCode(),
                      purchase_id,
                      shop.shop_id,
                      shop.shop_slug,
                      shop.shop_name,
                      shop.party_id,
                      shop.party_kind,
                      secured ? OrderState::kConfirmed : OrderState::kPlaced,
                      part.payment,
                      part.goods,
                      part.freight.price,
                      part.total,
                      part.freight.carrier,
                      part.freight.service,
                      part.freight.estimated,
                      part.grams,
                      shop.province_code,
                      shop.commune_code,
                      now,
                      now,
                      1});
  }
  return orders;
}

/// Offers of the cart's lines: from memory where that will do, or all read from rows.
OffersByVariant OffersOf(keel::sql::Session& session, const Context& context, const Cart& cart, bool from_rows) {
  OffersByVariant offers;
  std::vector<std::string> unknown;
  for (const CartLine& line : cart.lines) {
    auto remembered = from_rows ? std::nullopt : context.offers.Plentiful(line.variant_id, line.quantity);
    if (remembered)
      offers.emplace(line.variant_id, std::move(*remembered));
    else
      unknown.push_back(line.variant_id);
  }
  for (auto& [variant_id, now] : OfferStore(session).Now(unknown)) {
    context.offers.Keep(now);
    offers.emplace(variant_id, std::move(now));
  }
  return offers;
}

/// A refusal is never given from memory: the rows are read before saying no.
Result<PurchasePlan> PlanFor(keel::sql::Session& session, const Context& context, const Checkout& checkout,
                             const CartStore::WithQuote& found) {
  static const FreightByShop kNotQuoted;
  const auto& quoted = found.commune_code == checkout.address.commune_code ? found.quoted : kNotQuoted;
  auto plan = Plan(found.cart, OffersOf(session, context, found.cart, false), quoted, checkout.choices, context.flat);
  if (plan || found.cart.lines.empty()) return plan;
  return Plan(found.cart, OffersOf(session, context, found.cart, true), quoted, checkout.choices, context.flat);
}

/// Pieces that purchases of the same transaction take before their rows say so.
class Taken {
 public:
  /// False, and nothing taken, when with those before it there would not be enough.
  bool Take(const PurchasePlan& plan) {
    for (const PlannedOrder& order : plan.orders)
      for (const PlannedLine& line : order.lines) {
        const auto at = pieces_.find(line.what.offer.variant_id);
        if (at != pieces_.end() && line.what.free < at->second + line.quantity) return false;
      }
    for (const PlannedOrder& order : plan.orders)
      for (const PlannedLine& line : order.lines) pieces_[line.what.offer.variant_id] += line.quantity;
    return true;
  }

 private:
  std::map<std::string, std::int64_t> pieces_;
};

/// A cart that can become a purchase.
struct Wanted {
  std::size_t whose;  ///< Index into the checkouts.
  Cart cart;
  PurchasePlan plan;
};

Result<PurchasePlan> PlanOf(keel::sql::Session& session, const Context& context, const Checkout& checkout,
                            const CartStore::WithQuote& found) {
  if (const auto may = MayUse(found.cart, checkout.holder); !may) return may.error();
  return PlanFor(session, context, checkout, found);
}

NewPurchase Draft(const Checkout& checkout, Wanted wanted, keel::Instant now) {
  const auto id = PurchaseId::New(now);
  auto orders = OrdersOf(wanted.plan, id, now);
  return {id,
          std::move(wanted.cart),
          checkout.holder.account_id,
          {checkout.buyer, checkout.address, checkout.note},
          std::move(wanted.plan),
          std::move(orders)};
}

const PlannedLine& LineOf(const std::vector<NewPurchase>& purchases, const std::string& variant_id) {
  for (const NewPurchase& purchase : purchases)
    for (const PlannedOrder& order : purchase.plan.orders)
      for (const PlannedLine& line : order.lines)
        if (line.what.offer.variant_id == variant_id) return line;
  throw std::logic_error("stock moved that nobody bought");
}

/// Reserves all lines or answers what is missing; the caller's transaction rolls back then.
/// Errors: kConflict "out-of-stock"; kRaced "offer-moved": a plan was made of what is no longer so.
Result<std::vector<LevelChange>> Reserve(keel::sql::Transaction& transaction, const Context& context,
                                         const std::vector<NewPurchase>& purchases, keel::Instant now) {
  std::vector<Movement> movements;
  std::set<std::string> tracked;
  for (const NewPurchase& purchase : purchases)
    for (std::size_t i = 0; i < purchase.orders.size(); ++i)
      for (const PlannedLine& line : purchase.plan.orders[i].lines) {
        if (line.what.tracked) tracked.insert(line.what.offer.variant_id);
        const Level change = ChangeOf(MovementKind::kReserved, line.quantity);
        movements.push_back({line.what.offer.variant_id, MovementKind::kReserved, change.on_hand, change.reserved,
                             purchase.orders[i].id.text(), purchase.account_id.value_or("buyer"), ""});
      }
  auto changes = StockStore(transaction.session()).ApplyKnowing(std::move(movements), tracked, now);
  for (const LevelChange& change : changes) {
    const PlannedLine& line = LineOf(purchases, change.variant_id);
    if (change.terms != line.what.terms || change.tracked != line.what.tracked) {
      context.offers.Forget(change.variant_id);
      return Error{Kind::kRaced, "offer-moved", "The offer changed meanwhile."};
    }
    if (!change.Enough()) {
      context.offers.Forget(change.variant_id);
      return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", line.what.offer.Title()};
    }
    context.offers.Left(change.variant_id, change.after.free());
  }
  return changes;
}

void Tell(keel::sql::Transaction& transaction, const std::vector<NewPurchase>& purchases,
          const std::vector<LevelChange>& changes, keel::Instant now) {
  std::vector<keel::outbox::NewEvent> events;
  for (const NewPurchase& purchase : purchases)
    events.push_back(PurchasePlaced(purchase.id, purchase.orders, purchase.plan, now));
  for (const LevelChange& change : changes)
    if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
  keel::outbox::AppendAll(transaction, events, now);
}

std::vector<CartStore::WithQuote> CartsOf(keel::sql::Session& session, const Context& context,
                                          const std::vector<const Checkout*>& checkouts, keel::Instant now) {
  std::vector<std::string> ids;
  for (const Checkout* checkout : checkouts) ids.push_back(checkout->holder.id.text());
  return CartStore(session).FindToBuy(std::move(ids), now - context.quote_life);
}

}  // namespace

Result<std::vector<Result<PlacedPurchase>>> PlaceTogether(keel::sql::Transaction& transaction, const Context& context,
                                                          const std::vector<const Checkout*>& checkouts) {
  const auto now = context.clock.Now();
  auto carts = CartsOf(transaction.session(), context, checkouts, now);
  std::vector<Result<PlacedPurchase>> answers(checkouts.size(),
                                              Error{Kind::kNotFound, "cart-not-found", "There is no such cart."});
  std::vector<Wanted> wanted;
  std::vector<std::optional<CashAsked>> cash;  // Of each of `wanted`.
  for (std::size_t i = 0; i < checkouts.size(); ++i) {
    const auto found = std::ranges::find_if(
        carts, [&](const CartStore::WithQuote& one) { return one.cart.id == checkouts[i]->holder.id; });
    if (found == carts.end()) continue;
    auto plan = PlanOf(transaction.session(), context, *checkouts[i], *found);
    auto asked = plan ? MayPlace(context, *checkouts[i], *plan) : plan.error();
    if (asked) {
      wanted.push_back({i, std::move(found->cart), std::move(*plan)});
      cash.push_back(std::move(*asked));
      carts.erase(found);  // Once: whoever else wants this cart comes too late.
    } else {
      answers[i] = asked.error();
    }
  }
  const auto may_collect = MayCollect(transaction.session(), context, cash);
  std::vector<NewPurchase> purchases;
  std::vector<std::size_t> whose;  // Index into `answers`, of each of `purchases`.
  Taken taken;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Wanted& one = wanted[i];
    if (!may_collect[i]) {
      answers[one.whose] = may_collect[i].error();
    } else if (!taken.Take(one.plan)) {
      answers[one.whose] =
          Error{Kind::kConflict, "out-of-stock", "There is not enough left.", one.plan.orders.front().shop().Title()};
    } else {
      whose.push_back(one.whose);
      purchases.push_back(Draft(*checkouts[one.whose], std::move(one), now));
    }
  }
  if (purchases.empty()) return answers;

  // From here on rows are written: first our own, which nobody waits for; last the stock, which other buyers want too.
  if (const auto inserted = OrderWriter(transaction).Insert(purchases, context.key, now); !inserted)
    return inserted.error();
  const auto changes = Reserve(transaction, context, purchases, now);
  if (!changes) return changes.error();
  Tell(transaction, purchases, *changes, now);
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    NewPurchase& p = purchases[i];
    answers[whose[i]] = PlacedPurchase{p.id, std::move(p.orders), p.plan.goods, p.plan.freight, p.plan.total};
  }
  return answers;
}

Result<PlacedPurchase> PlacePurchase(keel::sql::Transaction& transaction, const Context& context,
                                     const Checkout& checkout) {
  auto placed = PlaceTogether(transaction, context, {&checkout});
  if (!placed) return placed.error();
  return std::move(placed->front());
}

}  // namespace orders
