#include "payments/domain/allocation.hpp"

#include "payments/domain/ledger.hpp"

namespace payments {

std::vector<PayoutLine> Allocate(const std::vector<Payable>& oldest_first, std::optional<keel::Money> wanted) {
  keel::Money all, taken_off;
  for (const auto& item : oldest_first) {
    all = Sum(all, item.rest);
    if (item.rest < keel::Money()) taken_off = Sum(taken_off, item.rest);
  }
  const auto pays = wanted && *wanted < all ? *wanted : all;
  if (pays <= keel::Money()) return {};
  auto pot = Difference(pays, taken_off);  // Taking off makes room for more of what is owed.
  std::vector<PayoutLine> lines;
  for (const auto& item : oldest_first) {
    if (item.rest < keel::Money()) {
      lines.push_back({item.item, item.order, item.rest});
    } else if (item.rest > keel::Money() && pot > keel::Money()) {
      const auto part = item.rest < pot ? item.rest : pot;
      lines.push_back({item.item, item.order, part});
      pot = Difference(pot, part);
    }
  }
  return lines;
}

keel::Money SumOf(const std::vector<PayoutLine>& lines) {
  keel::Money sum;
  for (const auto& line : lines) sum = Sum(sum, line.amount);
  return sum;
}

}  // namespace payments
