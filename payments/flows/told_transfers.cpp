#include "payments/flows/told_transfers.hpp"

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/flows/our_transfers.hpp"
#include "payments/store/receipt_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kShown = 200;

keel::Error NotTold() {
  return {keel::Kind::kNotFound, "told-transfer-not-found", "No such transfer waits to be decided."};
}

}  // namespace

BookedTransfer BookedOf(const PayoutRow& payout) {
  return {TransferKind::kPayout, payout.id.text(),           payout.party.text(),  payout.amount,
          payout.state,          payout.paid_at.has_value(), payout.bank_reference};
}

BookedTransfer BookedOf(const BankRefund& refund) {
  return {TransferKind::kRefund, refund.id.text(),           refund.intent.text(), refund.amount,
          refund.state,          refund.paid_at.has_value(), refund.bank_reference};
}

Heard HearSent(keel::sql::Session& session, const Desk& desk, const BookedTransfer& booked, const std::string& number,
               bool by_line) {
  ToldTransferStore store(session);
  if (const auto decision = store.DecisionOf(booked.subject, number)) {
    if (*decision == "set-aside" && by_line) {
      store.Decide({booked.subject, number, booked.owner, booked.amount}, "", "", desk.clock.Now());
      return Heard::kAnother;
    }
    return decision->empty() ? Heard::kAnother : Heard::kAlready;
  }
  const auto line = store.LineOf(booked.subject, "line");
  if (line && *line == number && booked.state != PayoutState::kPrepared) return Heard::kAlready;
  const auto known = booked.bank_reference.empty() ? line.value_or("") : booked.bank_reference;
  const auto heard =
      Hear(booked.state, booked.was_paid || line, known, store.LineOf(booked.subject, "back").has_value(), number);
  if (heard != Heard::kAnother) return heard;
  store.AddSent({booked.subject, number, booked.owner, booked.amount, desk.clock.Now()});
  keel::log::Warn("transfer-told-twice", {{"transfer", booked.subject}, {"bank_reference", number}});
  keel::metrics::Add("payments_transfers_told_twice_total");
  return heard;
}

void SeeLines(keel::sql::Session& session, const std::string& subject) {
  ToldTransferStore store(session);
  if (store.LockOpen(subject)) return;
  for (const auto& number : store.LinesOf(subject)) ReceiptStore(session).SeenSecond(subject, number);
}

keel::Result<keel::Done> NothingInDoubt(keel::sql::Session& session, const std::string& owner) {
  if (ToldTransferStore(session).AnyOpen(owner))
    return keel::Error{keel::Kind::kConflict, "transfer-in-doubt", "The bank told of a transfer that is not booked."};
  return keel::Done{};
}

std::vector<ToldTransfer> OpenTold(const Desk& desk) {
  return ToldTransferStore(*desk.pool.Take()).Open(kShown);
}

keel::Result<ToldTransfer> DecideTold(keel::sql::Transaction& transaction, const Desk& desk, const std::string& subject,
                                      const std::string& bank_reference, bool sent, const std::string& by) {
  auto& session = transaction.session();
  ToldTransferStore store(session);
  auto told = store.LockOpen(subject, bank_reference);
  if (!told) return NotTold();
  if (sent)
    if (auto done = SentOnceMore(transaction, desk, subject, bank_reference, by); !done) return done.error();
  store.Decide(*told, sent ? "sent" : "set-aside", by, desk.clock.Now());
  SeeLines(session, subject);
  return std::move(*told);
}

}  // namespace payments
