#pragma once
#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "keel/sql/sql.hpp"

namespace keel::outbox {

/// GET /internal/events?after=<position>&limit=<1..1000>, for services only:
///   {"events":[{"position","topic","subject","at","body"}],"last":<newest position>,"feed":"<name of this outbox's
///   life>"}
/// Errors: those of Verifier::Service; kInvalid "field-out-of-range".
void MountFeed(http::Server& server, sql::Pool& pool, const auth::Verifier& verifier);

}  // namespace keel::outbox
