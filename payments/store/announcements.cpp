#include "payments/store/announcements.hpp"

#include <nlohmann/json.hpp>

#include "keel/outbox/outbox.hpp"

namespace payments {
namespace {

void TellPayout(keel::sql::Transaction& transaction, std::string_view topic, const PayoutId& payout,
                const PartyId& party, keel::Money amount, keel::Instant at) {
  keel::outbox::Append(transaction, std::string(topic), party.text(),
                       {{"payout_id", payout.text()}, {"party_id", party.text()}, {"amount", amount.dong()}}, at);
}

}  // namespace

void TellSecured(keel::sql::Transaction& transaction, const Intent& intent, const std::vector<std::string>& order_ids,
                 keel::Instant at) {
  keel::outbox::Append(transaction, "payment.secured", intent.purchase.text(),
                       {{"purchase_id", intent.purchase.text()},
                        {"order_ids", order_ids},
                        {"method", intent.method},
                        {"amount", intent.amount.dong()}},
                       at);
}

void TellFailed(keel::sql::Transaction& transaction, const Intent& intent, const std::vector<std::string>& order_ids,
                std::string_view why, keel::Instant at) {
  keel::outbox::Append(transaction, "payment.failed", intent.purchase.text(),
                       {{"purchase_id", intent.purchase.text()}, {"order_ids", order_ids}, {"why", why}}, at);
}

void TellRefunded(keel::sql::Transaction& transaction, const Intent& intent, const RefundId& refund, keel::Money amount,
                  keel::Instant at) {
  keel::outbox::Append(transaction, "payment.refunded", intent.purchase.text(),
                       {{"purchase_id", intent.purchase.text()},
                        {"intent_id", intent.id.text()},
                        {"method", intent.method},
                        {"amount", amount.dong()},
                        {"refund_id", refund.text()}},
                       at);
}

void TellRefundBounced(keel::sql::Transaction& transaction, const Intent& intent, const RefundId& refund,
                       keel::Money amount, keel::Instant at) {
  keel::outbox::Append(transaction, "payment.refund-bounced", intent.purchase.text(),
                       {{"purchase_id", intent.purchase.text()},
                        {"intent_id", intent.id.text()},
                        {"amount", amount.dong()},
                        {"refund_id", refund.text()}},
                       at);
}

void TellPaidOut(keel::sql::Transaction& transaction, const PayoutId& payout, const PartyId& party, keel::Money amount,
                 keel::Instant at) {
  TellPayout(transaction, "payout.paid", payout, party, amount, at);
}

void TellPayoutBounced(keel::sql::Transaction& transaction, const PayoutId& payout, const PartyId& party,
                       keel::Money amount, keel::Instant at) {
  TellPayout(transaction, "payout.bounced", payout, party, amount, at);
}

void TellMoneyErased(keel::sql::Transaction& transaction, const PurchaseId& purchase, keel::Instant at) {
  keel::outbox::Append(transaction, "purchase.money-erased", purchase.text(),
                       {{"purchase_id", purchase.text()}, {"at", keel::ToRfc3339(at)}}, at);
}

}  // namespace payments
