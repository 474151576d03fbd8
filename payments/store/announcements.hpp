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
/// payment.refunded {purchase_id, intent_id, method, amount}
void TellRefunded(keel::sql::Transaction& transaction, const Intent& intent, keel::Money amount, keel::Instant at);

/// "purchase.money-erased": nothing here says any more who paid for it.
void TellMoneyErased(keel::sql::Transaction& transaction, const PurchaseId& purchase, keel::Instant at);

}  // namespace payments
