#pragma once
#include "keel/sql/sql.hpp"
#include "payments/domain/bank_comparison.hpp"

namespace payments {

/// bank:market beside the bank's own lines, as of one moment. Changes nothing.
BankComparison CompareWithBank(keel::sql::Pool& pool);

}  // namespace payments
