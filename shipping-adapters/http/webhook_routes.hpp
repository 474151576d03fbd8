#pragma once
#include <chrono>

#include "keel/clock.hpp"
#include "keel/http/server.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/carriers/carriers.hpp"

namespace shipping {

/// POST /webhooks/<carrier> and /webhooks/<carrier>/:secret for every carrier in use. Answered 200 after the call is
/// kept.
void MountWebhookRoutes(keel::http::Server& server, keel::sql::Pool& pool, const Carriers& carriers,
                        const keel::Clock& clock, std::chrono::milliseconds poll_after);

}  // namespace shipping
