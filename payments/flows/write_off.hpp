#pragma once
#include <optional>
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/write_off_store.hpp"

/// A buyer who was refunded twice and never gives the second back: an operator books it as the market's loss. Each
/// change runs in the caller's transaction.
namespace payments {

/// Books all that this payment's buyer still has too much as lost. `amount`: what the operator saw standing there.
/// Errors: kNotFound "intent-not-found"; kConflict "nothing-to-recover", "write-off-amount-changed" (argument: what
/// stands there now, in đồng).
keel::Result<WriteOff> WriteOffRefund(keel::sql::Transaction& transaction, const Desk& desk, const IntentId& intent,
                                      keel::Money amount, const std::string& reason, const std::string& by);

/// It was wrong: the reverse is booked, and the buyer owes it again. Errors: kNotFound "write-off-not-found"; kConflict
/// "write-off-undone".
keel::Result<WriteOff> UndoWriteOff(keel::sql::Transaction& transaction, const Desk& desk, const WriteOffId& id,
                                    const std::string& why, const std::string& by);

/// What this payment's buyer may give back: what stands to be recovered, and what was written off, which he owes no
/// less for that.
keel::Money GiveableBack(keel::sql::Session& session, const IntentId& intent);

/// He gives back `amount` of it, no more than GiveableBack: write-offs are undone, the newest first, until so much
/// stands there.
void ReopenFor(keel::sql::Session& session, const Desk& desk, const IntentId& intent, keel::Money amount,
               const std::string& by);

/// Newest first, older than `before`.
std::vector<WriteOff> WriteOffs(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);

}  // namespace payments
