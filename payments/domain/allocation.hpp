#pragma once
#include <optional>
#include <vector>

#include "keel/money.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// What is still to be paid of one item on a seller's account; below zero: to be taken off.
struct Payable {
  std::int64_t item = 0;
  OrderId order;
  keel::Money rest;
};

/// What one payout pays of one item.
struct PayoutLine {
  std::int64_t item = 0;
  OrderId order;
  keel::Money amount;
};

/// Which items a payout pays. All that is to be taken off comes first, then the oldest; with `wanted` the last item may
/// be paid in part. Empty when nothing above zero remains: what is below is carried to the next time. The lines' sum is
/// the payout, `wanted` where that was given and there is as much.
std::vector<PayoutLine> Allocate(const std::vector<Payable>& oldest_first,
                                 std::optional<keel::Money> wanted = std::nullopt);

keel::Money SumOf(const std::vector<PayoutLine>& lines);

}  // namespace payments
