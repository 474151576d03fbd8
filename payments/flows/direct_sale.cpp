#include "payments/flows/direct_sale.hpp"

#include <algorithm>

#include "keel/metrics/metrics.hpp"
#include "payments/flows/book.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

struct Found {
  OrderMoney order;
  Intent intent;
};

keel::Result<Found> Load(keel::sql::Session& session, const OrderId& id) {
  auto order = OrderMoneyStore(session).Lock(id);
  if (!order) return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order."};
  if (order->custody != Custody::kWithSeller || order->method != "vietqr")
    return keel::Error{keel::Kind::kConflict, "order-not-direct", "The buyer does not transfer to the seller for it."};
  auto intent = IntentStore(session).Lock(order->intent);
  if (!intent) return intent.error();
  return Found{std::move(*order), std::move(*intent)};
}

}  // namespace

keel::Result<keel::Done> ConfirmReceived(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& id,
                                         const std::string& by) {
  auto& session = transaction.session();
  auto found = Load(session, id);
  if (!found) return found.error();
  auto& [order, intent] = *found;
  if (intent.phase == IntentPhase::kSecured) return keel::Done{};
  const auto remaining = intent.Remaining();
  if (remaining <= keel::Money())
    return keel::Error{keel::Kind::kConflict, "intent-not-payable", "This payment no longer waits for money."};
  const auto now = desk.clock.Now();
  Receipt receipt{.id = ReceiptId::New(now),
                  .provider = "seller",
                  .line = {.bank_id = intent.id.text(),
                           .bank = "",
                           .content = intent.reference,
                           .bank_reference = "",
                           .amount = remaining,
                           .at = now},
                  .received_at = now,
                  .holder = LineHolder::kSeller,
                  .finding = {FoundAs::kSellersWord, by}};
  if (!ReceiptStore(session).Add(receipt)) return keel::Done{};
  keel::metrics::Add("payments_receipts_total", "by-sellers-word");
  return ApplyReceipt(transaction, receipt, intent, EntryKind::kReceipt, Account::MemoWithSeller(order.party.text()),
                      now);
}

keel::Result<keel::Done> ConfirmGivenBack(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& id,
                                          const std::string& bank_reference, const std::string& by) {
  auto& session = transaction.session();
  auto found = Load(session, id);
  if (!found) return found.error();
  auto& [order, intent] = *found;
  // What our own bank saw is for our own bank to send back.
  const auto amount = std::min(intent.refund_due, DirectStore(session).Confirmed(intent.id));
  if (amount <= keel::Money())
    return keel::Error{keel::Kind::kConflict, "nothing-to-refund", "Nothing is owed back for this payment."};
  const auto now = desk.clock.Now();
  if (const auto paid = PayRefund(intent, amount, std::min(intent.surplus, amount)); !paid) return paid.error();
  if (auto saved = IntentStore(session).Save(intent); !saved) return saved;
  const auto refund = RefundId::New(now);
  TransferStore(session).AddRefund(refund, intent.id, amount, bank_reference, by, now);
  Book(session,
       Entry::Make(
           EntryKind::kRefundPaid, refund.text(),
           {{Account::RefundsPayable(), amount}, {Account::MemoWithSeller(order.party.text()), Negated(amount)}}),
       now);
  TellRefunded(transaction, intent, refund, amount, now);
  return keel::Done{};
}

GivenBackBy BackBy(keel::sql::Session& session, const OrderMoney& order, const Intent& intent) {
  if (order.custody != Custody::kWithSeller || order.method != "vietqr") return GivenBackBy::kAssumed;
  return DirectStore(session).Confirmed(intent.id) >= intent.received ? GivenBackBy::kSellersWord
                                                                      : GivenBackBy::kAssumed;
}

}  // namespace payments
