#pragma once
#include <string>

#include "payments/flows/desk.hpp"

/// Lines of our account that name a payout or a refund of ours by its memo.
namespace payments {

/// Money left it: what the line names, of just this amount, is confirmed by it. Answers what it was, for the line's
/// note; beginning with kLookNote for another amount, or one transfer too many; empty for anything else.
keel::Result<std::string> ConfirmByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line);

/// Money came in: a payout or a refund of just this amount that the line names came back by it. It is bounced by that,
/// unless that was told before; the line books nothing more. Answers the line's note; empty for anything else.
keel::Result<std::string> CameBackByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line);

}  // namespace payments
