#pragma once
#include <optional>
#include <string>

#include "payments/domain/bank_answer.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/domain/transfer_reference.hpp"
#include "payments/flows/desk.hpp"
#include "payments/flows/told_transfers.hpp"

/// Payouts and refunds alike: what the bank's word is held against, and what it does to them.
namespace payments {

/// By its reference, by its id, or by the bank's number it was sent with (the one that has it). A payout is locked.
std::optional<BookedTransfer> FindTransfer(keel::sql::Session& session, const Desk& desk,
                                           const TransferReference& reference);
std::optional<BookedTransfer> FindTransfer(keel::sql::Session& session, const Desk& desk, const std::string& named);

/// As ConfirmPayout and ConfirmRefund.
keel::Result<keel::Done> ConfirmTransfer(keel::sql::Transaction& transaction, const Desk& desk,
                                         const BookedTransfer& booked, const std::string& bank_reference);
/// As BouncePayout and BounceRefund.
keel::Result<keel::Done> BounceTransfer(keel::sql::Transaction& transaction, const Desk& desk,
                                        const BookedTransfer& booked, const std::string& reason,
                                        const CameBackBy& by = {});
/// As PaidOnceMore and RefundedOnceMore.
keel::Result<keel::Done> SentOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const std::string& subject,
                                      const std::string& bank_reference, const std::string& by);

}  // namespace payments
