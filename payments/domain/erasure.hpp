#pragma once
#include <cstdint>

#include "keel/money.hpp"

namespace payments {

/// What of a purchase's money may still need to know who bought.
struct MoneyLeft {
  std::int64_t open_orders = 0;  ///< Neither settled, returned nor cancelled.
  std::int64_t unremitted = 0;   ///< Cash a carrier collected for the market and has not paid over.
  std::int64_t refunds = 0;      ///< On their way: in a bank file, or with a provider.
  keel::Money refund_due;        ///< Owed back to the buyer.
};

/// Whether bank accounts, names and addresses of the payer may be blanked. What the books are made of stays.
constexpr bool MayErase(const MoneyLeft& left) {
  return left.open_orders == 0 && left.unremitted == 0 && left.refunds == 0 && left.refund_due == keel::Money();
}

}  // namespace payments
