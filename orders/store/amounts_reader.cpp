#include "orders/store/amounts_reader.hpp"

#include <set>

namespace orders {
namespace {

constexpr std::string_view kAfter = R"sql(
  SELECT o.id, o.purchase_id, o.code, o.party_id, o.payment, o.state, o.goods_vnd, o.freight_vnd, o.total_vnd,
    CAST(COALESCE((SELECT SUM(r.refund_vnd) FROM returns r WHERE r.order_id = o.id AND r.state = 'received'), 0) +
      COALESCE((SELECT SUM(d.refund_vnd) FROM disputes d WHERE d.order_id = o.id AND d.state = 'decided'), 0) AS SIGNED)
  FROM orders o WHERE o.id > ? ORDER BY o.id LIMIT ?)sql";
// By purchase, for what splits an order names only the one it came from.
constexpr std::string_view kUntold = R"sql(
  SELECT DISTINCT COALESCE(o.purchase_id, b.subject) FROM outbox b LEFT JOIN orders o ON o.id = b.subject
  WHERE b.position > ? OR b.position IS NULL)sql";

}  // namespace

std::vector<OrderAmounts> AmountsReader::After(const std::string& id, std::int64_t heard, std::int64_t limit) {
  std::vector<OrderAmounts> page;
  for (auto r = session_.Query(kAfter, {id, limit}); r.Next();)
    page.push_back({OrderId::FromRow(r.Text(0)), PurchaseId::FromRow(r.Text(1)), r.Text(2), r.Text(3), r.Text(4),
                    StateFromRow(r.Text(5)), r.Dong(6), r.Dong(7), r.Dong(8), r.Dong(9)});
  // After the orders: what changes them in between is then found here, too.
  std::set<std::string> untold;
  for (auto r = session_.Query(kUntold, {heard}); r.Next();) untold.insert(r.Text(0));
  for (auto& order : page) order.untold = untold.contains(order.purchase.text());
  return page;
}

}  // namespace orders
