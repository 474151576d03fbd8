#include "payments/store/share_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO order_shares (order_id, fill_id, variant_id, party_id, cooperative_id, pieces, ordered, amount_vnd, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE pieces = IF(VALUES(version) > version, VALUES(pieces), pieces),
    ordered = IF(VALUES(version) > version, VALUES(ordered), ordered),
    variant_id = IF(VALUES(version) > version, VALUES(variant_id), variant_id),
    amount_vnd = IF(VALUES(version) > version, VALUES(amount_vnd), amount_vnd), version = GREATEST(version, VALUES(version)))sql";
constexpr std::string_view kSettled = R"sql(
  SELECT o.order_id, o.code, s.cooperative_id, o.goods_vnd, o.net_vnd, o.state_at, s.fill_id,
    IF(s.variant_id = '', s.fill_id, s.variant_id), s.party_id, s.pieces, s.ordered, s.amount_vnd
  FROM order_money o JOIN order_shares s ON s.order_id = o.order_id
  WHERE o.state = 'settled' AND o.custody = 'held' AND o.state_at >= ? AND o.state_at < ? AND o.order_id IN
    (SELECT x.order_id FROM order_shares x WHERE x.party_id = ? OR x.cooperative_id = ?)
  ORDER BY o.state_at, o.order_id, s.fill_id, s.party_id LIMIT 5000)sql";

}  // namespace

void ShareStore::Put(const OrderId& order, const std::string& cooperative, const std::vector<Brought>& brought,
                     std::int64_t version) {
  for (const auto& one : brought)
    session_.Execute(kPut, {order.text(), one.fill, one.goods, one.party, cooperative, one.pieces, one.ordered,
                            one.amount, version});
}

std::vector<SharedOrder> ShareStore::Settled(const PartyId& party, keel::Instant from, keel::Instant to) {
  std::vector<SharedOrder> orders;
  for (auto rows = session_.Query(kSettled, {from, to, party.text(), party.text()}); rows.Next();) {
    const auto id = OrderId::FromRow(rows.Text(0));
    if (orders.empty() || orders.back().order != id)
      orders.push_back({id, rows.Text(1), rows.Text(2), rows.Dong(3), rows.Dong(4), rows.At(5), {}});
    orders.back().brought.push_back(
        {rows.Text(6), rows.Text(7), rows.Text(8), rows.Int(9), rows.Int(10), rows.Dong(11)});
  }
  return orders;
}

}  // namespace payments
