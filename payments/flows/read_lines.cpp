#include "payments/flows/read_lines.hpp"

#include <optional>

#include "keel/text/text.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/our_transfers.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/write_off.hpp"

namespace payments {
namespace {

std::string NumberOf(const BankLine& line) {
  return line.bank_reference.empty() ? line.bank_id : line.bank_reference;
}

/// What a line that left is of the transfer it names, and whether it confirms that.
struct Left {
  FoundAs as = FoundAs::kNothing;
  bool confirms = false;
};
Left LeftBy(keel::sql::Session& session, const Desk& desk, const BankLine& line, const BookedTransfer& booked) {
  if (booked.amount != line.amount) return {.as = FoundAs::kAmountDiffers};
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
  if (heard == Heard::kAnother) return {.as = FoundAs::kSecondTransfer};
  return {FoundAs::kTransfer, heard == Heard::kConfirms};
}

/// What a line that came in is, of a transfer that it brings back.
enum class Back : std::uint8_t { kUnknown, kBounces, kKnown };
Back HearBack(keel::sql::Session& session, const Desk& desk, const BankLine& line, const BookedTransfer& booked) {
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

/// What the buyer of this refund was sent and not owed, and has not given back, also where the market gave it up.
/// Nobody sent him too little: money that comes back for it is that, whether he or the bank sends it.
keel::Money ToRecover(keel::sql::Session& session, const BookedTransfer& booked) {
  if (booked.kind != TransferKind::kRefund) return {};
  return GiveableBack(session, IntentId::FromRow(booked.owner));
}

Explain RepaidBy(const BookedTransfer& booked) {
  return {.meaning = Meaning::kRefundRepaid, .whose = booked.owner};
}

std::string ReasonOf(const BankLine& line) {
  constexpr std::size_t kLongest = 200;
  return keel::text::Ascii(line.content).substr(0, kLongest);
}

/// What a person typed: a reference with blanks or in small letters, an id, or the bank's number of the transfer.
std::optional<BookedTransfer> Typed(keel::sql::Session& session, const Desk& desk, const std::string& typed) {
  for (const auto& reference : FindTransferReferences(typed))
    if (auto booked = FindTransfer(session, desk, reference)) return booked;
  return FindTransfer(session, desk, std::string(keel::text::Trim(typed)));
}

}  // namespace

keel::Result<LineFinding> ConfirmByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line) {
  auto& session = transaction.session();
  for (const auto& reference : FindTransferReferences(line.content)) {
    const auto booked = FindTransfer(session, desk, reference);
    if (!booked) continue;
    const auto left = LeftBy(session, desk, line, *booked);
    if (left.confirms)
      if (auto done = ConfirmTransfer(transaction, desk, *booked, NumberOf(line)); !done) return done.error();
    return LineFinding{left.as, booked->subject};
  }
  return LineFinding{};
}

keel::Result<LineFinding> CameBackByLine(keel::sql::Transaction& transaction, const Desk& desk, const BankLine& line) {
  auto& session = transaction.session();
  for (const auto& reference : FindTransferReferences(line.content)) {
    const auto booked = FindTransfer(session, desk, reference);
    if (!booked || booked->amount != line.amount || ToRecover(session, *booked) >= line.amount) continue;
    const auto back = HearBack(session, desk, line, *booked);
    if (back == Back::kUnknown) continue;
    if (back == Back::kBounces)
      if (auto done = BounceTransfer(transaction, desk, *booked, ReasonOf(line)); !done) return done.error();
    return LineFinding{FoundAs::kCameBack, booked->subject};
  }
  return LineFinding{};
}

keel::Result<bool> RepaidByLine(keel::sql::Transaction& transaction, const Desk& desk, Receipt& receipt) {
  for (const auto& reference : FindTransferReferences(receipt.line.content)) {
    const auto booked = FindTransfer(transaction.session(), desk, reference);
    if (!booked || ToRecover(transaction.session(), *booked) < receipt.line.amount) continue;
    auto repaid = ExplainLine(transaction, desk, receipt.id, RepaidBy(*booked), std::string(kByItself));
    if (!repaid) return repaid.error();
    receipt = std::move(*repaid);
    return true;
  }
  return false;
}

keel::Result<Receipt> MatchCameBack(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                    const std::string& typed, const std::string& by) {
  auto& session = transaction.session();
  auto receipt = LockUnmatched(session, id);
  if (!receipt) return receipt;
  const auto booked = Typed(session, desk, typed);
  if (!booked)
    return keel::Error{keel::Kind::kNotFound, "transfer-unknown", "No payout or refund has that reference.", typed};
  const auto& line = receipt->line;
  if (ToRecover(session, *booked) >= line.amount) return ExplainLine(transaction, desk, id, RepaidBy(*booked), by);
  if (line.amount > booked->amount)
    return keel::Error{keel::Kind::kConflict, "came-back-too-large", "More came in than was sent.",
                       std::to_string(booked->amount.dong())};
  const auto back = HearBack(session, desk, line, *booked);
  if (back == Back::kUnknown)
    return keel::Error{keel::Kind::kConflict, "transfer-not-out", "Nothing of that transfer is out."};
  // The line stands in unmatched_receipts: from there the money goes to where the transfer had taken it from. What the
  // books bounced before, or never paid, has the bank's side already.
  const auto kept = Difference(booked->amount, line.amount);
  const bool books = back == Back::kBounces && booked->state == PayoutState::kPaid;
  if (back == Back::kBounces) {
    const CameBackBy from{Account::UnmatchedReceipts(), kept};
    if (auto done = BounceTransfer(transaction, desk, *booked, ReasonOf(line), from); !done) return done.error();
  }
  if (!books)
    Book(session,
         Entry::Make(EntryKind::kReceiptMatched, id.text(),
                     {{Account::UnmatchedReceipts(), line.amount},
                      {Account::BankFees(), kept},
                      {Account::BankMarket(), Negated(booked->amount)}}),
         desk.clock.Now());
  receipt->state = ReceiptState::kReturned;
  receipt->finding = {FoundAs::kCameBack, booked->subject};
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  return receipt;
}

}  // namespace payments
