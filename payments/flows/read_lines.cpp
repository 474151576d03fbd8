#include "payments/flows/read_lines.hpp"

#include <vector>

#include "keel/text/text.hpp"
#include "payments/domain/memo.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/store/receipt_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kRefundWord = "HOAN", kPayoutWord = "TRA";
constexpr std::size_t kIdLetters = 12;

/// Everything in the bank's text that may be a reference beginning with this word.
std::vector<std::string> Named(const std::string& memo, std::string_view word) {
  std::vector<std::string> found;
  for (auto at = memo.find(word); at != memo.npos; at = memo.find(word, at + 1))
    if (memo.size() - at >= word.size() + kIdLetters) found.push_back(memo.substr(at, word.size() + kIdLetters));
  return found;
}

std::string NumberOf(const BankLine& line) {
  return line.bank_reference.empty() ? line.bank_id : line.bank_reference;
}

/// Whether the line confirms what it names; `note` is what it was.
bool Confirms(keel::sql::Session& session, const Desk& desk, const BankLine& line, const BookedTransfer& booked,
              const std::string& what, std::string& note) {
  if (booked.amount != line.amount) {
    note = std::string(kLookNote) + "amount-differs " + booked.subject;
    return false;
  }
  // Whatever numbers the bank's file and its feed give it: as many lines are explained as transfers are known. The
  // first is the booked one's, the next those' that were told of beside it; one more is another transfer.
  ToldTransferStore store(session);
  const auto number = NumberOf(line);
  const ToldTransfer told{booked.subject, number, booked.owner, booked.amount, desk.clock.Now()};
  const auto lines = store.LinesOf(booked.subject).size();
  const bool left_once =
      booked.was_paid || booked.state == PayoutState::kPrepared || store.LineOf(booked.subject, "back");
  const bool known_number = store.DecisionOf(booked.subject, number).has_value();
  const bool its_own = left_once && lines == 0 && !known_number;
  const bool told_before = !its_own && !known_number && lines < (left_once ? 1 : 0) + store.Others(booked.subject);
  const auto heard = told_before ? (store.LockOpen(booked.subject) ? Heard::kAnother : Heard::kAlready)
                                 : HearSent(session, desk, booked, its_own ? "" : number, /*by_line=*/true);
  store.AddLine(told, "line");
  if (heard == Heard::kAnother) {
    note = std::string(kLookNote) + "second-transfer " + booked.subject;
    return false;
  }
  note = what + " " + booked.subject;
  return heard == Heard::kConfirms;
}

/// What a line that came in is, of a transfer that it names.
enum class Back : std::uint8_t { kUnknown, kBounces, kKnown };
Back HearBack(keel::sql::Session& session, const Desk& desk, const BankLine& line, const BookedTransfer& booked) {
  if (booked.amount != line.amount) return Back::kUnknown;
  ToldTransferStore store(session);
  const bool bounced = booked.state == PayoutState::kBounced, known = store.LineOf(booked.subject, "back").has_value();
  // Sent twice, and once come back: that was the one that is not booked.
  const auto another = store.LockOpen(booked.subject);
  const bool of_another = another && !(bounced && booked.was_paid && !known);
  if (bounced && known && !of_another) return Back::kUnknown;
  if (of_another) {
    store.Decide(*another, "came-back", "", desk.clock.Now());
    SeeLines(session, booked.subject);
  }
  store.AddLine({booked.subject, NumberOf(line), booked.owner, booked.amount, desk.clock.Now()}, "back");
  return bounced || of_another ? Back::kKnown : Back::kBounces;
}

std::string ReasonOf(const BankLine& line) {
  constexpr std::size_t kLongest = 200;
  return keel::text::Ascii(line.content).substr(0, kLongest);
}

std::string CameBack(const std::string& subject) {
  return std::string(kCameBackNote) + subject;
}

}  // namespace

keel::Result<std::string> ConfirmByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line) {
  auto& session = transaction.session();
  const auto memo = MemoText(line.content);
  std::string note;
  for (const auto& reference : Named(memo, kRefundWord)) {
    const auto refund = BankRefundStore(session, desk.seal).ByReference(reference);
    if (!refund) continue;
    if (Confirms(session, desk, line, BookedOf(*refund), "refund", note))
      if (auto done = ConfirmRefund(transaction, desk, refund->id, NumberOf(line)); !done) return done.error();
    return note;
  }
  for (const auto& reference : Named(memo, kPayoutWord)) {
    const auto payout = PayoutStore(session, desk.seal).LockByReference(reference);
    if (!payout) continue;
    if (Confirms(session, desk, line, BookedOf(*payout), "payout", note))
      if (auto done = ConfirmPayout(transaction, desk, payout->id, NumberOf(line)); !done) return done.error();
    return note;
  }
  return note;
}

keel::Result<std::string> CameBackByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line) {
  auto& session = transaction.session();
  const auto memo = MemoText(line.content);
  for (const auto& reference : Named(memo, kRefundWord)) {
    const auto refund = BankRefundStore(session, desk.seal).ByReference(reference);
    const auto back = refund ? HearBack(session, desk, line, BookedOf(*refund)) : Back::kUnknown;
    if (back == Back::kUnknown) continue;
    if (back == Back::kBounces)
      if (auto done = BounceRefund(transaction, desk, refund->id, ReasonOf(line)); !done) return done.error();
    return CameBack(refund->id.text());
  }
  for (const auto& reference : Named(memo, kPayoutWord)) {
    const auto payout = PayoutStore(session, desk.seal).LockByReference(reference);
    const auto back = payout ? HearBack(session, desk, line, BookedOf(*payout)) : Back::kUnknown;
    if (back == Back::kUnknown) continue;
    if (back == Back::kBounces)
      if (auto done = BouncePayout(transaction, desk, payout->id, ReasonOf(line)); !done) return done.error();
    return CameBack(payout->id.text());
  }
  return std::string();
}

}  // namespace payments
