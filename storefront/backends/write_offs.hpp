#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// What buyers were sent too much and the market gave up. Free functions over the Asker of payments; safe from several
/// threads. Callers carry the operator's token.
namespace storefront::backends {

struct WriteOff {
  std::string id, intent_id, order_codes, reason;
  keel::Money amount;
  keel::Instant at{};
  bool undone = false;
};
Got<Listing<WriteOff>> WriteOffs(const Asker& payments, const Caller& caller, const std::string& cursor);
/// `amount`: what the operator was shown. Needs caller.idempotency_key.
Got<Nothing> WriteOffRefund(const Asker& payments, const Caller& caller, const std::string& intent, keel::Money amount,
                            const std::string& reason);
/// Needs caller.idempotency_key.
Got<Nothing> UndoWriteOff(const Asker& payments, const Caller& caller, const std::string& id,
                          const std::string& reason);

}  // namespace storefront::backends
