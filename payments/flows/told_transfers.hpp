#pragma once
#include <string>
#include <vector>

#include "payments/domain/told_transfer.hpp"
#include "payments/domain/transfer_reference.hpp"
#include "payments/flows/desk.hpp"
#include "payments/store/bank_refund_store.hpp"
#include "payments/store/payout_store.hpp"
#include "payments/store/told_transfer_store.hpp"

/// The bank's word about a payout or a refund, held against what is booked. A word that money left which is not booked
/// is never lost: it is kept, nothing more is sent to that seller or buyer, and an operator decides.
namespace payments {

/// What the bank's word is held against.
struct BookedTransfer {
  TransferKind kind;
  std::string subject, owner;
  keel::Money amount;
  PayoutState state;
  bool was_paid;
  std::string bank_reference;
};
BookedTransfer BookedOf(const PayoutRow& payout);
BookedTransfer BookedOf(const BankRefund& refund);

/// The bank says that it sent it, by transfer `number` (empty: it gave none). kAnother: kept, if the caller commits.
/// `by_line`: a line of our account says so, which is looked at again even if it was set aside.
Heard HearSent(keel::sql::Session& session, const Desk& desk, const BookedTransfer& booked, const std::string& number,
               bool by_line = false);

/// Lines that it left by need no look any more, once nothing of it is open.
void SeeLines(keel::sql::Session& session, const std::string& subject);

/// Errors: kConflict "transfer-in-doubt" while another transfer to this seller, or for this payment, was told of that
/// nobody decided.
keel::Result<keel::Done> NothingInDoubt(keel::sql::Session& session, const std::string& owner);

/// Open, oldest first: what the office has to decide.
std::vector<ToldTransfer> OpenTold(const Desk& desk);

/// The operator's decision. `sent`: the money left, and is booked as a payout or refund of its own, whatever was sent
/// before; a seller or a buyer then owes what was too much. Else it is set aside: nothing left, or it came back
/// unnamed. Errors: kNotFound "told-transfer-not-found"; kConflict "refund-under-way".
keel::Result<ToldTransfer> DecideTold(keel::sql::Transaction& transaction, const Desk& desk, const std::string& subject,
                                      const std::string& bank_reference, bool sent, const std::string& by);

}  // namespace payments
