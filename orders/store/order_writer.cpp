#include "orders/store/order_writer.hpp"

#include "keel/outbox/outbox.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/rows_text.hpp"

namespace orders {
namespace {

constexpr std::string_view kInsertPurchase = R"sql(
  INSERT INTO purchases (id, account_id, phone_index, delivery_sealed, province_code, commune_code, goods_vnd, freight_vnd,
    total_vnd, placed_at, cart_id, cart_version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kInsertOrders = R"sql(
  INSERT INTO orders (id, code, purchase_id, shop_id, shop_slug, shop_name, party_id, party_kind, state, payment, goods_vnd,
    freight_vnd, total_vnd, carrier, service, freight_estimated, grams, from_province_code, from_commune_code, placed_at,
    moved_at, version)
  VALUES )sql";
constexpr std::string_view kOrderGroup = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view kCodeKey = "uq_orders_code";
constexpr int kDuplicate = 1062;
constexpr std::string_view kInsertLines = R"sql(
  INSERT INTO order_lines (order_id, line_no, id, variant_id, product_id, product_slug, product_name, variant_name, unit,
    photo, category, quantity, unit_price_vnd, total_vnd, net_weight_g)
  VALUES )sql";
constexpr std::string_view kLineGroup = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view kSaveState =
    "UPDATE orders SET state = ?, moved_at = ?, version = version + 1 WHERE id = ? AND version = ?";
constexpr std::string_view kInsertHistory = R"sql(
  INSERT INTO order_history (order_id, version, from_state, to_state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSaveGrams = "UPDATE orders SET grams = ? WHERE id = ?";

void AppendTo(keel::sql::Values& values, keel::sql::Values more) {
  for (auto& value : more) values.push_back(std::move(value));
}

}  // namespace

void OrderWriter::InsertPurchase(const PurchaseId& id, const Cart& cart, const std::optional<std::string>& account_id,
                                 const Delivery& delivery, const PurchasePlan& plan, const keel::crypto::FieldKey& key,
                                 keel::Instant at) {
  transaction_.Execute(kInsertPurchase,
                       {id.text(), account_id, PhoneIndex(delivery.buyer.phone, key), Seal(delivery, key),
                        delivery.address.province_code, delivery.address.commune_code, plan.goods, plan.freight,
                        plan.total, at, cart.id.text(), cart.version});
}

keel::Result<keel::Done> OrderWriter::InsertOrders(const std::vector<Order>& orders) {
  for (std::size_t start = 0; start < orders.size(); start += kRowsAtOnce) {
    const auto count = std::min(kRowsAtOnce, orders.size() - start);
    keel::sql::Values values;
    values.reserve(count * 22);
    for (std::size_t i = start; i < start + count; ++i) {
      const Order& o = orders[i];
      AppendTo(values, {o.id.text(),
                        o.code.text(),
                        o.purchase_id.text(),
                        o.shop_id,
                        o.shop_slug,
                        o.shop_name,
                        o.party_id,
                        o.party_kind,
                        NameOf(o.state),
                        NameOf(o.payment),
                        o.goods,
                        o.freight,
                        o.total,
                        o.carrier,
                        o.service,
                        o.freight_estimated,
                        o.grams,
                        o.from_province_code,
                        o.from_commune_code,
                        o.placed_at,
                        o.moved_at,
                        o.version});
    }
    try {
      transaction_.Execute(WithGroups(kInsertOrders, kOrderGroup, count), values);
    } catch (const keel::sql::Fault& fault) {
      // The failed statement is undone alone; what the transaction did before stands.
      if (fault.code != kDuplicate || fault.constraint != kCodeKey || start > 0) throw;
      return keel::Error{keel::Kind::kRaced, "order-code-taken", "Another order has that code."};
    }
  }
  return keel::Done{};
}

void OrderWriter::InsertLines(const std::vector<Order>& orders, const PurchasePlan& plan, keel::Instant at) {
  keel::sql::Values values;
  std::size_t count = 0;
  const auto flush = [&] {
    if (count > 0) transaction_.Execute(WithGroups(kInsertLines, kLineGroup, count), values);
    values.clear();
    count = 0;
  };
  for (std::size_t i = 0; i < orders.size(); ++i) {
    std::int64_t line_no = 0;
    for (const PlannedLine& line : plan.orders[i].lines) {
      const Offer& o = line.what.offer;
      AppendTo(values, {orders[i].id.text(), ++line_no, LineId::New(at).text(), o.variant_id, o.product_id,
                        o.product_slug, o.product_name, o.variant_name, o.unit, o.photo, o.category, line.quantity,
                        o.price, line.total, o.net_weight_g});
      if (++count == kRowsAtOnce) flush();
    }
  }
  flush();
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

void OrderWriter::SaveGrams(const OrderId& id, std::int64_t grams) {
  transaction_.Execute(kSaveGrams, {grams, id.text()});
}

}  // namespace orders
