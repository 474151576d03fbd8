#pragma once
#include <cstdint>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"

namespace keel::outbox {

/// Deletes the events from the feed's beginning up to the first that is not older than `before`; answers how many.
/// Readers' cursors live with the readers: one that fell so far behind is told so ("feed-gap", see feed.hpp), for
/// positions have no gaps otherwise. Every service with a database runs it each hour (OUTBOX_DAYS).
std::int64_t Sweep(sql::Pool& pool, Instant before);

}  // namespace keel::outbox
