#include "orders/store/split_store.hpp"

#include "keel/sql/duplicate.hpp"
#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kSaveAmounts = R"sql(
  UPDATE orders SET goods_vnd = ?, total_vnd = ?, grams = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSaveLine =
    "UPDATE order_lines SET quantity = ?, total_vnd = ? WHERE order_id = ? AND id = ?";
constexpr std::string_view kInsertFollow = R"sql(
  INSERT INTO orders (id, code, purchase_id, shop_id, shop_slug, shop_name, party_id, party_kind, state, payment, goods_vnd,
    freight_vnd, total_vnd, carrier, service, freight_estimated, grams, from_province_code, from_commune_code, placed_at,
    moved_at, version)
  SELECT ?, ?, purchase_id, shop_id, shop_slug, shop_name, party_id, party_kind, state, payment, ?, ?, ?, ?, ?, ?, ?,
    from_province_code, from_commune_code, placed_at, ?, version
  FROM orders WHERE id = ?)sql";
constexpr std::string_view kInsertLines = R"sql(
  INSERT INTO order_lines (order_id, line_no, id, variant_id, product_id, product_slug, product_name, variant_name, unit,
    photo, category, quantity, unit_price_vnd, total_vnd, net_weight_g)
  VALUES )sql";
constexpr std::size_t kLineColumns = 15;
// What moved it is the past of both; what made it smaller was the first one's alone.
constexpr std::string_view kShareHistory = R"sql(
  INSERT INTO order_history (order_id, version, from_state, to_state, moved_by, why, at)
  SELECT ?, version, from_state, to_state, moved_by, why, at FROM order_history WHERE order_id = ? AND from_state <> to_state)sql";
constexpr std::string_view kInsertHistory = R"sql(
  INSERT INTO order_history (order_id, version, from_state, to_state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kShareTaker = R"sql(
  INSERT INTO order_takers (order_id, party_id, taken_by, at) SELECT ?, party_id, taken_by, at FROM order_takers WHERE order_id = ?)sql";
constexpr std::string_view kMoveWeight =
    "UPDATE order_weights SET order_id = ?, line_id = ? WHERE order_id = ? AND line_id = ?";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO order_splits (id, order_id, follow_id, version, made_by, post_vnd, post_estimated, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kInsertSplitLines = R"sql(
  INSERT INTO order_split_lines (split_id, line_id, follow_line_id, variant_id, quantity, later, total_vnd, later_vnd)
  VALUES )sql";
constexpr std::size_t kSplitLineColumns = 8;
constexpr std::string_view kFollows = R"sql(
  SELECT o.id, o.code, o.state, s.post_vnd FROM order_splits s JOIN orders o ON o.id = s.order_id WHERE s.follow_id = ?)sql";
constexpr std::string_view kFollowedBy = R"sql(
  SELECT o.id, o.code, o.state FROM order_splits s JOIN orders o ON o.id = s.follow_id WHERE s.order_id = ? ORDER BY s.version)sql";
constexpr std::string_view kCodes =
    "SELECT s.follow_id, o.code FROM order_splits s JOIN orders o ON o.id = s.order_id WHERE s.follow_id IN (";
constexpr std::string_view kFilled = "SELECT 1 FROM fills WHERE order_id = ? LIMIT 1";
// Whichever part one starts from, and however often they were divided again.
constexpr std::string_view kOtherParts = R"sql(
  WITH RECURSIVE parts (id) AS (
    SELECT id FROM orders WHERE id = ?
    UNION SELECT s.follow_id FROM parts p JOIN order_splits s ON s.order_id = p.id
    UNION SELECT s.order_id FROM parts p JOIN order_splits s ON s.follow_id = p.id)
  SELECT o.id, o.code, o.state FROM parts p JOIN orders o ON o.id = p.id WHERE o.id <> ? ORDER BY o.id)sql";
constexpr std::string_view kMoveFreight = R"sql(
  UPDATE orders SET freight_vnd = freight_vnd + ?, total_vnd = total_vnd + ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSavePost = "UPDATE order_splits SET post_vnd = ? WHERE follow_id = ?";
constexpr std::string_view kFreightMoved = "freight-moved";
constexpr std::string_view kCodeKey = "uq_orders_code";
constexpr std::string_view kWhy = "split";

OrderLink LinkOf(const keel::sql::Rows& rows) {
  return {rows.Text(0), rows.Text(1), StateFromRow(rows.Text(2))};
}

}  // namespace

keel::Result<SplitStore::Both> SplitStore::Save(const Order& order, const Split& split, const Row& row, const Actor& by,
                                                keel::Instant at) {
  Both both{split.now, split.follow};
  auto& [now, follow] = both;
  if (session_.Execute(kSaveAmounts, {now.goods, now.total, now.grams, order.id.text(), order.version}) == 0)
    return keel::Error{keel::Kind::kRaced, "order-changed", "The order changed meanwhile; read it again."};
  now.version = follow.version = order.version + 1;
  follow.moved_at = at;
  try {
    session_.Execute(kInsertFollow,
                     {follow.id.text(), follow.code.text(), follow.goods, follow.freight, follow.total, follow.carrier,
                      follow.service, follow.freight_estimated, follow.grams, at, order.id.text()});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, kCodeKey)) throw;
    return keel::Error{keel::Kind::kRaced, "order-code-taken", "Another order has that code."};
  }
  keel::sql::Values lines, moved;
  std::int64_t line_no = 0;
  for (const auto& [before, stays, later] : split.lines) {
    session_.Execute(kSaveLine, {stays.quantity, stays.total, order.id.text(), stays.id.text()});
    AddRow(lines, follow.id.text(), ++line_no, later.id.text(), later.variant_id, later.product_id, later.product_slug,
           later.product_name, later.variant_name, later.unit, later.photo, later.category, later.quantity,
           later.unit_price, later.total, later.net_weight_g);
    AddRow(moved, row.id.text(), stays.id.text(), later.id.text(), stays.variant_id, stays.quantity, later.quantity,
           stays.total, later.total);
    if (stays.quantity == 0)
      session_.Execute(kMoveWeight, {follow.id.text(), later.id.text(), order.id.text(), stays.id.text()});
  }
  InsertRows(session_, kInsertLines, kLineColumns, std::move(lines));
  session_.Execute(kShareHistory, {follow.id.text(), order.id.text()});
  for (const Order* one : {&now, &follow})
    session_.Execute(kInsertHistory,
                     {one->id.text(), one->version, NameOf(one->state), NameOf(one->state), by.id, kWhy, at});
  session_.Execute(kShareTaker, {follow.id.text(), order.id.text()});
  session_.Execute(kInsert, {row.id.text(), order.id.text(), follow.id.text(), now.version, by.id, row.post,
                             row.post_estimated, at});
  InsertRows(session_, kInsertSplitLines, kSplitLineColumns, std::move(moved));
  return both;
}

std::optional<SplitStore::Before> SplitStore::FollowsOf(const OrderId& id) {
  auto rows = session_.Query(kFollows, {id.text()});
  if (!rows.Next()) return std::nullopt;
  return Before{LinkOf(rows), rows.Dong(3)};
}

std::vector<OrderLink> SplitStore::FollowedBy(const OrderId& id) {
  std::vector<OrderLink> links;
  for (auto rows = session_.Query(kFollowedBy, {id.text()}); rows.Next();) links.push_back(LinkOf(rows));
  return links;
}

std::map<std::string, std::string> SplitStore::CodesFollowed(const std::vector<std::string>& ids) {
  std::map<std::string, std::string> codes;
  for (auto rows = QueryIn(session_, kCodes, ids); rows.Next();) codes.emplace(rows.Text(0), rows.Text(1));
  return codes;
}

std::optional<OrderLink> SplitStore::FreightHeir(const Order& order) {
  if (order.freight == keel::Money() || !Lookup(order.state, OrderEvent::kCancelled)) return std::nullopt;
  for (auto rows = session_.Query(kOtherParts, {order.id.text(), order.id.text()}); rows.Next();)
    if (auto part = LinkOf(rows); MayTakeFreight(part.state, order.payment)) return part;
  return std::nullopt;
}

keel::Result<SplitStore::Freight> SplitStore::MoveFreight(const Order& from, const Order& to, keel::Money freight,
                                                          keel::Money post, const Actor& by, keel::Instant at) {
  Freight moved{from, to};
  const auto change = [&](Order& order, std::int64_t dong) {
    if (session_.Execute(kMoveFreight, {dong, dong, order.id.text(), order.version}) == 0) return false;
    order.freight = keel::Money::Vnd(order.freight.dong() + dong);
    order.total = keel::Money::Vnd(order.total.dong() + dong);
    ++order.version;
    session_.Execute(kInsertHistory, {order.id.text(), order.version, NameOf(order.state), NameOf(order.state), by.id,
                                      kFreightMoved, at});
    return true;
  };
  if (!change(moved.from, -freight.dong()) || !change(moved.to, freight.dong()))
    return keel::Error{keel::Kind::kRaced, "order-changed", "An order changed meanwhile; read it again."};
  session_.Execute(kSavePost, {post, to.id.text()});
  return moved;
}

bool SplitStore::IsFilled(const OrderId& id) {
  return session_.Query(kFilled, {id.text()}).Next();
}

}  // namespace orders
