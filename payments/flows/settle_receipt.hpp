#pragma once
#include <string>

#include "payments/flows/desk.hpp"
#include "payments/store/receipt_store.hpp"

/// What an operator does with a bank line that did not explain itself. Each runs in the caller's transaction.
namespace payments {

/// Errors: kNotFound "receipt-not-found"; kConflict "receipt-not-unmatched", "receipt-of-another-account".
keel::Result<Receipt> LockUnmatched(keel::sql::Session& session, const ReceiptId& id);

/// The line is for this intent after all; it is then treated as if its reference had said so.
/// Errors: kNotFound "receipt-not-found", "intent-not-found"; kConflict "receipt-not-unmatched",
/// "intent-takes-no-transfer".
keel::Result<Receipt> MatchReceipt(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                   const IntentId& intent);

/// The payment that a person read the reference, or an order's code, of: as typed, with blanks or in small letters.
/// Errors: kNotFound "reference-unknown".
keel::Result<IntentId> IntentOfReference(keel::sql::Transaction& transaction, const Desk& desk,
                                         const std::string& typed);

/// The line is a provider's payment to us of what payers paid it; `fee`: what it kept for itself of that.
/// Errors: kNotFound "receipt-not-found"; kConflict "receipt-not-unmatched", "remittance-too-large"; kInvalid
/// "provider-unknown".
keel::Result<Receipt> MatchPayover(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                   const std::string& provider, keel::Money fee);

/// The line is a carrier's payment of cash it collected; the oldest orders it covers wholly count as remitted.
/// Errors: kNotFound "receipt-not-found"; kConflict "receipt-not-unmatched", "remittance-too-large".
keel::Result<Receipt> MatchRemittance(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& carrier);

/// The line makes up for what the carrier's statements and its money differed by: no order's cash.
/// Errors: kNotFound "receipt-not-found"; kConflict "receipt-not-unmatched"; "remittance-too-large" above what the
/// carrier still owes of it.
keel::Result<Receipt> MatchDifference(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& carrier);

/// What is owed back of these lines, which are locked, went back by `by` as far as `amount` reaches, the first first.
keel::Result<keel::Done> CloseReceipts(keel::sql::Session& session, std::vector<Receipt> lines, keel::Money amount,
                                       const std::string& by);

/// The line, or what of it is owed back, was sent back by the operator's bank.
/// Errors: kNotFound "receipt-not-found"; kConflict "receipt-nothing-to-return", "refund-under-way" (a
/// provider's: it goes back through the provider by itself).
keel::Result<Receipt> ReturnReceipt(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                    const std::string& bank_reference);

}  // namespace payments
