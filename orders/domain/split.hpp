#pragma once
#include <string>
#include <utility>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"
#include "orders/domain/amendment.hpp"
#include "orders/domain/order.hpp"

/// An order of which only a part goes now. The rest becomes an order of its own, of the same purchase, which follows
/// it. Together they are what the order was: not a piece and not a đồng more or less.
namespace orders {

using CategoryTotals = std::vector<std::pair<std::string, keel::Money>>;

/// A line of which something is left for later. The pieces of `now` and `later` are those of `before`, their totals
/// add up to its total.
struct SplitLine {
  OrderLine before;
  OrderLine now;    ///< The same line; quantity 0 when all of it goes later.
  OrderLine later;  ///< A new line of the order that follows.
};

/// An order as it would be, and the one that would follow it. Freight stays with the first, as long as that is not
/// cancelled: see MayTakeFreight.
struct Split {
  Order now;     ///< With its new goods, total and grams; version and state as before.
  Order follow;  ///< Id and code are the first one's: whoever writes it gives it its own.
  std::vector<SplitLine> lines;
  CategoryTotals now_categories, follow_categories;  ///< Add up to each one's goods.
};

/// Once it is accepted and until it is packed: before that a shop accepts a part, after it there is one parcel.
constexpr bool MaySplit(OrderState state) {
  return state == OrderState::kAccepted;
}

/// The buyer agreed to one freight for all of it, and it belongs to what still ships: where the part that carries it is
/// cancelled, it goes with the oldest part that may take it. That is not one whose cash was told to its carrier, and
/// not one that has arrived: its money is settled.
constexpr bool MayTakeFreight(OrderState state, Payment payment) {
  if (state == OrderState::kAccepted) return true;
  return payment != Payment::kCod && (state == OrderState::kPacked || state == OrderState::kShipped);
}
/// What its shop still bears of a parcel's post once `freight` goes with it.
constexpr keel::Money PostLeft(keel::Money post, keel::Money freight) {
  return keel::Money::Vnd(post > freight ? post.dong() - freight.dong() : 0);
}

/// `goes_now`: how many pieces of each line go now; lines that are not named go whole. A line's total is shared by its
/// pieces, by the largest remainder. Errors: kConflict "order-state-conflict"; kInvalid "line-unknown" (argument: the
/// line id); kConflict "split-out-of-range" (argument: what the line is called) where fewer than none or more than were
/// ordered would go; kConflict "split-nothing-now", "split-nothing-later".
keel::Result<Split> SplitOrder(const Order& order, const std::vector<OrderLine>& lines,
                               const std::vector<LineChange>& goes_now, keel::Instant at);

}  // namespace orders
