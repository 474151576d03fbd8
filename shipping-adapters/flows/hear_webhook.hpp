#pragma once
#include "shipping-adapters/flows/booking_desk.hpp"

namespace shipping {

/// A carrier calls. The call is verified, kept as it came, and (in the same transaction) applied as far as a signature
/// proves it. The rest waits for FollowDesk::Confirm, which asks the carrier. The same call again has no effect.
/// Errors: those of Carrier::ReadWebhook; nothing is kept then.
keel::Result<keel::Done> HearWebhook(keel::sql::Pool& pool, const Carrier& carrier, const Webhook& webhook,
                                     const keel::Clock& clock, std::chrono::milliseconds poll_after);

}  // namespace shipping
