#pragma once
#include "payments/flows/desk.hpp"

namespace payments {

/// A provider tells how an attempt ended. Verified over the raw bytes, kept once, held against what was asked, applied;
/// the answer is what the provider expects to read, and says "taken" only after the commit. A callback with another
/// amount than was asked moves nothing: the provider is asked instead, at once. `provider` has a gateway.
CallbackAnswer TakeCallback(const Desk& desk, const Provider& provider, const Webhook& webhook);

}  // namespace payments
