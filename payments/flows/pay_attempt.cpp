#include "payments/flows/pay_attempt.hpp"

#include "keel/metrics/metrics.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/store/attempt_store.hpp"
#include "payments/store/intent_store.hpp"

namespace payments {

keel::Result<bool> PayAttempt(keel::sql::Transaction& transaction, const Gateway& gateway, Attempt& attempt,
                              const Standing& standing, keel::Instant now) {
  auto& session = transaction.session();
  Receipt receipt{.id = ReceiptId::New(now),
                  .provider = attempt.provider,
                  .line = {.bank_id = standing.number,
                           .bank = std::string(gateway.title()),
                           .content = attempt.key,
                           .bank_reference = standing.number,
                           .amount = standing.amount,
                           .at = standing.at},
                  .received_at = now};
  if (!ReceiptStore(session).Add(receipt)) return false;
  auto intent = IntentStore(session).Lock(attempt.intent);
  if (!intent) return intent.error();
  if (auto applied = ApplyReceipt(transaction, receipt, *intent, EntryKind::kReceipt,
                                  Account::GatewayClearing(attempt.provider), now);
      !applied)
    return applied.error();
  attempt.state = AttemptState::kPaid;
  attempt.code = standing.code;
  if (auto saved = AttemptStore(session).Save(attempt); !saved) return saved.error();
  keel::metrics::Add("payments_receipts_total", NameOf(kReceiptStateNames, receipt.state));
  return true;
}

}  // namespace payments
