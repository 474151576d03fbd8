#pragma once
#include "payments/domain/commission.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// A new dated commission rule; those before stay, and orders already placed keep what they were placed under.
/// Errors: kInvalid "rule-in-the-past": what was quoted must be what is settled.
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const CommissionRule& rule);

}  // namespace payments
