#include "orders/store/stray_store.hpp"

#include <map>

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kFind = "SELECT state, cause FROM stray_goods WHERE order_id = ? LIMIT 1 FOR UPDATE";
constexpr std::string_view kSetFree = R"sql(
  SELECT variant_id, lot_id, place_id, -reserved FROM stock_movements
  WHERE cause = ? AND kind = 'released' AND reserved < 0 ORDER BY variant_id, lot_id, place_id)sql";
constexpr std::string_view kInsert = "INSERT INTO stray_goods (order_id, variant_id, quantity, state, cause) VALUES ";
constexpr std::size_t kColumns = 5;
constexpr std::string_view kMove = "UPDATE stray_goods SET state = ? WHERE order_id = ?";

}  // namespace

std::optional<StrayStore::Stray> StrayStore::Find(const OrderId& order) {
  auto rows = session_.Query(kFind, {order.text()});
  if (!rows.Next()) return std::nullopt;
  return Stray{StateFromRow(rows.Text(0)), rows.Text(1)};
}

std::vector<StrayStore::Pieces> StrayStore::SetFreeBy(const OrderId& order) {
  std::vector<Pieces> goods;
  for (auto rows = session_.Query(kSetFree, {order.text()}); rows.Next();)
    goods.push_back({rows.Text(0), {rows.Text(1), rows.Text(2)}, rows.Int(3)});
  return goods;
}

void StrayStore::Save(const OrderId& order, const Stray& stray, const std::vector<Pieces>& goods) {
  if (session_.Execute(kMove, {NameOf(stray.state), order.text()}) > 0) return;
  std::map<std::string, std::int64_t> pieces;
  for (const Pieces& some : goods) pieces[some.variant_id] += some.quantity;
  keel::sql::Values rows;
  for (const auto& [variant_id, quantity] : pieces)
    AddRow(rows, order.text(), variant_id, quantity, NameOf(stray.state), stray.cause);
  InsertRows(session_, kInsert, kColumns, std::move(rows));
}

}  // namespace orders
