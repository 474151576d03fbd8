#pragma once
#include "keel/sql/sql.hpp"
#include "payments/domain/gateway.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// Money came for a locked attempt: a receipt is kept, once by the provider's number, and the intent, the ledger and
/// the attempt follow, whatever the attempt's state was: a provider that took money was paid. Answers false when the
/// receipt was there already. `standing` is paid; its amount is what counts. Errors: kRaced, kNotFound
/// "intent-not-found".
keel::Result<bool> PayAttempt(keel::sql::Transaction& transaction, const Gateway& gateway, Attempt& attempt,
                              const Standing& standing, keel::Instant now);

}  // namespace payments
