#include "payments/flows/write_off.hpp"

#include <algorithm>

#include "keel/metrics/metrics.hpp"
#include "payments/flows/book.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

using keel::Money;

/// Why a write-off was undone, where the money came back by itself.
constexpr std::string_view kCameBack = "came-back";

/// What stands to be recovered, and may not move until the transaction ends.
Money LockedBalance(keel::sql::Session& session, const IntentId& intent) {
  const auto account = Account::RefundsToRecover(intent.text());
  TransferStore(session).LockBalance(account.name());
  return LedgerStore(session).Balance(account);
}

/// `lost` above zero: given up; below: the reverse.
void BookLoss(keel::sql::Session& session, EntryKind kind, const WriteOff& made, Money lost, keel::Instant now) {
  Book(session,
       Entry::Make(
           kind, made.id.text(),
           {{Account::RefundsWrittenOff(), lost}, {Account::RefundsToRecover(made.intent.text()), Negated(lost)}}),
       now);
}

void Undo(keel::sql::Session& session, WriteOff& made, WriteOff::Undoing undoing) {
  WriteOffStore(session).Undo(made.id, undoing);
  BookLoss(session, EntryKind::kWriteOffUndone, made, Negated(made.amount), undoing.at);
  made.undone = std::move(undoing);
}

}  // namespace

keel::Result<WriteOff> WriteOffRefund(keel::sql::Transaction& transaction, const Desk& desk, const IntentId& intent,
                                      Money amount, const std::string& reason, const std::string& by) {
  auto& session = transaction.session();
  if (const auto locked = IntentStore(session).Lock(intent); !locked) return locked.error();
  const auto stands = LockedBalance(session, intent);
  if (stands <= Money())
    return keel::Error{keel::Kind::kConflict, "nothing-to-recover", "This buyer has nothing to give back."};
  if (stands != amount)
    return keel::Error{keel::Kind::kConflict, "write-off-amount-changed", "Another amount stands there by now.",
                       std::to_string(stands.dong())};
  const auto now = desk.clock.Now();
  WriteOff made{.id = WriteOffId::New(now), .intent = intent, .amount = amount, .reason = reason, .by = by, .at = now};
  WriteOffStore(session).Add(made);
  BookLoss(session, EntryKind::kRefundWrittenOff, made, amount, now);
  keel::metrics::Add("payments_refunds_written_off_total");
  return made;
}

keel::Result<WriteOff> UndoWriteOff(keel::sql::Transaction& transaction, const Desk& desk, const WriteOffId& id,
                                    const std::string& why, const std::string& by) {
  auto& session = transaction.session();
  auto made = WriteOffStore(session).Lock(id);
  if (!made) return made;
  if (made->undone) return keel::Error{keel::Kind::kConflict, "write-off-undone", "It was undone already."};
  LockedBalance(session, made->intent);
  Undo(session, *made, {by, why, desk.clock.Now()});
  return made;
}

Money GiveableBack(keel::sql::Session& session, const IntentId& intent) {
  return Sum(LedgerStore(session).Balance(Account::RefundsToRecover(intent.text())),
             WriteOffStore(session).Standing(intent));
}

void ReopenFor(keel::sql::Session& session, const Desk& desk, const IntentId& intent, Money amount,
               const std::string& by) {
  auto stands = LockedBalance(session, intent);
  if (stands >= amount) return;
  for (auto& made : WriteOffStore(session).LockStanding(intent)) {
    Undo(session, made, {by, std::string(kCameBack), desk.clock.Now()});
    stands = Sum(stands, made.amount);
    if (stands >= amount) return;
  }
}

std::vector<WriteOff> WriteOffs(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  return WriteOffStore(*desk.pool.Take()).List(before, limit);
}

}  // namespace payments
