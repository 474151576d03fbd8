#include "payments/flows/refund_by_bank.hpp"

#include <algorithm>

#include "keel/metrics/metrics.hpp"
#include "payments/domain/bank_answer.hpp"
#include "payments/domain/transfer_reference.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/flows/wrong_field.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

using keel::Money;

constexpr std::size_t kMostAtOnce = 500;

/// The payment first, as everybody locks them.
struct Locked {
  Intent intent;
  BankRefund refund;
};
keel::Result<Locked> Lock(keel::sql::Session& session, const Desk& desk, const RefundId& id) {
  BankRefundStore store(session, desk.seal);
  const auto known = store.Find(id);
  if (!known) return known.error();
  auto intent = IntentStore(session).Lock(known->intent);
  if (!intent) return intent.error();
  auto refund = store.Lock(id);
  if (!refund) return refund.error();
  return Locked{std::move(*intent), std::move(*refund)};
}

/// The bank's own lines that are owed back are done with as far as the amount reaches.
keel::Result<keel::Done> CloseBankLines(keel::sql::Session& session, const BankRefund& refund, Money amount) {
  auto lines = ReceiptStore(session).LockOfIntent(refund.intent);
  std::erase_if(lines, [](const Receipt& line) { return line.provider != "vietqr"; });
  return CloseReceipts(session, std::move(lines), amount, refund.reference);
}

keel::Result<TransferAnswer> Answer(keel::sql::Transaction& transaction, const Desk& desk, const RefundBatchId& batch,
                                    const BankWord& word) {
  TransferAnswer answer{word.line, word.reference, "unreadable"};
  if (word.reference.empty()) return answer;
  std::optional<BankRefund> refund;
  for (const auto& reference : word.references)
    if (refund = BankRefundStore(transaction.session(), desk.seal).ByReference(reference); refund) break;
  if (refund && refund->batch == batch) answer.reference = refund->reference;
  if (!refund || refund->batch != batch) {
    answer.outcome = "unknown-reference";
  } else if (word.DiffersFrom(refund->amount)) {
    answer.outcome = "amount-differs";
  } else if (word.sent && !*word.sent) {
    if (auto bounced = BounceRefund(transaction, desk, refund->id, word.reason); !bounced) return bounced.error();
    answer.outcome = refund->state == PayoutState::kBounced ? "already" : "bounced";
  } else if (word.sent) {
    const auto done = ConfirmRefund(transaction, desk, refund->id, word.bank_reference);
    if (!done && !IsToldOutcome(done.error().code)) return done.error();
    answer.outcome = OutcomeOf(refund->state, done ? "" : done.error().code);
  }
  return answer;
}

}  // namespace

keel::Result<keel::Done> SetRefundAccount(keel::sql::Transaction& transaction, const Desk& desk,
                                          const PurchaseId& purchase, const RefundAccount& account) {
  if (!IntentStore(transaction.session()).KnowsPurchase(purchase))
    return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  if (!IsBankBin(account.bank_bin).empty()) return WrongField("bank_bin");
  if (!IsBankAccount(account.account).empty()) return WrongAccount();
  BankRefundStore(transaction.session(), desk.seal).SaveAccount(purchase, account, /*unless_known=*/false);
  return keel::Done{};
}

void NotePayersAccount(keel::sql::Session& session, const Desk& desk, const Intent& intent, const BankLine& line) {
  if (!IsBankBin(line.payer_bin).empty() || !IsBankAccount(line.payer_account).empty() || line.payer_name.empty())
    return;
  BankRefundStore(session, desk.seal)
      .SaveAccount(intent.purchase, {line.payer_bin, line.payer_account, line.payer_name, "transfer", desk.clock.Now()},
                   /*unless_known=*/true);
}

std::optional<RefundAccount> RefundAccountOf(const Desk& desk, const PurchaseId& purchase) {
  return BankRefundStore(*desk.pool.Take(), desk.seal).AccountOf(purchase);
}

std::vector<OwedRefund> OwedByBank(const Desk& desk) {
  return BankRefundStore(*desk.pool.Take(), desk.seal).Owed(kMostAtOnce);
}

keel::Result<PreparedRefunds> PrepareRefunds(keel::sql::Transaction& transaction, const Desk& desk,
                                             const std::string& by) {
  auto& session = transaction.session();
  BankRefundStore store(session, desk.seal);
  IntentStore intents(session);
  const auto now = desk.clock.Now();
  PreparedRefunds made{RefundBatchId::New(now), {}, {}};
  for (const auto& listed : store.Owed(kMostAtOnce)) {
    if (!listed.account) {
      made.left_out.push_back(listed);
      continue;
    }
    // As it is under the lock: a second round, or a hand, may have been quicker.
    if (auto locked = intents.Lock(listed.intent); !locked) return locked.error();
    const auto owed = store.OwedFor(listed.intent);
    if (!owed || !owed->account) continue;
    BankRefund refund{.id = RefundId::New(now),
                      .batch = made.id,
                      .intent = owed->intent,
                      .amount = owed->amount,
                      .bank_bin = owed->account->bank_bin,
                      .account = owed->account->account,
                      .holder = owed->account->holder,
                      .by_account = by,
                      .at = now};
    refund.reference = ReferenceOf(refund.id);
    store.Add(refund);
    made.refunds.push_back(std::move(refund));
  }
  if (made.refunds.empty())
    return keel::Error{keel::Kind::kConflict, "nothing-to-refund", "Nothing that is owed back can be sent now."};
  keel::metrics::Add("payments_bank_refunds_total", "prepared");
  return made;
}

keel::Result<BankRefund> ConfirmRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                       const std::string& bank_reference) {
  auto& session = transaction.session();
  auto locked = Lock(session, desk, id);
  if (!locked) return locked.error();
  auto& [intent, refund] = *locked;
  const auto booked = BookedOf(refund);
  const auto number = bank_reference.empty() && !booked.was_paid ? refund.reference : bank_reference;
  const auto heard = HearSent(session, desk, booked, number);
  if (heard == Heard::kAnother && refund.state == PayoutState::kBounced) return ToldAfterBounce(number);
  if (heard == Heard::kAnother)
    return keel::Error{keel::Kind::kConflict, "refund-paid-by-another",
                       "That refund was sent by a transfer with another reference.", refund.bank_reference};
  if (refund.state == PayoutState::kPaid) return refund;
  if (refund.state == PayoutState::kBounced)
    return keel::Error{keel::Kind::kConflict, "refund-bounced", "That refund came back; it stands in a new one."};
  const auto now = desk.clock.Now();
  if (const auto paid = PayRefund(intent, refund.amount, std::min(intent.surplus, refund.amount)); !paid)
    return paid.error();
  if (auto saved = IntentStore(session).Save(intent); !saved) return saved.error();
  refund.state = PayoutState::kPaid;
  refund.bank_reference = bank_reference;
  refund.paid_at = now;
  if (auto saved = BankRefundStore(session, desk.seal).Save(refund); !saved) return saved.error();
  TransferStore(session).AddRefund(id, refund.intent, refund.amount, bank_reference, refund.by_account, now);
  if (auto closed = CloseBankLines(session, refund, refund.amount); !closed) return closed.error();
  Book(session,
       Entry::Make(EntryKind::kRefundPaid, id.text(),
                   {{Account::RefundsPayable(), refund.amount}, {Account::BankMarket(), Negated(refund.amount)}}),
       now);
  TellRefunded(transaction, intent, id, refund.amount, now);
  keel::metrics::Add("payments_bank_refunds_total", "paid");
  return refund;
}

keel::Result<BankRefund> BounceRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                      const std::string& reason, const CameBackBy& by) {
  auto& session = transaction.session();
  auto locked = Lock(session, desk, id);
  if (!locked) return locked.error();
  auto& [intent, refund] = *locked;
  if (refund.state == PayoutState::kBounced) return refund;
  const auto now = desk.clock.Now();
  if (refund.state == PayoutState::kPaid) {
    if (const auto back = RefundCameBack(intent, refund.amount); !back) return back.error();
    if (auto saved = IntentStore(session).Save(intent); !saved) return saved.error();
    auto postings = CameBackPostings(by, refund.amount);
    postings.push_back({Account::RefundsPayable(), Negated(refund.amount)});
    Book(session, Entry::Make(EntryKind::kRefundBounced, id.text(), postings), now);
  }
  refund.state = PayoutState::kBounced;
  refund.reason = reason;
  refund.bounced_at = now;
  if (auto saved = BankRefundStore(session, desk.seal).Save(refund); !saved) return saved.error();
  TellRefundBounced(transaction, intent, id, refund.amount, now);
  keel::metrics::Add("payments_bank_refunds_total", "bounced");
  return refund;
}

keel::Result<std::vector<TransferAnswer>> TakeRefundAnswer(keel::sql::Transaction& transaction, const Desk& desk,
                                                           const RefundBatchId& batch, const std::string& csv) {
  if (auto known = BankRefundStore(transaction.session(), desk.seal).FindBatch(batch); !known) return known.error();
  return AnswerEach(csv, [&](const BankWord& word) { return Answer(transaction, desk, batch, word); });
}

keel::Result<keel::Done> RefundedOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id,
                                          const std::string& bank_reference, const std::string& by) {
  auto& session = transaction.session();
  auto locked = Lock(session, desk, id);
  if (!locked) return locked.error();
  auto& [intent, refund] = *locked;
  const auto prepared = BankRefundStore(session, desk.seal).Prepared(intent.id);
  const auto free = Difference(intent.refund_due, prepared);
  if (refund.amount > free && prepared > Money())
    return keel::Error{keel::Kind::kConflict, "refund-under-way", "It stands in a bank file."};
  // The money left, whatever was owed: what is too much is the payer's to give back.
  const auto owed = std::min(refund.amount, free);
  if (const auto paid = PayRefund(intent, owed, std::min(intent.surplus, owed)); !paid) return paid.error();
  if (auto saved = IntentStore(session).Save(intent); !saved) return saved.error();
  const auto now = desk.clock.Now();
  const auto more = RefundId::New(now);
  TransferStore(session).AddRefund(more, intent.id, refund.amount, bank_reference, by, now);
  if (auto closed = CloseBankLines(session, refund, owed); !closed) return closed.error();
  Book(session,
       Entry::Make(EntryKind::kRefundPaid, more.text(),
                   {{Account::RefundsPayable(), owed},
                    {Account::RefundsToRecover(intent.id.text()), Difference(refund.amount, owed)},
                    {Account::BankMarket(), Negated(refund.amount)}}),
       now);
  if (owed > Money()) TellRefunded(transaction, intent, more, owed, now);
  keel::metrics::Add("payments_bank_refunds_total", "paid");
  return keel::Done{};
}

keel::Result<RefundBatchView> OneRefundBatch(const Desk& desk, const RefundBatchId& id) {
  const auto session = desk.pool.Take();
  BankRefundStore store(*session, desk.seal);
  auto batch = store.FindBatch(id);
  if (!batch) return batch.error();
  return RefundBatchView{std::move(*batch), store.OfBatch(id)};
}

std::vector<RefundBatch> RefundBatches(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  return BankRefundStore(*desk.pool.Take(), desk.seal).Batches(before, limit);
}

keel::Result<BankRefund> OneBankRefund(const Desk& desk, const RefundId& id) {
  return BankRefundStore(*desk.pool.Take(), desk.seal).Find(id);
}

}  // namespace payments
