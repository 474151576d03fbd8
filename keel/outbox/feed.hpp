#pragma once
#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "keel/sql/sql.hpp"

namespace keel::outbox {

/// GET /internal/events?after=<position>&limit=<1..1000>&topics=<a,b>&numbered=only, for services only:
///   {"events":[{"position","topic","subject","at","body"}],"upto":<position>,"last":<newest position>,
///    "feed":"<name of this outbox's life>"}
/// Without `topics` all are told; without `numbered=only` also what is committed and had no position yet. `upto` is how
/// far the answer reaches: whoever asks on asks after it. Errors: those of Verifier::Service; kInvalid
/// "field-out-of-range" (more than 16 topics, or letters no topic has); kConflict "feed-gap" when events after that
/// position were swept away: the reader may have missed some, and is never given later ones instead.
void MountFeed(http::Server& server, sql::Pool& pool, const auth::Verifier& verifier);

}  // namespace keel::outbox
