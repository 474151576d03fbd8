#pragma once
#include <string>

#include "payments/flows/desk.hpp"
#include "payments/store/receipt_store.hpp"

/// Lines of our account that are a payout or a refund of ours, on its way or back.
namespace payments {

/// Money left it: what the line names by its memo, of just this amount, is confirmed by it. Answers what it was, odd
/// for another amount or one transfer too many; kNothing for what names none of ours.
keel::Result<LineFinding> ConfirmByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line);

/// Money came in: a payout or a refund of just this amount that the line names came back by it. It is bounced by that,
/// unless that was told before; the line books nothing more. Answers kCameBack; kNothing for anything else, also for a
/// refund that was sent too often (RepaidByLine).
keel::Result<LineFinding> CameBackByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line);

/// An unmatched line names a refund that its buyer was sent too often: he gives back what was too much, all or part of
/// it. Answers whether; the line is then explained (Meaning::kRefundRepaid).
keel::Result<bool> RepaidByLine(keel::sql::Transaction& transaction, const Desk& desk, Receipt& receipt);

/// An unmatched line is a payout or a refund that came back without saying so, or without all of its money: an operator
/// says which (`typed`: its reference, as a person read it, its id, or the bank's number of it). What is missing the
/// bank kept. Errors: kNotFound "receipt-not-found", "transfer-unknown"; kConflict "receipt-not-unmatched",
/// "came-back-too-large", "transfer-not-out" (nothing of it is out, or it came back by another line). Of a refund that
/// was sent too often, what comes back is that.
keel::Result<Receipt> MatchCameBack(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                    const std::string& typed, const std::string& by);

}  // namespace payments
