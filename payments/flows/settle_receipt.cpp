#include "payments/flows/settle_receipt.hpp"

#include <algorithm>

#include "payments/domain/memo.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/store/bank_refund_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
keel::Result<Receipt> LockUnmatched(keel::sql::Session& session, const ReceiptId& id) {
  auto receipt = ReceiptStore(session).Lock(id);
  if (receipt && receipt->state != ReceiptState::kUnmatched)
    return keel::Error{keel::Kind::kConflict, "receipt-not-unmatched", "This receipt was dealt with already."};
  if (receipt && receipt->holder != LineHolder::kMarket)
    return keel::Error{keel::Kind::kConflict, "receipt-of-another-account",
                       "This money did not come to the market's account.", receipt->line.account};
  return receipt;
}

keel::Result<Receipt> MatchReceipt(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                   const IntentId& intent_id) {
  auto& session = transaction.session();
  auto receipt = LockUnmatched(session, id);
  if (!receipt) return receipt;
  auto intent = IntentStore(session).Lock(intent_id);
  if (!intent) return intent.error();
  const auto* provider = desk.providers.Find(intent->method);
  if (provider == nullptr || !provider->PaidBeforeShipping())
    return keel::Error{keel::Kind::kConflict, "intent-takes-no-transfer", "This payment is not made by transfer."};
  receipt->finding = {FoundAs::kMatchedByOperator};
  const auto applied = ApplyReceipt(transaction, *receipt, *intent, EntryKind::kReceiptMatched,
                                    Account::UnmatchedReceipts(), desk.clock.Now());
  if (!applied) return applied.error();
  return receipt;
}

keel::Result<IntentId> IntentOfReference(keel::sql::Transaction& transaction, const Desk& desk,
                                         const std::string& typed) {
  IntentStore intents(transaction.session());
  for (const auto& provider : desk.providers.all())
    for (const auto& reference : provider->References({.content = typed}))
      if (const auto intent = intents.LockByReference(reference)) return intent->id;
  for (const auto& code : FindOrderCodes(typed))
    if (const auto intent = OrderMoneyStore(transaction.session()).IntentOfCode(code)) return *intent;
  return keel::Error{keel::Kind::kNotFound, "reference-unknown", "No payment has that reference.", typed};
}

keel::Result<Receipt> MatchPayover(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                   const std::string& provider, keel::Money fee) {
  auto& session = transaction.session();
  const auto* known = desk.providers.Find(provider);
  if (known == nullptr || known->gateway() == nullptr)
    return keel::Error{keel::Kind::kInvalid, "provider-unknown", "There is no such provider.", provider};
  auto receipt = LockUnmatched(session, id);
  if (!receipt) return receipt;
  const auto account = Account::GatewayClearing(provider);
  TransferStore(session).LockBalance(account.name());
  const auto owed = LedgerStore(session).Balance(account), covered = Sum(receipt->line.amount, fee);
  if (covered > owed)
    return keel::Error{keel::Kind::kConflict, "remittance-too-large", "The provider owes less than that.",
                       std::to_string(owed.dong())};
  receipt->state = ReceiptState::kRemittance;
  receipt->finding = {FoundAs::kFromProvider, provider};
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  Book(session,
       Entry::Make(EntryKind::kReceiptMatched, id.text(),
                   {{Account::UnmatchedReceipts(), receipt->line.amount},
                    {Account::ProviderFees(), fee},
                    {account, Negated(covered)}}),
       desk.clock.Now());
  return receipt;
}

keel::Result<Receipt> MatchRemittance(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& carrier) {
  auto& session = transaction.session();
  auto receipt = LockUnmatched(session, id);
  if (!receipt) return receipt;
  const auto account = Account::CodReceivable(carrier);
  TransferStore(session).LockBalance(account.name());
  const auto expected = LedgerStore(session).Balance(account);
  if (receipt->line.amount > expected)
    return keel::Error{keel::Kind::kConflict, "remittance-too-large", "The carrier owes less than that.",
                       std::to_string(expected.dong())};

  const auto now = desk.clock.Now();
  OrderMoneyStore orders(session);
  auto rest = receipt->line.amount;
  for (auto& order : orders.LockUnremitted(carrier)) {
    if (order.cash > rest) break;
    rest = Difference(rest, order.cash);
    order.remitted_at = now;
    if (auto saved = orders.Save(order); !saved) return saved.error();
  }
  receipt->state = ReceiptState::kRemittance;
  receipt->finding = {FoundAs::kFromCarrier, carrier};
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  Book(session,
       Entry::Make(EntryKind::kCodRemitted, id.text(),
                   {{Account::UnmatchedReceipts(), receipt->line.amount}, {account, Negated(receipt->line.amount)}}),
       now);
  return receipt;
}

keel::Result<Receipt> MatchDifference(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& carrier) {
  auto& session = transaction.session();
  auto receipt = LockUnmatched(session, id);
  if (!receipt) return receipt;
  const auto account = Account::CodDifference(carrier);
  TransferStore(session).LockBalance(account.name());
  const auto owed = std::max(keel::Money(), LedgerStore(session).Balance(account));
  if (receipt->line.amount > owed)
    return keel::Error{keel::Kind::kConflict, "remittance-too-large", "The carrier owes less of the difference.",
                       std::to_string(owed.dong())};
  receipt->state = ReceiptState::kRemittance;
  receipt->finding = {FoundAs::kCodDifference, carrier};
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  Book(session,
       Entry::Make(EntryKind::kCodRemitted, id.text(),
                   {{Account::UnmatchedReceipts(), receipt->line.amount}, {account, Negated(receipt->line.amount)}}),
       desk.clock.Now());
  return receipt;
}

keel::Result<keel::Done> CloseReceipts(keel::sql::Session& session, std::vector<Receipt> lines, keel::Money amount,
                                       const std::string& by) {
  ReceiptStore receipts(session);
  for (auto& line : lines) {
    const auto part = std::min(amount, line.refundable);
    if (part <= keel::Money()) continue;
    amount = Difference(amount, part);
    line.refundable = Difference(line.refundable, part);
    if (line.refundable == keel::Money()) {
      line.state = ReceiptState::kReturned;
      line.finding = {FoundAs::kReturned, by};
    }
    if (auto saved = receipts.Save(line); !saved) return saved;
  }
  return keel::Done{};
}

keel::Result<Receipt> ReturnReceipt(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                    const std::string& bank_reference) {
  auto& session = transaction.session();
  auto receipt = ReceiptStore(session).Lock(id);
  if (!receipt) return receipt;
  // Came through a provider: goes back through it, by itself.
  const auto* provider = desk.providers.Find(receipt->provider);
  if (provider != nullptr && provider->gateway() != nullptr)
    return keel::Error{keel::Kind::kConflict, "refund-under-way", "The payment provider is paying this back."};
  if (receipt->holder == LineHolder::kSeller)
    return keel::Error{keel::Kind::kConflict, "order-not-ours", "The seller has this money and gives it back."};
  const bool unmatched = receipt->state == ReceiptState::kUnmatched;
  if (receipt->to_see) {
    // A line that left: seen, and nothing of it to book.
    receipt->to_see = false;
    if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
    return receipt;
  }
  if (unmatched && receipt->holder == LineHolder::kAnother) {
    // Seen and put away; nothing of it ever stood in our books.
    receipt->state = ReceiptState::kReturned;
    receipt->finding = {FoundAs::kReturned, bank_reference};
    if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
    return receipt;
  }
  const auto amount = unmatched ? receipt->line.amount : receipt->refundable;
  if (amount <= keel::Money())
    return keel::Error{keel::Kind::kConflict, "receipt-nothing-to-return", "Nothing of this receipt is owed back."};

  if (!unmatched) {
    IntentStore intents(session);
    auto intent = intents.Lock(*receipt->intent);
    if (!intent) return intent.error();
    if (auto clear = NothingInDoubt(session, intent->id.text()); !clear) return clear.error();
    // What stands in a bank file is as good as sent.
    const auto free = Difference(intent->refund_due, BankRefundStore(session, desk.seal).Prepared(intent->id));
    if (amount > free) return keel::Error{keel::Kind::kConflict, "refund-under-way", "It is being paid back already."};
    const auto paid = PayRefund(*intent, amount, receipt->state == ReceiptState::kOver ? amount : keel::Money());
    if (!paid) return paid.error();
    if (auto saved = intents.Save(*intent); !saved) return saved.error();
  }
  const auto now = desk.clock.Now();
  Book(session,
       Entry::Make(EntryKind::kReceiptReturned, id.text(),
                   {{unmatched ? Account::UnmatchedReceipts() : Account::RefundsPayable(), amount},
                    {Account::BankMarket(), Negated(amount)}}),
       now);
  receipt->state = ReceiptState::kReturned;
  receipt->refundable = keel::Money();
  receipt->finding = {FoundAs::kReturned, bank_reference};
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  return receipt;
}

}  // namespace payments
