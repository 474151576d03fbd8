#include "orders/flows/place_purchase.hpp"

#include <random>

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

/// Reserves all lines or answers what is missing; the caller's transaction rolls back then.
Result<std::vector<LevelChange>> Reserve(keel::sql::Transaction& transaction, const std::vector<Order>& orders,
                                         const PurchasePlan& plan, const std::string& by, keel::Instant now) {
  std::vector<Movement> movements;
  for (std::size_t i = 0; i < orders.size(); ++i)
    for (const PlannedLine& line : plan.orders[i].lines) {
      const Level change = ChangeOf(MovementKind::kReserved, line.quantity);
      movements.push_back({line.what.offer.variant_id, MovementKind::kReserved, change.on_hand, change.reserved,
                           orders[i].id.text(), by, ""});
    }
  auto changes = StockStore(transaction.session()).Apply(std::move(movements), now);
  for (const LevelChange& change : changes) {
    if (change.after.free() >= 0) continue;
    for (const PlannedOrder& order : plan.orders)
      for (const PlannedLine& line : order.lines)
        if (line.what.offer.variant_id == change.variant_id)
          return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", line.what.offer.Title()};
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
  CartStore carts(transaction.session());
  auto found = carts.FindWithQuote(checkout.holder.id, checkout.address.commune_code, now - context.quote_life);
  if (!found) return found.error();
  Cart& cart = found->cart;
  if (const auto may = MayUse(cart, checkout.holder); !may) return may.error();
  const auto offers = OfferStore(transaction.session()).Now(VariantsOf(cart));
  const auto plan = Plan(cart, offers, found->quoted, checkout.choices, context.flat);
  if (!plan) return plan.error();

  // From here on rows are written: first our own, which nobody waits for; the cart, which makes a second purchase of it
  // wait and then find it empty; last the stock, which other buyers want too.
  const auto id = PurchaseId::New(now);
  auto orders = OrdersOf(*plan, id, now);
  OrderWriter writer(transaction);
  writer.InsertPurchase(id, checkout.holder.account_id, {checkout.buyer, checkout.address, checkout.note}, *plan,
                        context.key, now);
  if (const auto inserted = InsertWithFreshCodes(writer, orders); !inserted) return inserted.error();
  writer.InsertLines(orders, *plan, now);
  cart.lines.clear();
  if (const auto emptied = carts.SaveLines(cart, now); !emptied) return emptied.error();
  const auto changes = Reserve(transaction, orders, *plan, checkout.holder.account_id.value_or("buyer"), now);
  if (!changes) return changes.error();
  Tell(transaction, id, orders, *plan, *changes, now);
  return PlacedPurchase{id, std::move(orders), plan->goods, plan->freight, plan->total};
}

}  // namespace orders
