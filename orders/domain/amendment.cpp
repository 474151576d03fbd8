#include "orders/domain/amendment.hpp"

#include <algorithm>
#include <array>

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Money;
using keel::Result;

std::string Title(const OrderLine& line) {
  return line.variant_name.empty() ? line.product_name : line.product_name + " – " + line.variant_name;
}

/// What `keep` of the line's pieces cost. Exact for a line priced by the piece, and to the đồng for one that was
/// weighed.
Money PartOf(const OrderLine& line, std::int64_t keep) {
  const std::array<std::int64_t, 2> weights{keep, line.quantity - keep};
  return keel::Split(line.total, weights).front();
}

Result<OrderLine> Changed(const OrderLine& line, const LineChange& change) {
  const Error grows{Kind::kConflict, "amendment-grows", "An order can only become smaller.", Title(line)};
  if (change.quantity < 0 || change.quantity > line.quantity) return grows;
  OrderLine after = line;
  after.quantity = change.quantity;
  after.total = change.quantity == 0 ? Money() : change.total.value_or(PartOf(line, change.quantity));
  if (after.total < Money() || after.total > line.total) return grows;
  return after;
}

OrderLine Added(const AddedLine& added, keel::Instant now) {
  const Offer& o = added.offer;
  return {LineId::New(now), o.variant_id, o.product_id,   o.product_slug, o.product_name, o.variant_name, o.unit,
          o.photo,          o.category,   added.quantity, o.price,        added.total,    o.net_weight_g};
}

bool Same(const OrderLine& a, const OrderLine& b) {
  return a.quantity == b.quantity && a.total == b.total;
}

/// Amounts and weight of the whole, from its lines.
Result<keel::Done> Sum(Amended& amended, const std::vector<OrderLine>& lines) {
  Money goods;
  std::int64_t net_g = 0;
  for (const OrderLine& line : lines) {
    const auto sum = keel::Add(goods, line.total);
    if (!sum) return sum.error();
    goods = *sum;
    net_g += line.net_weight_g * line.quantity;
    if (line.quantity == 0) continue;
    auto& totals = amended.category_totals;
    const auto at = std::ranges::find(totals, line.category, &std::pair<std::string, Money>::first);
    if (at == totals.end())
      totals.emplace_back(line.category, line.total);
    else
      at->second = Money::Vnd(at->second.dong() + line.total.dong());
  }
  const auto total = keel::Add(goods, amended.order.freight);
  if (!total) return total.error();
  amended.order.goods = goods;
  amended.order.total = *total;
  amended.order.grams = ParcelGrams(net_g);
  amended.nothing_left = std::ranges::all_of(lines, [](const OrderLine& line) { return line.quantity == 0; });
  return keel::Done{};
}

}  // namespace

Result<Amended> Amend(const Order& order, const std::vector<OrderLine>& lines, const std::vector<LineChange>& changes,
                      const std::vector<AddedLine>& added, keel::Instant now) {
  if (!MayAmend(order.state))
    return Error{Kind::kConflict, "order-state-conflict", "The order can no longer be changed.",
                 std::string(NameOf(order.state))};
  Amended amended{order, {}, {}, false};
  std::vector<OrderLine> left = lines;
  for (auto one = changes.begin(); one != changes.end(); ++one) {
    const LineChange& change = *one;
    if (std::any_of(changes.begin(), one, [&](const LineChange& other) { return other.line == change.line; }))
      return Error{Kind::kInvalid, "line-twice", "A line is named twice.", change.line.text()};
    const auto at = std::ranges::find(left, change.line, &OrderLine::id);
    if (at == left.end())
      return Error{Kind::kInvalid, "line-unknown", "The order has no such line.", change.line.text()};
    const auto after = Changed(*at, change);
    if (!after) return after.error();
    *at = *after;
  }
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!Same(lines[i], left[i])) amended.changed.push_back({lines[i], left[i]});
  for (const AddedLine& one : added) {
    left.push_back(Added(one, now));
    amended.changed.push_back({left.back(), left.back()});
    amended.changed.back().before.quantity = 0;
    amended.changed.back().before.total = Money();
  }
  if (amended.changed.empty()) return Error{Kind::kConflict, "amendment-empty", "Nothing would change.", {}};
  if (const auto summed = Sum(amended, left); !summed) return summed.error();
  if (amended.order.goods > order.goods)
    return Error{Kind::kConflict, "amendment-grows", "An order can only become smaller.",
                 added.empty() ? std::string() : added.front().offer.Title()};
  return amended;
}

}  // namespace orders
