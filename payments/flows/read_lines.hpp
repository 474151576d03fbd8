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
/// unless that was told before; the line books nothing more. Answers kCameBack; kNothing for anything else.
keel::Result<LineFinding> CameBackByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line);

/// An unmatched line is a payout or a refund that came back without saying so, or without all of its money: an operator
/// says which (`typed`: its reference, as a person read it, or its id). What is missing the bank kept. Errors:
/// kNotFound "receipt-not-found", "transfer-unknown"; kConflict "receipt-not-unmatched", "came-back-too-large",
/// "transfer-not-out" (nothing of it is out, or it came back by another line).
keel::Result<Receipt> MatchCameBack(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                    const std::string& typed);

}  // namespace payments
