#include "payments/flows/send_money.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "payments/flows/book.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/bank_refund_store.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/payout_store.hpp"
#include "payments/store/refund_store.hpp"
#include "payments/store/seller_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {

keel::Result<Intent> RefundIntent(keel::sql::Transaction& transaction, const Desk& desk, const IntentId& id,
                                  const std::string& bank_reference, const std::string& by) {
  auto& session = transaction.session();
  IntentStore intents(session);
  auto intent = intents.Lock(id);
  if (!intent) return intent;
  if (DirectStore(session).Confirmed(id) > keel::Money())
    return keel::Error{keel::Kind::kConflict, "order-not-ours", "The seller has this money and gives it back."};
  if (auto clear = NothingInDoubt(session, id.text()); !clear) return clear.error();
  // What a provider is paying back is not paid by hand as well; what it refused is.
  RefundStore jobs(session);
  auto amount = intent->refund_due;
  std::set<std::string> under_way;
  for (auto& job : jobs.OfIntent(id)) {
    if (job.state == RefundState::kPlanned || job.state == RefundState::kProcessing) {
      amount = Difference(amount, job.amount);
      under_way.insert(job.receipt.text());
    }
  }
  const auto in_a_file = BankRefundStore(session, desk.seal).Prepared(id);
  amount = Difference(amount, in_a_file);
  if (amount <= keel::Money() && (!under_way.empty() || in_a_file > keel::Money()))
    return keel::Error{keel::Kind::kConflict, "refund-under-way", "The payment provider is paying this back."};
  if (amount <= keel::Money())
    return keel::Error{keel::Kind::kConflict, "nothing-to-refund", "Nothing is owed back for this payment."};
  for (auto& job : jobs.OfIntent(id)) {
    if (job.state != RefundState::kFailed) continue;
    job.state = RefundState::kDropped;
    if (auto saved = jobs.Save(job); !saved) return saved.error();
  }
  const auto paid = PayRefund(*intent, amount, std::min(intent->surplus, amount));
  if (!paid) return paid.error();
  if (auto saved = intents.Save(*intent); !saved) return saved.error();

  const auto now = desk.clock.Now();
  const auto refund = RefundId::New(now);
  TransferStore(session).AddRefund(refund, id, amount, bank_reference, by, now);
  ReceiptStore receipts(session);
  for (auto& receipt : receipts.LockOfIntent(id)) {
    if (receipt.refundable == keel::Money() || under_way.contains(receipt.id.text())) continue;
    receipt.state = ReceiptState::kReturned;
    receipt.refundable = keel::Money();
    receipt.finding = {FoundAs::kReturned, bank_reference};
    if (auto saved = receipts.Save(receipt); !saved) return saved.error();
  }
  Book(session,
       Entry::Make(EntryKind::kRefundPaid, refund.text(),
                   {{Account::RefundsPayable(), amount}, {Account::BankMarket(), Negated(amount)}}),
       now);
  TellRefunded(transaction, *intent, refund, amount, now);
  return intents.Find(id);
}

keel::Result<Payout> PayOut(keel::sql::Transaction& transaction, const Desk& desk, const PartyId& party,
                            keel::Money amount, const std::string& bank_reference, const std::string& by) {
  auto& session = transaction.session();
  const auto account = Account::SellerPayable(party.text());
  TransferStore(session).LockBalance(account.name());
  if (auto clear = NothingInDoubt(session, party.text()); !clear) return clear.error();
  PayoutStore payouts(session, desk.seal);
  // What stands in a bank file is as good as paid.
  SellerStore sellers(session);
  const auto booked = Difference(Negated(LedgerStore(session).Balance(account)), payouts.Prepared(party));
  const auto now = desk.clock.Now();
  // As in a round: what is in its window, with a carrier or disputed waits.
  const auto payable = sellers.LockPayable(party, now);
  keel::Money ready;
  for (const auto& item : payable) ready = Sum(ready, item.rest);
  const auto most = std::max(keel::Money(), std::min(ready, booked));
  if (amount > most)
    return keel::Error{keel::Kind::kConflict, "payout-too-large", "Less is ready to be paid to this seller.",
                       std::to_string(most.dong())};
  const auto id = PayoutId::New(now);
  const auto lines = Allocate(payable, amount);
  if (SumOf(lines) != amount)
    throw std::logic_error("payout: the items of " + party.text() + " do not make what is owed");
  payouts.Add({.id = id,
               .party = party,
               .amount = amount,
               .bank_reference = bank_reference,
               .by_account = by,
               .at = now,
               .paid_at = now},
              lines);
  for (const auto& line : lines) sellers.AddPaid(line.item, line.amount);
  Book(session,
       Entry::Make(EntryKind::kPayoutPaid, id.text(), {{account, amount}, {Account::BankMarket(), Negated(amount)}}),
       now);
  TellPaidOut(transaction, id, party, amount, now);
  return Payout{id, amount, Difference(booked, amount)};
}

}  // namespace payments
