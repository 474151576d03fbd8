#include "payments/store/share_store.hpp"

#include <utility>

namespace payments {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO order_shares (order_id, fill_id, variant_id, party_id, cooperative_id, pieces, ordered, amount_vnd, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE pieces = IF(VALUES(version) > version, VALUES(pieces), pieces),
    ordered = IF(VALUES(version) > version, VALUES(ordered), ordered),
    variant_id = IF(VALUES(version) > version, VALUES(variant_id), variant_id),
    amount_vnd = IF(VALUES(version) > version, VALUES(amount_vnd), amount_vnd), version = GREATEST(version, VALUES(version)))sql";
constexpr std::string_view kPutCameBack =
    "INSERT IGNORE INTO returned_goods (return_id, variant_id, amount_vnd) VALUES (?, ?, ?)";
#define PAYMENTS_CHANGED_ORDERS                                                                                   \
  "o.order_id IN (SELECT x.order_id FROM order_shares x JOIN seller_items y ON y.order_id = "                     \
  "x.order_id AND y.kind IN ('sale', 'adjustment', 'return') AND y.at >= ? AND y.at < ? WHERE x.party_id = ? OR " \
  "x.cooperative_id = ?) "
constexpr std::string_view kShares = R"sql(
  SELECT o.order_id, o.code, s.cooperative_id, s.fill_id, IF(s.variant_id = '', s.fill_id, s.variant_id), s.party_id, s.pieces, s.ordered, s.amount_vnd
  FROM order_money o JOIN order_shares s ON s.order_id = o.order_id WHERE )sql" PAYMENTS_CHANGED_ORDERS
                                     "ORDER BY o.order_id, s.fill_id, s.party_id";
// What the goods bring the seller, whoever has the money: where buyers pay him, his account with us moves by our fee
// alone.
constexpr std::string_view kChanges = R"sql(
  SELECT o.order_id, i.at, i.kind, i.goods_vnd,
    IF(o.custody = 'held', i.amount_vnd, i.goods_vnd - i.commission_vnd - i.commission_tax_vnd - i.vat_vnd - i.pit_vnd - i.post_vnd), i.id, g.variant_id, g.amount_vnd
  FROM order_money o JOIN seller_items i ON i.order_id = o.order_id AND i.kind IN ('sale', 'adjustment', 'return')
  LEFT JOIN order_adjustments a ON a.id = i.subject AND a.cause = 'returned' LEFT JOIN returned_goods g ON g.return_id = a.cause_id
  WHERE )sql" PAYMENTS_CHANGED_ORDERS "ORDER BY o.order_id, i.id, g.variant_id";
#undef PAYMENTS_CHANGED_ORDERS

}  // namespace

void ShareStore::Put(const OrderId& order, const std::string& cooperative, const std::vector<Brought>& brought,
                     std::int64_t version) {
  for (const auto& one : brought)
    session_.Execute(kPut, {order.text(), one.fill, one.goods, one.party, cooperative, one.pieces, one.ordered,
                            one.amount, version});
}

void ShareStore::PutCameBack(const std::string& return_id, const std::vector<CameBack>& goods) {
  for (const auto& one : goods) session_.Execute(kPutCameBack, {return_id, one.goods, one.amount});
}

std::vector<SharedOrder> ShareStore::Changed(const PartyId& party, keel::Instant from, keel::Instant to) {
  std::vector<SharedOrder> orders;
  for (auto rows = session_.Query(kShares, {from, to, party.text(), party.text()}); rows.Next();) {
    const auto id = OrderId::FromRow(rows.Text(0));
    if (orders.empty() || orders.back().order != id) orders.push_back({id, rows.Text(1), rows.Text(2), {}, {}});
    orders.back().brought.push_back({rows.Text(3), rows.Text(4), rows.Text(5), rows.Int(6), rows.Int(7), rows.Dong(8)});
  }
  std::int64_t item = 0;
  auto order = orders.begin();
  for (auto rows = session_.Query(kChanges, {from, to, party.text(), party.text()}); rows.Next();) {
    while (order != orders.end() && order->order.text() < rows.Text(0)) ++order;
    if (order == orders.end()) break;
    if (order->order.text() != rows.Text(0)) continue;
    if (std::exchange(item, rows.Int(5)) != rows.Int(5))
      order->changes.push_back({rows.At(1), rows.Text(2), rows.Dong(3), rows.Dong(4), {}});
    if (const auto goods = rows.MaybeText(6)) order->changes.back().came_back.push_back({*goods, rows.Dong(7)});
  }
  return orders;
}

}  // namespace payments
