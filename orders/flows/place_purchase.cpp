#include "orders/flows/place_purchase.hpp"

#include <random>
#include <stdexcept>

#include "keel/outbox/outbox.hpp"
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

/// 30^6 numbers: with a million orders, one draw in seven hundred meets a code that is taken.
constexpr int kDraws = 20;

OrderCode DrawCode() {
  thread_local std::random_device device;
  for (;;) {
    const auto number = (std::uint64_t{device()} << 32) | device();
    if (const auto code = OrderCode::FromNumber(number)) return *code;
  }
}

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

Result<keel::Done> InsertWithFreshCodes(OrderWriter& writer, std::vector<Order>& orders) {
  for (int draw = 1;; ++draw) {
    const auto inserted = writer.InsertOrders(orders);
    if (inserted || draw == kDraws) return inserted;
    for (Order& order : orders) order.code = DrawCode();
  }
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
Result<PurchasePlan> PlanFor(keel::sql::Session& session, const Context& context, const CartStore::WithQuote& found,
                             const Choices& choices) {
  auto plan = Plan(found.cart, OffersOf(session, context, found.cart, false), found.quoted, choices, context.flat);
  if (plan || found.cart.lines.empty()) return plan;
  return Plan(found.cart, OffersOf(session, context, found.cart, true), found.quoted, choices, context.flat);
}

const PlannedLine& LineOf(const PurchasePlan& plan, const std::string& variant_id) {
  for (const PlannedOrder& order : plan.orders)
    for (const PlannedLine& line : order.lines)
      if (line.what.offer.variant_id == variant_id) return line;
  throw std::logic_error("stock moved that nobody bought");
}

/// Reserves all lines or answers what is missing; the caller's transaction rolls back then.
/// Errors: kConflict "out-of-stock"; kRaced "offer-moved": the plan was made of what is no longer so.
Result<std::vector<LevelChange>> Reserve(keel::sql::Transaction& transaction, const Context& context,
                                         const std::vector<Order>& orders, const PurchasePlan& plan,
                                         const std::string& by, keel::Instant now) {
  std::vector<Movement> movements;
  for (std::size_t i = 0; i < orders.size(); ++i)
    for (const PlannedLine& line : plan.orders[i].lines) {
      const Level change = ChangeOf(MovementKind::kReserved, line.quantity);
      movements.push_back({line.what.offer.variant_id, MovementKind::kReserved, change.on_hand, change.reserved,
                           orders[i].id.text(), by, ""});
    }
  auto changes = StockStore(transaction.session()).Apply(std::move(movements), now);
  for (const LevelChange& change : changes) {
    const PlannedLine& line = LineOf(plan, change.variant_id);
    if (change.terms != line.what.terms) {
      context.offers.Forget(change.variant_id);
      return Error{Kind::kRaced, "offer-moved", "The offer changed meanwhile."};
    }
    if (change.after.free() < 0) {
      context.offers.Forget(change.variant_id);
      return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", line.what.offer.Title()};
    }
    context.offers.Left(change.variant_id, change.after.free());
  }
  return changes;
}

void Tell(keel::sql::Transaction& transaction, const PurchaseId& id, const std::vector<Order>& orders,
          const PurchasePlan& plan, const std::vector<LevelChange>& changes, keel::Instant now) {
  std::vector<keel::outbox::NewEvent> events{PurchasePlaced(id, orders, plan, now)};
  for (const Order& order : orders) {
    if (order.state != OrderState::kConfirmed) continue;
    Order before = order;
    before.state = OrderState::kPlaced;
    events.push_back(StateChanged(before, OrderState::kConfirmed, "payment-on-delivery", now));
  }
  for (const LevelChange& change : changes)
    if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
  keel::outbox::AppendAll(transaction, events, now);
}

}  // namespace

Result<PlacedPurchase> PlacePurchase(keel::sql::Transaction& transaction, const Context& context,
                                     const Checkout& checkout) {
  const auto now = context.clock.Now();
  const auto found = CartStore(transaction.session())
                         .FindToBuy(checkout.holder.id, checkout.address.commune_code, now - context.quote_life);
  if (!found) return found.error();
  if (const auto may = MayUse(found->cart, checkout.holder); !may) return may.error();
  const auto plan = PlanFor(transaction.session(), context, *found, checkout.choices);
  if (!plan) return plan.error();

  // From here on rows are written: first our own, which nobody waits for; last the stock, which other buyers want too.
  const auto id = PurchaseId::New(now);
  auto orders = OrdersOf(*plan, id, now);
  OrderWriter writer(transaction);
  writer.InsertPurchase(id, found->cart, checkout.holder.account_id, {checkout.buyer, checkout.address, checkout.note},
                        *plan, context.key, now);
  if (const auto inserted = InsertWithFreshCodes(writer, orders); !inserted) return inserted.error();
  writer.InsertLines(orders, *plan, now);
  const auto changes = Reserve(transaction, context, orders, *plan, checkout.holder.account_id.value_or("buyer"), now);
  if (!changes) return changes.error();
  Tell(transaction, id, orders, *plan, *changes, now);
  return PlacedPurchase{id, std::move(orders), plan->goods, plan->freight, plan->total};
}

}  // namespace orders
