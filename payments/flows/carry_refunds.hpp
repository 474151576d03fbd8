#pragma once
#include "payments/flows/desk.hpp"

namespace payments {

/// Writes down a refund for everything that is owed back and came through a provider, first for receipts that are owed
/// back themselves (double, over, late). Answers how many were written. Safe to repeat.
std::size_t PlanRefunds(const Desk& desk);

/// Carries one refund a step further: commits that it is being tried, calls, commits the outcome. A refund whose answer
/// got lost is asked about before it is sent again. Errors: kNotFound "refund-not-found"; those of Gateway::Refund.
keel::Result<RefundJob> CarryRefund(const Desk& desk, const RefundId& id);

/// All that are due. Answers how many were carried. Safe to repeat.
std::size_t CarryRefunds(const Desk& desk);

/// An operator wants a failed refund tried once more, under a new key.
/// Errors: kNotFound "refund-not-found"; kConflict "refund-not-failed".
keel::Result<RefundJob> RetryRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id);

}  // namespace payments
