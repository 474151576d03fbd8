#pragma once
#include "payments/flows/desk.hpp"

namespace payments {

/// Where to send the payer of an intent: the attempt that is open for just what remains, or a new one. Written down
/// with our own key before the provider is asked; one whose answer got lost is asked about before it is opened again.
/// Calling it again answers the same attempt, also while another call is opening it: this one waits a moment for that.
/// Errors: kNotFound "intent-not-found"; kConflict "intent-not-by-provider", "intent-not-payable", "provider-refused",
/// "request-in-flight" (the other still waits for the provider; ask again); kUnavailable "provider-away".
keel::Result<Attempt> OpenAttempt(const Desk& desk, const IntentId& id, const Payer& payer);

}  // namespace payments
