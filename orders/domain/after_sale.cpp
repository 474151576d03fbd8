#include "orders/domain/after_sale.hpp"

#include <algorithm>
#include <map>

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Money;

/// What pieces number `from` to `from + quantity` of the line cost: so that parts taken one after the other add up.
Money PartOf(const OrderLine& line, std::int64_t from, std::int64_t quantity) {
  const std::vector<std::int64_t> pieces(static_cast<std::size_t>(line.quantity), 1);
  const auto parts = keel::Split(line.total, pieces);
  std::int64_t dong = 0;
  for (auto i = from; i < from + quantity; ++i) dong += parts[static_cast<std::size_t>(i)].dong();
  return Money::Vnd(dong);
}

std::int64_t Before(const TakenBack& before, const std::string& line_id) {
  const auto at = std::ranges::find(before, line_id, &TakenBack::value_type::first);
  return at == before.end() ? 0 : at->second;
}

}  // namespace

keel::Result<std::pair<std::vector<ReturnLine>, Money>> PlanReturn(const Order& order,
                                                                   const std::vector<OrderLine>& lines,
                                                                   const TakenBack& before, const ReturnWish& wish) {
  std::map<std::string, std::int64_t> wanted;
  for (const auto& [id, quantity] : wish.lines) wanted[id.text()] += quantity;
  std::vector<ReturnLine> taken;
  std::int64_t refund = 0;
  bool whole = true;
  for (const OrderLine& line : lines) {
    const auto at = wanted.find(line.id.text());
    const auto quantity = at == wanted.end() ? 0 : at->second;
    const auto gone = Before(before, line.id.text());
    if (at != wanted.end()) wanted.erase(at);
    if (quantity < 0 || gone + quantity > line.quantity)
      return Error{Kind::kConflict, "return-too-much", "More than was bought cannot go back.", line.product_name};
    whole = whole && gone == 0 && quantity == line.quantity;
    if (quantity == 0) continue;
    const auto amount = PartOf(line, gone, quantity);
    refund += amount.dong();
    taken.push_back({line.id.text(), line.variant_id, quantity, amount});
  }
  if (!wanted.empty())
    return Error{Kind::kInvalid, "line-unknown", "The order has no such line.", wanted.begin()->first};
  if (taken.empty()) return Error{Kind::kInvalid, "return-empty", "Say what goes back."};
  const bool needs_photo = wish.reason != ReturnReason::kChangedMind && wish.reason != ReturnReason::kMissing;
  if (needs_photo && wish.photos.empty())
    return Error{Kind::kInvalid, "evidence-missing", "A photo must show what is wrong."};
  if (whole && wish.reason != ReturnReason::kChangedMind) refund += order.freight.dong();
  return std::pair(std::move(taken), Money::Vnd(refund));
}

std::optional<keel::Instant> ReturnUntil(const Order& order, std::chrono::days window) {
  if (order.state != OrderState::kDelivered) return std::nullopt;
  return order.moved_at + window;
}

std::optional<keel::Instant> DisputeUntil(const Order& order, const std::vector<Return>& returns,
                                          std::chrono::days window) {
  if (order.state != OrderState::kDelivered) return std::nullopt;
  keel::Instant until = order.moved_at + 2 * window;
  for (const Return& one : returns) {
    if (one.state == ReturnState::kReceived || one.state == ReturnState::kWithdrawn) continue;
    const bool refused = one.state == ReturnState::kRefused && !one.history.empty();
    until = std::max<keel::Instant>(until, (refused ? one.history.back().at : one.until) + window);
  }
  return until;
}

}  // namespace orders
