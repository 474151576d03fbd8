#include "orders/domain/split.hpp"

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

void AddTo(CategoryTotals& totals, const OrderLine& line) {
  if (line.quantity == 0) return;
  const auto at = std::ranges::find(totals, line.category, &std::pair<std::string, Money>::first);
  if (at == totals.end())
    totals.emplace_back(line.category, line.total);
  else
    at->second =
        Money::Vnd(at->second.dong() + line.total.dong());  // Below the order's goods, which were added before.
}

struct Sum {
  std::int64_t pieces = 0, net_g = 0;
  Money goods;
  CategoryTotals categories;
  void Add(const OrderLine& line) {
    pieces += line.quantity;
    net_g += line.net_weight_g * line.quantity;
    goods = Money::Vnd(goods.dong() + line.total.dong());
    AddTo(categories, line);
  }
};

SplitLine Divided(const OrderLine& line, std::int64_t now, keel::Instant at) {
  const std::array<std::int64_t, 2> pieces{now, line.quantity - now};
  const auto totals = keel::Split(line.total, pieces);
  SplitLine split{line, line, line};
  split.now.quantity = pieces[0];
  split.now.total = totals[0];
  split.later.id = LineId::New(at);
  split.later.quantity = pieces[1];
  split.later.total = totals[1];
  return split;
}

Order With(const Order& order, const Sum& sum, Money freight) {
  Order part = order;
  part.goods = sum.goods;
  part.freight = freight;
  part.total = Money::Vnd(sum.goods.dong() + freight.dong());
  part.grams = ParcelGrams(sum.net_g);
  return part;
}

}  // namespace

Result<Split> SplitOrder(const Order& order, const std::vector<OrderLine>& lines,
                         const std::vector<LineChange>& goes_now, keel::Instant at) {
  if (!MaySplit(order.state))
    return Error{Kind::kConflict, "order-state-conflict", "Only an accepted order is sent in parts.",
                 std::string(NameOf(order.state))};
  for (const LineChange& part : goes_now) {
    const auto line = std::ranges::find(lines, part.line, &OrderLine::id);
    if (line == lines.end())
      return Error{Kind::kInvalid, "line-unknown", "The order has no such line.", part.line.text()};
    if (part.quantity < 0 || part.quantity > line->quantity)
      return Error{Kind::kConflict, "split-out-of-range", "More than was ordered cannot go.", Title(*line)};
  }
  Split split{order, order, {}, {}, {}};
  Sum now, later;
  for (const OrderLine& line : lines) {
    // Of a line that is named twice the last word counts, as in an amendment.
    const auto named = std::ranges::find(goes_now.rbegin(), goes_now.rend(), line.id, &LineChange::line);
    const auto going = named == goes_now.rend() ? line.quantity : named->quantity;
    if (going == line.quantity) {
      now.Add(line);
      continue;
    }
    split.lines.push_back(Divided(line, going, at));
    now.Add(split.lines.back().now);
    later.Add(split.lines.back().later);
  }
  if (now.pieces == 0) return Error{Kind::kConflict, "split-nothing-now", "Nothing of it would go now."};
  if (later.pieces == 0) return Error{Kind::kConflict, "split-nothing-later", "All of it would go now."};
  split.now = With(order, now, order.freight);
  split.follow = With(order, later, Money());
  split.now_categories = std::move(now.categories);
  split.follow_categories = std::move(later.categories);
  return split;
}

}  // namespace orders
