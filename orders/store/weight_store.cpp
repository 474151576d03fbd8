#include "orders/store/weight_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace orders {
namespace {

constexpr std::string_view kTolerance = "SELECT tolerance_bp FROM weighed_variants WHERE variant_id = ?";
constexpr std::string_view kSetTolerance = R"sql(
  INSERT INTO weighed_variants (variant_id, tolerance_bp) VALUES (?, ?)
  ON DUPLICATE KEY UPDATE tolerance_bp = VALUES(tolerance_bp))sql";
constexpr std::string_view kOfProduct =
    "SELECT w.variant_id, w.tolerance_bp FROM offers o JOIN weighed_variants w ON w.variant_id = o.variant_id "
    "WHERE o.product_id = ? ORDER BY w.variant_id";
constexpr std::string_view kUnset = "DELETE FROM weighed_variants WHERE variant_id = ?";
constexpr std::string_view kOfOrder = R"sql(
  SELECT w.order_id, w.line_id, w.ordered_g, w.packed_g, w.settled_g, w.agreed_vnd, w.total_vnd, w.outcome, w.weighed_at,
    l.product_name, l.variant_name
  FROM order_weights w JOIN order_lines l ON l.order_id = w.order_id AND l.id = w.line_id WHERE w.order_id = ?
  ORDER BY l.line_no)sql";
constexpr std::string_view kSave = R"sql(
  INSERT INTO order_weights (order_id, line_id, ordered_g, packed_g, settled_g, agreed_vnd, total_vnd, outcome, weighed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE ordered_g = VALUES(ordered_g), packed_g = VALUES(packed_g), settled_g = VALUES(settled_g),
    agreed_vnd = VALUES(agreed_vnd), total_vnd = VALUES(total_vnd), outcome = VALUES(outcome),
    weighed_at = VALUES(weighed_at), answered_at = NULL)sql";
constexpr std::string_view kAnswer =
    "UPDATE order_weights SET outcome = ?, answered_at = ? WHERE order_id = ? AND line_id = ? AND outcome = 'asked'";
constexpr std::string_view kAsked =
    "SELECT order_id FROM order_weights WHERE outcome = 'asked' AND weighed_at < ? GROUP BY order_id "
    "ORDER BY MIN(weighed_at) LIMIT ?";
constexpr std::string_view kUnweighed = R"sql(
  SELECT l.order_id, l.id, l.quantity * l.net_weight_g, l.total_vnd, l.product_name, l.variant_name FROM order_lines l
  JOIN weighed_variants v ON v.variant_id = l.variant_id
  LEFT JOIN order_weights w ON w.order_id = l.order_id AND w.line_id = l.id
  WHERE l.order_id = ? AND l.quantity > 0 AND (w.line_id IS NULL OR w.ordered_g <> l.quantity * l.net_weight_g) ORDER BY l.line_no)sql";

std::string Title(const std::string& product, const std::string& variant) {
  return variant.empty() ? product : product + " (" + variant + ")";
}

Weighing WeighingFromRow(const std::string& name) {
  const auto at = std::ranges::find(kWeighings, name);
  if (at == kWeighings.end()) throw std::runtime_error("unknown outcome of a weighing in the database: " + name);
  return Weighing(at - kWeighings.begin());
}

}  // namespace

std::optional<std::int64_t> WeightStore::ToleranceOf(const std::string& variant_id) {
  auto rows = session_.Query(kTolerance, {variant_id});
  return rows.Next() ? std::optional(rows.Int(0)) : std::nullopt;
}

std::vector<std::pair<std::string, std::int64_t>> WeightStore::TolerancesOf(const std::string& product_id) {
  auto r = session_.Query(kOfProduct, {product_id});
  std::vector<std::pair<std::string, std::int64_t>> weighed;
  while (r.Next()) weighed.emplace_back(r.Text(0), r.Int(1));
  return weighed;
}

void WeightStore::SetTolerance(const std::string& variant_id, std::optional<std::int64_t> tolerance_bp) {
  if (tolerance_bp)
    session_.Execute(kSetTolerance, {variant_id, *tolerance_bp});
  else
    session_.Execute(kUnset, {variant_id});
}

std::vector<LineWeight> WeightStore::OfOrder(const std::string& order_id) {
  auto r = session_.Query(kOfOrder, {order_id});
  std::vector<LineWeight> weights;
  while (r.Next())
    weights.push_back({r.Text(0), r.Text(1), r.Int(2), r.Int(3), r.Int(4), r.Dong(5), r.Dong(6),
                       WeighingFromRow(r.Text(7)), r.At(8), Title(r.Text(9), r.Text(10))});
  return weights;
}

void WeightStore::Save(const LineWeight& w) {
  session_.Execute(kSave, {w.order_id, w.line_id, w.ordered_g, w.packed_g, w.settled_g, w.agreed, w.total,
                           NameOf(w.outcome), w.weighed_at});
}

void WeightStore::Answer(const LineWeight& w, keel::Instant at) {
  session_.Execute(kAnswer, {NameOf(w.outcome), at, w.order_id, w.line_id});
}

std::vector<std::string> WeightStore::AskedBefore(keel::Instant before, std::int64_t limit) {
  auto rows = session_.Query(kAsked, {before, limit});
  std::vector<std::string> orders;
  while (rows.Next()) orders.push_back(rows.Text(0));
  return orders;
}

std::vector<LineWeight> WeightStore::Unweighed(const std::string& order_id) {
  auto r = session_.Query(kUnweighed, {order_id});
  std::vector<LineWeight> lines;
  while (r.Next()) {
    LineWeight line{r.Text(0), r.Text(1), r.Int(2)};
    line.agreed = line.total = r.Dong(3);
    line.title = Title(r.Text(4), r.Text(5));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace orders
