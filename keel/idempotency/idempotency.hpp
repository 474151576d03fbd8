#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/http/message.hpp"
#include "keel/sql/sql.hpp"

/// Remembers the answer to (caller, Idempotency-Key) in the transaction of the effect.
/// Table idempotency_keys: keel/idempotency/migrations (copied into each service's migrations).
namespace keel::idempotency {

/// Runs `work` in one transaction under the request's Idempotency-Key. Same key and body → the stored answer, header
/// "Idempotency-Replayed: true"; other body → 409 "idempotency-key-reused"; in flight → 409 "request-in-flight" with
/// Retry-After: 1. Only replies of status < 400 are kept (an Error rolls everything back and leaves the key free).
/// `caller`: account id, cart id or another stable name. Without the header: kInvalid "idempotency-key-required" if
/// `required`, else `work` runs unprotected. One INSERT on the hot path: the row is written last, its unique key
/// decides.
http::Reply Run(sql::Pool& pool, const http::Request& request, std::string_view caller, const Clock& clock,
                bool required, const std::function<Result<http::Reply>(sql::Transaction&)>& work);

/// Deletes the keys whose time (72 hours) is over; answers how many; none in a schema without the table.
/// Every service with a database runs it each hour (keel/service/service.cpp).
std::int64_t Sweep(sql::Pool& pool, Instant now);

}  // namespace keel::idempotency
