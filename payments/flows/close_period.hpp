#pragma once
#include "payments/domain/month.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// Closes a month and all before it: no entry goes there again, a late fact goes to the first open month with a
/// reference to its own. Errors: kConflict "period-not-over", "period-closed", "ledger-not-in-order" with how many rows
/// differ.
keel::Result<keel::Done> ClosePeriod(keel::sql::Transaction& transaction, const Desk& desk, const Month& month,
                                     const std::string& by);

}  // namespace payments
