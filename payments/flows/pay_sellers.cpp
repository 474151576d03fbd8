#include "payments/flows/pay_sellers.hpp"

#include "keel/metrics/metrics.hpp"
#include "payments/domain/bank_answer.hpp"
#include "payments/domain/names.hpp"
#include "payments/domain/transfer_reference.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

void Release(keel::sql::Session& session, PayoutStore& payouts, const PayoutId& id) {
  SellerStore sellers(session);
  for (const auto& line : payouts.LinesOf(id)) sellers.AddPaid(line.item, Negated(line.amount));
}

/// The account it went to takes nothing: the seller corrects it, or an operator tries again.
void NoteRefused(keel::sql::Session& session, const Desk& desk, const PayoutRow& payout) {
  PayeeStore payees(session);
  const auto payee = payees.Find(payout.party, desk.seal);
  if (payee && payee->bank_bin == payout.bank_bin && payee->account == payout.account && payee->holder == payout.holder)
    payees.Refuse(payout.party, payout.id);
}

keel::Result<TransferAnswer> Answer(keel::sql::Transaction& transaction, const Desk& desk, const PayoutBatchId& batch,
                                    const BankWord& word) {
  TransferAnswer answer{word.line, word.reference, "unreadable"};
  if (word.reference.empty()) return answer;
  std::optional<PayoutRow> payout;
  for (const auto& reference : word.references)
    if (payout = PayoutStore(transaction.session(), desk.seal).LockByReference(reference); payout) break;
  if (!payout || payout->batch != batch) {
    answer.outcome = "unknown-reference";
    return answer;
  }
  answer.reference = payout->reference;
  if (word.DiffersFrom(payout->amount)) {
    answer.outcome = "amount-differs";
    return answer;
  }
  if (!word.sent) return answer;
  if (!*word.sent) {
    if (auto bounced = BouncePayout(transaction, desk, payout->id, word.reason); !bounced) return bounced.error();
    answer.outcome = payout->state == PayoutState::kBounced ? "already" : "bounced";
    return answer;
  }
  const auto done = ConfirmPayout(transaction, desk, payout->id, word.bank_reference);
  if (!done && !IsToldOutcome(done.error().code)) return done.error();
  answer.outcome = OutcomeOf(payout->state, done ? "" : done.error().code);
  return answer;
}

}  // namespace

std::vector<ReadyRow> ReadyToPay(const Desk& desk) {
  return SellerStore(*desk.pool.Take()).Ready(desk.clock.Now());
}

keel::Result<PreparedBatch> PreparePayouts(keel::sql::Transaction& transaction, const Desk& desk, keel::Money least,
                                           const std::string& by) {
  auto& session = transaction.session();
  const auto now = desk.clock.Now();
  PreparedBatch made{PayoutBatchId::New(now), {}, {}};
  PayoutStore payouts(session, desk.seal);
  SellerStore sellers(session);
  for (const auto& row : sellers.Ready(now)) {
    if (row.ready <= keel::Money()) continue;
    const auto payee = PayeeStore(session).Find(row.party, desk.seal);
    if (!payee || !payee->refused_payout.empty() || row.ready < least) {
      made.left_out.push_back(row);
      continue;
    }
    // Two rounds at once stand in line here; the second finds the items taken.
    TransferStore(session).LockBalance(Account::SellerPayable(row.party.text()).name());
    const auto lines = Allocate(sellers.LockPayable(row.party, now));
    if (lines.empty()) continue;
    PayoutRow payout{.id = PayoutId::New(now),
                     .party = row.party,
                     .amount = SumOf(lines),
                     .state = PayoutState::kPrepared,
                     .batch = made.id,
                     .bank_bin = payee->bank_bin,
                     .account = payee->account,
                     .holder = payee->holder,
                     .by_account = by,
                     .at = now};
    payout.reference = ReferenceOf(payout.id);
    payouts.Add(payout, lines);
    for (const auto& line : lines) sellers.AddPaid(line.item, line.amount);
    made.payouts.push_back(std::move(payout));
  }
  if (made.payouts.empty())
    return keel::Error{keel::Kind::kConflict, "nothing-to-pay-out", "No seller has anything ready to be paid."};
  payouts.AddBatch(made.id, by, now);
  keel::metrics::Add("payments_payouts_total", "prepared");
  return made;
}

keel::Result<PayoutRow> ConfirmPayout(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                      const std::string& bank_reference) {
  auto& session = transaction.session();
  PayoutStore payouts(session, desk.seal);
  auto payout = payouts.Lock(id);
  if (!payout) return payout;
  const auto booked = BookedOf(*payout);
  const auto number = bank_reference.empty() && !booked.was_paid ? payout->reference : bank_reference;
  const auto heard = HearSent(session, desk, booked, number);
  if (heard == Heard::kAnother && payout->state == PayoutState::kBounced) return ToldAfterBounce(number);
  if (heard == Heard::kAnother)
    return keel::Error{keel::Kind::kConflict, "payout-paid-by-another",
                       "That payout was paid by a transfer with another reference.", payout->bank_reference};
  if (payout->state == PayoutState::kPaid) return payout;
  if (payout->state == PayoutState::kBounced)
    return keel::Error{keel::Kind::kConflict, "payout-bounced",
                       "That payout came back; what it paid stands in a new one."};
  const auto now = desk.clock.Now();
  payout->state = PayoutState::kPaid;
  payout->bank_reference = bank_reference;
  payout->paid_at = now;
  if (auto saved = payouts.Save(*payout); !saved) return saved.error();
  Book(session,
       Entry::Make(EntryKind::kPayoutPaid, id.text(),
                   {{Account::SellerPayable(payout->party.text()), payout->amount},
                    {Account::BankMarket(), Negated(payout->amount)}}),
       now);
  TellPaidOut(transaction, id, payout->party, payout->amount, now);
  keel::metrics::Add("payments_payouts_total", "paid");
  return payout;
}

keel::Result<PayoutRow> BouncePayout(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                     const std::string& reason, const CameBackBy& by) {
  auto& session = transaction.session();
  PayoutStore payouts(session, desk.seal);
  auto payout = payouts.Lock(id);
  if (!payout || payout->state == PayoutState::kBounced) return payout;
  const auto now = desk.clock.Now();
  const bool was_paid = payout->state == PayoutState::kPaid;
  payout->state = PayoutState::kBounced;
  payout->reason = reason;
  payout->bounced_at = now;
  if (auto saved = payouts.Save(*payout); !saved) return saved.error();
  NoteRefused(session, desk, *payout);
  Release(session, payouts, id);
  if (was_paid) {
    auto postings = CameBackPostings(by, payout->amount);
    postings.push_back({Account::SellerPayable(payout->party.text()), Negated(payout->amount)});
    Book(session, Entry::Make(EntryKind::kPayoutBounced, id.text(), postings), now);
  }
  TellPayoutBounced(transaction, id, payout->party, payout->amount, now);
  keel::metrics::Add("payments_payouts_total", "bounced");
  return payout;
}

keel::Result<PayoutRow> PaidOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const PayoutId& id,
                                     const std::string& bank_reference, const std::string& by) {
  auto& session = transaction.session();
  PayoutStore payouts(session, desk.seal);
  const auto first = payouts.Lock(id);
  if (!first) return first;
  const auto now = desk.clock.Now();
  const PayoutRow more{.id = PayoutId::New(now),
                       .party = first->party,
                       .amount = first->amount,
                       .bank_bin = first->bank_bin,
                       .account = first->account,
                       .holder = first->holder,
                       .bank_reference = bank_reference,
                       .by_account = by,
                       .at = now,
                       .paid_at = now};
  const auto lines = payouts.LinesOf(id);
  payouts.Add(more, lines);
  SellerStore sellers(session);
  for (const auto& line : lines) sellers.AddPaid(line.item, line.amount);
  Book(session,
       Entry::Make(
           EntryKind::kPayoutPaid, more.id.text(),
           {{Account::SellerPayable(more.party.text()), more.amount}, {Account::BankMarket(), Negated(more.amount)}}),
       now);
  // The account took it after all.
  PayeeStore payees(session);
  if (const auto payee = payees.Find(more.party, desk.seal); payee && payee->refused_payout == id.text())
    payees.TryAgain(more.party);
  TellPaidOut(transaction, more.id, more.party, more.amount, now);
  keel::metrics::Add("payments_payouts_total", "paid");
  return payouts.Find(more.id);
}

keel::Result<keel::Done> TryPayeeAgain(keel::sql::Transaction& transaction, const PartyId& party) {
  if (!PayeeStore(transaction.session()).TryAgain(party))
    return keel::Error{keel::Kind::kConflict, "payee-not-refused", "No transfer to that account came back."};
  return keel::Done{};
}

keel::Result<std::vector<TransferAnswer>> TakeBankAnswer(keel::sql::Transaction& transaction, const Desk& desk,
                                                         const PayoutBatchId& batch, const std::string& csv) {
  if (auto known = PayoutStore(transaction.session(), desk.seal).FindBatch(batch); !known) return known.error();
  return AnswerEach(csv, [&](const BankWord& word) { return Answer(transaction, desk, batch, word); });
}

}  // namespace payments
