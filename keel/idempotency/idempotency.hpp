#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

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

/// For a flow that does several requests' work in one transaction: what names a request, and remembering all their
/// answers at once. Whoever uses it falls back to Run when the transaction fails: Run then finds a stored answer, or
/// says what is wrong.
struct Key {
  std::string caller, key, fingerprint;
};
/// Errors: kInvalid "idempotency-key-required", "idempotency-key-invalid".
Result<Key> KeyOf(const http::Request& request, std::string_view caller);
/// `replies` in the order of `keys`, at most sixteen, each of status < 400; last in the transaction.
/// Errors: kConflict "idempotency-key-taken": roll back.
Result<Done> RememberAll(sql::Transaction& transaction, const std::vector<Key>& keys,
                         const std::vector<http::Reply>& replies, Instant now);

/// Deletes the keys whose time (72 hours) is over; answers how many; none in a schema without the table.
/// Every service with a database runs it each hour (keel/service/service.cpp).
std::int64_t Sweep(sql::Pool& pool, Instant now);

}  // namespace keel::idempotency
