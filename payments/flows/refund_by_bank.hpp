#pragma once
#include <string>
#include <vector>

#include "payments/domain/bank_answer.hpp"
#include "payments/flows/desk.hpp"
#include "payments/store/bank_refund_store.hpp"

/// Money that goes back to payers from the market's bank: whatever came by transfer, cash that is owed back, and what a
/// provider could not take back. A round of refunds goes to the bank in one file (or a VietQR each); what the bank
/// answers, or its own outgoing line, books it. Nothing here sends money.
namespace payments {

/// Where the refunds of a purchase go, as its buyer says (`source` "buyer") or somebody who spoke with him
/// ("operator"). Errors: kNotFound "purchase-not-found"; kInvalid "field-unknown-value" (bank_bin),
/// "field-account-wrong".
keel::Result<keel::Done> SetRefundAccount(keel::sql::Transaction& transaction, const Desk& desk,
                                          const PurchaseId& purchase, const RefundAccount& account);
/// The bank told whose account a transfer came from: kept unless the buyer said another.
void NotePayersAccount(keel::sql::Session& session, const Desk& desk, const Intent& intent, const BankLine& line);
std::optional<RefundAccount> RefundAccountOf(const Desk& desk, const PurchaseId& purchase);

/// What the bank is to send back, oldest first.
std::vector<OwedRefund> OwedByBank(const Desk& desk);

struct PreparedRefunds {
  RefundBatchId id;
  std::vector<BankRefund> refunds;
  std::vector<OwedRefund> left_out;  ///< Nobody knows where to.
};
/// One refund a payment for all that is owed and has an account to go to. What stands in it is neither paid by hand nor
/// in a second round. Errors: kConflict "nothing-to-refund".
keel::Result<PreparedRefunds> PrepareRefunds(keel::sql::Transaction& transaction, const Desk& desk,
                                             const std::string& by);

/// The bank sent it. Repeating it changes nothing. Errors: kNotFound "refund-not-found"; kConflict "refund-bounced",
/// "refund-paid-by-another" and "told-after-bounce" as ConfirmPayout.
keel::Result<BankRefund> ConfirmRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                       const std::string& bank_reference);
/// The bank did not send it, or it came back: owed again. Repeating it changes nothing. Errors: kNotFound
/// "refund-not-found".
keel::Result<BankRefund> BounceRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                      const std::string& reason, const CameBackBy& by = {});

/// Every row of the bank's file is answered; a wrong one changes nothing and stops no other. Errors: those of
/// ReadBankAnswer; kNotFound "refund-batch-not-found".
keel::Result<std::vector<TransferAnswer>> TakeRefundAnswer(keel::sql::Transaction& transaction, const Desk& desk,
                                                           const RefundBatchId& batch, const std::string& csv);

/// The bank sent the same refund by another transfer too. What the payer was not owed any more stands in
/// refunds_to_recover until he gives it back. Errors: kNotFound "refund-not-found"; kConflict "refund-under-way": some
/// of it stands in a bank file.
keel::Result<keel::Done> RefundedOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                          const std::string& bank_reference, const std::string& by);

struct RefundBatchView {
  RefundBatch batch;
  std::vector<BankRefund> refunds;
};
/// Errors: kNotFound "refund-batch-not-found".
keel::Result<RefundBatchView> OneRefundBatch(const Desk& desk, const RefundBatchId& id);
std::vector<RefundBatch> RefundBatches(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);
/// Errors: kNotFound "refund-not-found".
keel::Result<BankRefund> OneBankRefund(const Desk& desk, const RefundId& id);

}  // namespace payments
