#pragma once
#include <string>
#include <vector>

#include "payments/domain/commission.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// What a new commission rule would have done to past orders.
struct FeeSimulation {
  struct Seller {
    std::string party_id;
    std::int64_t orders = 0;
    Net before, after;
  };
  struct Order {
    std::string order_id, code;
    Net before, after;
  };
  std::int64_t orders = 0;
  Net before, after;
  std::vector<Seller> sellers;  ///< By how much they would lose, most first.
  std::vector<Order> examples;  ///< Of one seller only: the latest orders.
  bool cut_off = false;         ///< There were more orders than are looked at.
};

/// Every settled order placed in [from, to) is reckoned again as if `rule` stood beside today's rules: its commission
/// by the row that would win, tax rates as they were frozen. `party_id` empty: all sellers. Changes nothing. Errors:
/// those of RateFor.
keel::Result<FeeSimulation> SimulateFee(const Desk& desk, CommissionRule rule, const std::string& party_id,
                                        keel::Instant from, keel::Instant to);

}  // namespace payments
