#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/intent.hpp"

/// What payments tells the others, written into the outbox of the transaction. docs/api/events.yaml describes the
/// bodies.
namespace payments {

/// payment.secured {purchase_id, order_ids, method, amount}
void TellSecured(keel::sql::Transaction& transaction, const Intent& intent, const std::vector<std::string>& order_ids,
                 keel::Instant at);
/// payment.failed {purchase_id, order_ids, why}
void TellFailed(keel::sql::Transaction& transaction, const Intent& intent, const std::vector<std::string>& order_ids,
                std::string_view why, keel::Instant at);
/// payment.refunded {purchase_id, intent_id, method, amount, refund_id}
void TellRefunded(keel::sql::Transaction& transaction, const Intent& intent, const RefundId& refund, keel::Money amount,
                  keel::Instant at);
/// payment.refund-bounced {purchase_id, intent_id, amount, refund_id}: the bank did not take it to the buyer's account.
void TellRefundBounced(keel::sql::Transaction& transaction, const Intent& intent, const RefundId& refund,
                       keel::Money amount, keel::Instant at);
/// payout.paid, payout.bounced {payout_id, party_id, amount}
void TellPaidOut(keel::sql::Transaction& transaction, const PayoutId& payout, const PartyId& party, keel::Money amount,
                 keel::Instant at);
void TellPayoutBounced(keel::sql::Transaction& transaction, const PayoutId& payout, const PartyId& party,
                       keel::Money amount, keel::Instant at);

/// "purchase.money-erased": nothing here says any more who paid for it.
void TellMoneyErased(keel::sql::Transaction& transaction, const PurchaseId& purchase, keel::Instant at);

}  // namespace payments
