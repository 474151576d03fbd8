#pragma once
#include <string>

#include "payments/flows/desk.hpp"

/// Money that an operator has sent from the market's account: told here after the bank did it. Each runs in the
/// caller's transaction. `by`: the operator's account id.
namespace payments {

/// All that is owed back for the intent and no provider is just paying back. Errors: kNotFound "intent-not-found";
/// kConflict "nothing-to-refund", "refund-under-way", "transfer-in-doubt".
keel::Result<Intent> RefundIntent(keel::sql::Transaction& transaction, const Desk& desk, const IntentId& id,
                                  const std::string& bank_reference, const std::string& by);

struct Payout {
  PayoutId id;
  keel::Money amount, still_owed;
};
/// A payment to a seller of what is ready, as a round would pay it. Errors: kConflict "transfer-in-doubt";
/// "payout-too-large" with what is ready as argument.
keel::Result<Payout> PayOut(keel::sql::Transaction& transaction, const Desk& desk, const PartyId& party,
                            keel::Money amount, const std::string& bank_reference, const std::string& by);

}  // namespace payments
