#include "orders/store/order_writer.hpp"

#include "keel/outbox/outbox.hpp"
#include "keel/sql/duplicate.hpp"
#include "keel/sql/many_rows.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/delivery_seal.hpp"

namespace orders {
namespace {

constexpr std::string_view kInsertPurchases = R"sql(
  INSERT INTO purchases (id, account_id, phone_index, delivery_sealed, province_code, commune_code, goods_vnd, freight_vnd,
    total_vnd, placed_at, cart_id, cart_version)
  VALUES )sql";
constexpr std::size_t kPurchaseColumns = 12;
constexpr std::string_view kInsertOrders = R"sql(
  INSERT INTO orders (id, code, purchase_id, shop_id, shop_slug, shop_name, party_id, party_kind, state, payment, goods_vnd,
    freight_vnd, total_vnd, carrier, service, freight_estimated, grams, from_province_code, from_commune_code, placed_at,
    moved_at, version)
  VALUES )sql";
constexpr std::size_t kOrderColumns = 22;
constexpr std::string_view kInsertLines = R"sql(
  INSERT INTO order_lines (order_id, line_no, id, variant_id, product_id, product_slug, product_name, variant_name, unit,
    photo, category, quantity, unit_price_vnd, total_vnd, net_weight_g)
  VALUES )sql";
constexpr std::size_t kLineColumns = 15;
constexpr std::string_view kCodeKey = "uq_orders_code";
constexpr std::string_view kCartKey = "uq_purchases_cart";

constexpr std::string_view kSaveState =
    "UPDATE orders SET state = ?, moved_at = ?, version = version + 1 WHERE id = ? AND version = ?";
constexpr std::string_view kInsertHistory = R"sql(
  INSERT INTO order_history (order_id, version, from_state, to_state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kLockOrders = "SELECT id FROM orders WHERE purchase_id = ? ORDER BY id FOR UPDATE";
constexpr std::string_view kHold = "SELECT held_until FROM order_holds WHERE purchase_id = ?";
constexpr std::string_view kSaveHold = R"sql(
  INSERT INTO order_holds (purchase_id, held_until) VALUES (?, ?)
  ON DUPLICATE KEY UPDATE held_until = GREATEST(held_until, VALUES(held_until)) RETURNING held_until)sql";
constexpr std::string_view kSaveGrams = "UPDATE orders SET grams = ? WHERE id = ?";

keel::sql::Values PurchaseRows(const std::vector<NewPurchase>& purchases, const keel::crypto::FieldKey& key,
                               keel::Instant at) {
  keel::sql::Values values;
  values.reserve(purchases.size() * kPurchaseColumns);
  for (const NewPurchase& p : purchases)
    AddRow(values, p.id.text(), p.account_id, PhoneIndex(p.delivery.buyer.phone, key), Seal(p.delivery, key),
           p.delivery.address.province_code, p.delivery.address.commune_code, p.plan.goods, p.plan.freight,
           p.plan.total, at, p.cart.id.text(), p.cart.version);
  return values;
}

keel::sql::Values OrderRows(const std::vector<NewPurchase>& purchases) {
  keel::sql::Values values;
  values.reserve(purchases.size() * kOrderColumns);
  for (const NewPurchase& purchase : purchases)
    for (const Order& o : purchase.orders)
      AddRow(values, o.id.text(), o.code.text(), o.purchase_id.text(), o.shop_id, o.shop_slug, o.shop_name, o.party_id,
             o.party_kind, NameOf(o.state), NameOf(o.payment), o.goods, o.freight, o.total, o.carrier, o.service,
             o.freight_estimated, o.grams, o.from_province_code, o.from_commune_code, o.placed_at, o.moved_at,
             o.version);
  return values;
}

keel::sql::Values LineRows(const std::vector<NewPurchase>& purchases, keel::Instant at) {
  keel::sql::Values values;
  values.reserve(purchases.size() * 3 * kLineColumns);
  for (const NewPurchase& purchase : purchases)
    for (std::size_t i = 0; i < purchase.orders.size(); ++i) {
      std::int64_t line_no = 0;
      for (const PlannedLine& line : purchase.plan.orders[i].lines) {
        const Offer& o = line.what.offer;
        AddRow(values, purchase.orders[i].id.text(), ++line_no, LineId::New(at).text(), o.variant_id, o.product_id,
               o.product_slug, o.product_name, o.variant_name, o.unit, o.photo, o.category, line.quantity, o.price,
               line.total, o.net_weight_g);
      }
    }
  return values;
}

}  // namespace

keel::Result<keel::Done> OrderWriter::Insert(const std::vector<NewPurchase>& purchases,
                                             const keel::crypto::FieldKey& key, keel::Instant at) {
  auto& session = transaction_.session();
  try {
    InsertRows(session, kInsertPurchases, kPurchaseColumns, PurchaseRows(purchases, key, at));
    InsertRows(session, kInsertOrders, kOrderColumns, OrderRows(purchases));
  } catch (const keel::sql::Fault& fault) {
    if (keel::sql::IsDuplicate(fault, kCodeKey))
      return keel::Error{keel::Kind::kRaced, "order-code-taken", "Another order has that code."};
    if (keel::sql::IsDuplicate(fault, kCartKey))
      return keel::Error{keel::Kind::kRaced, "cart-changed", "The cart changed meanwhile."};
    throw;
  }
  InsertRows(session, kInsertLines, kLineColumns, LineRows(purchases, at));
  return keel::Done{};
}

keel::Result<Order> OrderWriter::SaveState(const Order& order, OrderState state, const Actor& by, std::string_view why,
                                           keel::Instant at) {
  if (transaction_.Execute(kSaveState, {NameOf(state), at, order.id.text(), order.version}) == 0)
    return keel::Error{keel::Kind::kRaced, "order-changed", "The order changed meanwhile; read it again."};
  Order moved = order;
  moved.state = state;
  moved.moved_at = at;
  ++moved.version;
  transaction_.Execute(kInsertHistory,
                       {order.id.text(), moved.version, NameOf(order.state), NameOf(state), by.id, why, at});
  keel::outbox::AppendAll(transaction_, {StateChanged(order, state, why, at)}, at);
  return moved;
}

void OrderWriter::LockOrders(const PurchaseId& id) {
  transaction_.Query(kLockOrders, {id.text()});
}

OrderWriter::Held OrderWriter::SaveHold(const PurchaseId& id, keel::Instant until) {
  auto before = transaction_.Query(kHold, {id.text()});
  const bool longer = !before.Next() || before.At(0) < until;
  if (!longer) return {before.At(0), false};
  auto rows = transaction_.Query(kSaveHold, {id.text(), until});
  rows.Next();
  return {rows.At(0), true};
}

void OrderWriter::SaveGrams(const OrderId& id, std::int64_t grams) {
  transaction_.Execute(kSaveGrams, {grams, id.text()});
}

}  // namespace orders
