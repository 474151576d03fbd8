#include "payments/flows/book.hpp"

#include <stdexcept>

#include "payments/store/announcements.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {

void Book(keel::sql::Session& session, const keel::Result<Entry>& entry, keel::Instant at) {
  if (entry) {
    LedgerStore(session).Post(*entry, at);
  } else if (entry.error().code != "entry-empty") {
    throw std::logic_error("ledger: " + std::string(entry.error().code) + " " + entry.error().argument);
  }
}

keel::Result<keel::Done> ApplyReceipt(keel::sql::Transaction& transaction, Receipt& receipt, Intent& intent,
                                      EntryKind kind, const Account& from, keel::Instant now) {
  auto& session = transaction.session();
  const auto taken = Take(intent, receipt.line.amount, now);
  if (auto saved = IntentStore(session).Save(intent); !saved) return saved;
  receipt.state = taken.state;
  receipt.intent = intent.id;
  receipt.refundable = taken.effect.refund;
  if (auto saved = ReceiptStore(session).Save(receipt); !saved) return saved;
  Book(session,
       Entry::Make(kind, receipt.id.text(),
                   {{from, receipt.line.amount},
                    {Account::BuyerDeposits(), Negated(taken.effect.deposit)},
                    {Account::RefundsPayable(), Negated(taken.effect.refund)}}),
       now);
  if (!taken.effect.secured) return keel::Done{};
  if (auto reviewed = ReviewUnder(session, intent); !reviewed) return reviewed;
  TellSecured(transaction, intent, OpenOrders(session, intent.id), now);
  return keel::Done{};
}

keel::Result<keel::Done> ReviewUnder(keel::sql::Session& session, const Intent& intent) {
  if (intent.phase == IntentPhase::kOpen) return keel::Done{};
  ReceiptStore receipts(session);
  for (auto& receipt : receipts.LockOfIntent(intent.id)) {
    if (receipt.state != ReceiptState::kUnder) continue;
    const bool complete = intent.phase == IntentPhase::kSecured;
    receipt.state = complete ? ReceiptState::kExact : ReceiptState::kLate;
    receipt.refundable = complete ? keel::Money() : receipt.line.amount;
    if (auto saved = receipts.Save(receipt); !saved) return saved;
  }
  return keel::Done{};
}

std::vector<std::string> OpenOrders(keel::sql::Session& session, const IntentId& intent) {
  std::vector<std::string> ids;
  for (const auto& order : OrderMoneyStore(session).OfIntent(intent))
    if (order.state == MoneyState::kOpen) ids.push_back(order.id.text());
  return ids;
}

}  // namespace payments
