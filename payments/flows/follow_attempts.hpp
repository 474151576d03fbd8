#pragma once
#include "payments/flows/desk.hpp"

namespace payments {

/// Asks the provider what became of a live attempt and applies its word; a call in between two transactions. Does
/// nothing to an attempt that is settled. Errors: kNotFound "attempt-not-found"; those of Gateway::Look.
keel::Result<Attempt> FollowAttempt(const Desk& desk, const AttemptId& id);

/// Asks about every attempt whose time to be asked about has come: payments whose callback did not come, failures that
/// are never told (ZaloPay), attempts whose time is over. Answers how many were asked about. Safe to repeat.
std::size_t FollowAttempts(const Desk& desk);

/// The payer is back: asks about this intent's live attempts at once, a bounded number of times an attempt. That a
/// provider does not answer is no error: the sweeper goes on.
void LookAtIntent(const Desk& desk, const IntentId& id);

}  // namespace payments
