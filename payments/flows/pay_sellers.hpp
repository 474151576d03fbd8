#pragma once
#include <string>
#include <vector>

#include "payments/domain/bank_answer.hpp"
#include "payments/flows/desk.hpp"
#include "payments/store/payout_store.hpp"
#include "payments/store/seller_store.hpp"

/// Paying sellers: a round of payouts goes to the bank in one file; what the bank answers is booked. Each runs in the
/// caller's transaction. Nothing here sends money.
namespace payments {

/// Who would be paid now, and what waits.
std::vector<ReadyRow> ReadyToPay(const Desk& desk);

struct PreparedBatch {
  PayoutBatchId id;
  std::vector<PayoutRow> payouts;
  std::vector<ReadyRow> left_out;  ///< Ready, but below `least`, or without a bank account that takes money.
};
/// One payout a seller for all that is ready, what was taken back after earlier payouts taken off. The items stand in
/// no second round. Errors: kConflict "nothing-to-pay-out".
keel::Result<PreparedBatch> PreparePayouts(keel::sql::Transaction& transaction, const Desk& desk, keel::Money least,
                                           const std::string& by);

/// The bank paid it. Repeating it changes nothing. Errors: kNotFound "payout-not-found"; kConflict "payout-bounced":
/// that transfer came back; "payout-paid-by-another" with the first reference, "told-after-bounce" with this one: kept
/// for an operator to decide (told_transfers.hpp) if the caller commits.
keel::Result<PayoutRow> ConfirmPayout(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                      const std::string& bank_reference);

/// The bank did not pay it, or the money came back: what it paid is owed again, and no round pays that account until
/// it is changed or TryPayeeAgain. Repeating it changes nothing.
/// Errors: kNotFound "payout-not-found".
keel::Result<PayoutRow> BouncePayout(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                     const std::string& reason, const CameBackBy& by = {});

/// The bank sent the same payout by another transfer too: a payout of its own with the same lines. What is then too
/// much is taken off the next. Errors: kNotFound "payout-not-found".
keel::Result<PayoutRow> PaidOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                     const std::string& bank_reference, const std::string& by);

/// The seller's account takes money after all. Errors: kConflict "payee-not-refused".
keel::Result<keel::Done> TryPayeeAgain(keel::sql::Transaction& transaction, const PartyId& party);

/// One row of the file a bank sends back.
/// Every row is answered; a wrong one changes nothing and stops no other. `csv`: columns reference, status and, where
/// the bank writes them, amount, bank_reference, reason. Errors: those of ReadTable.
keel::Result<std::vector<TransferAnswer>> TakeBankAnswer(keel::sql::Transaction& transaction, const Desk& desk,
                                                         const PayoutBatchId& batch, const std::string& csv);

}  // namespace payments
