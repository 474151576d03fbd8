#include "orders/store/amendment_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kSaveAmounts = R"sql(
  UPDATE orders SET goods_vnd = ?, freight_vnd = ?, total_vnd = ?, grams = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSavePurchase = R"sql(
  UPDATE purchases SET goods_vnd = goods_vnd - ?, freight_vnd = freight_vnd - ?, total_vnd = total_vnd - ? WHERE id = ?)sql";
constexpr std::string_view kSaveLine =
    "UPDATE order_lines SET quantity = ?, total_vnd = ? WHERE order_id = ? AND id = ?";
constexpr std::string_view kAddLine = R"sql(
  INSERT INTO order_lines (order_id, line_no, id, variant_id, product_id, product_slug, product_name, variant_name, unit,
    photo, category, quantity, unit_price_vnd, total_vnd, net_weight_g)
  SELECT ?, MAX(line_no) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM order_lines WHERE order_id = ?)sql";
constexpr std::string_view kInsertHistory = R"sql(
  INSERT INTO order_history (order_id, version, from_state, to_state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO order_amendments (order_id, version, id, why, made_by, goods_before_vnd, goods_vnd, freight_vnd,
    refund_due_vnd, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kInsertLines = R"sql(
  INSERT INTO order_amendment_lines (amendment_id, line_id, variant_id, quantity_before, quantity, total_before_vnd,
    total_vnd)
  VALUES )sql";
constexpr std::size_t kLineColumns = 7;
constexpr std::string_view kOf = R"sql(
  SELECT a.id, a.why, a.made_by, a.goods_before_vnd, a.goods_vnd, a.freight_vnd, a.refund_due_vnd, a.at, a.version,
    l.line_id, l.variant_id, l.quantity_before, l.quantity, l.total_before_vnd, l.total_vnd
  FROM order_amendments a JOIN order_amendment_lines l ON l.amendment_id = a.id
  WHERE a.order_id = ? ORDER BY a.version, l.line_id)sql";

AmendReason ReasonFromRow(const std::string& name) {
  const auto at = std::ranges::find(kAmendReasons, name);
  if (at == kAmendReasons.end()) throw std::runtime_error("unknown reason of an amendment in the database: " + name);
  return AmendReason(at - kAmendReasons.begin());
}

keel::Money Less(keel::Money before, keel::Money after) {
  return keel::Money::Vnd(before.dong() - after.dong());
}

}  // namespace

keel::Result<Order> AmendmentStore::Save(const Order& order, const Amended& amended, const AmendmentId& id,
                                         AmendReason why, const Actor& by, keel::Money refund_due, keel::Instant at) {
  Order now = amended.order;
  if (session_.Execute(kSaveAmounts, {now.goods, now.freight, now.total, now.grams, order.id.text(), order.version}) ==
      0)
    return keel::Error{keel::Kind::kRaced, "order-changed", "The order changed meanwhile; read it again."};
  now.version = order.version + 1;
  session_.Execute(kSavePurchase, {Less(order.goods, now.goods), Less(order.freight, now.freight),
                                   Less(order.total, now.total), order.purchase_id.text()});
  keel::sql::Values lines;
  for (const auto& [before, after] : amended.changed) {
    if (before.quantity == 0 && after.quantity > 0)
      session_.Execute(kAddLine,
                       {order.id.text(), after.id.text(), after.variant_id, after.product_id, after.product_slug,
                        after.product_name, after.variant_name, after.unit, after.photo, after.category, after.quantity,
                        after.unit_price, after.total, after.net_weight_g, order.id.text()});
    else
      session_.Execute(kSaveLine, {after.quantity, after.total, order.id.text(), after.id.text()});
    AddRow(lines, id.text(), after.id.text(), after.variant_id, before.quantity, after.quantity, before.total,
           after.total);
  }
  session_.Execute(kInsertHistory,
                   {order.id.text(), now.version, NameOf(order.state), NameOf(order.state), by.id, NameOf(why), at});
  session_.Execute(kInsert, {order.id.text(), now.version, id.text(), NameOf(why), by.id, order.goods, now.goods,
                             now.freight, refund_due, at});
  InsertRows(session_, kInsertLines, kLineColumns, std::move(lines));
  return now;
}

std::vector<Amendment> AmendmentStore::Of(const OrderId& id) {
  auto r = session_.Query(kOf, {id.text()});
  std::vector<Amendment> all;
  while (r.Next()) {
    if (all.empty() || all.back().id.text() != r.Text(0))
      all.push_back({AmendmentId::FromRow(r.Text(0)),
                     ReasonFromRow(r.Text(1)),
                     r.Text(2),
                     r.Dong(3),
                     r.Dong(4),
                     r.Dong(5),
                     r.Dong(6),
                     r.At(7),
                     r.Int(8),
                     {}});
    all.back().lines.push_back({r.Text(9), r.Text(10), r.Int(11), r.Int(12), r.Dong(13), r.Dong(14)});
  }
  return all;
}

}  // namespace orders
