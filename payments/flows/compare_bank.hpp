#pragma once
#include <cstddef>

#include "keel/sql/sql.hpp"
#include "payments/domain/bank_comparison.hpp"

namespace payments {

/// Of each kind, the oldest: pages show no more, and these are named as people know them.
inline constexpr std::size_t kFindingsShown = 100;

/// bank:market beside the bank's own lines, as of one moment. Changes nothing.
BankComparison CompareWithBank(keel::sql::Pool& pool);

}  // namespace payments
