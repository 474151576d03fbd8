#pragma once
#include <cstdint>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"

/// How often somebody may do a thing on one day of Vietnam's calendar: "tomorrow" is what a person understands.
/// Counted in the database, which must be there for the thing itself: nothing opens when Redis is emptied or away, and
/// all replicas count together. Table day_counts: keel/quota/migrations (copied into each service's migrations).
namespace keel::quota {

/// Takes one of the `most` that `subject` has today, before the work: what is done at once is counted one after the
/// other. False: none is left. Throws sql::Fault.
bool TakeOne(sql::Pool& pool, std::string_view subject, std::int64_t most, Instant now);

/// Gives back one that was taken at `taken_at`, where nothing came of it and it was not the subject's doing.
void GiveBack(sql::Pool& pool, std::string_view subject, Instant taken_at);

/// Until the next day begins in Vietnam; at least 1.
int SecondsToTomorrow(Instant now);

/// Forgets days gone by; answers how many counts; none in a schema without the table. Every service with a database
/// runs it each hour (keel/service/service.cpp).
std::int64_t Sweep(sql::Pool& pool, Instant now);

}  // namespace keel::quota
