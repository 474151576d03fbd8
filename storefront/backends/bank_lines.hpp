#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// Lines of the market's bank account that an operator explains, and the books beside the bank. Free functions over the
/// Asker of payments; safe from several threads. Callers carry the operator's token.
namespace storefront::backends {

/// An entry made by hand that may be this line's.
struct BookedBefore {
  std::string entry_id, kind, subject;
  std::string number, whose;  ///< As people have it on paper; may be empty.
  keel::Instant at{};
};
struct OutgoingLine {
  std::string id, content, bank, bank_reference, finding, meaning, whose, reason;
  keel::Money amount;
  bool came_in = false;
  keel::Instant at{}, explained_at{};
  std::vector<BookedBefore> bookings;
};
Got<Listing<OutgoingLine>> LinesToExplain(const Asker& payments, const Caller& caller, const std::string& cursor);
Got<Listing<OutgoingLine>> LinesExplained(const Asker& payments, const Caller& caller, const std::string& cursor);

struct LineMeaning {
  std::string meaning, carrier, party_id, intent_id, entry_id, reason;
  bool sure = false;
};
/// Needs caller.idempotency_key.
Got<Nothing> ExplainLine(const Asker& payments, const Caller& caller, const std::string& line, const LineMeaning& what);
/// It was wrong. Needs caller.idempotency_key.
Got<Nothing> UndoExplanation(const Asker& payments, const Caller& caller, const std::string& line,
                             const std::string& reason);
/// The line is a payout or refund of ours that came back. Needs caller.idempotency_key.
Got<Nothing> MatchTransfer(const Asker& payments, const Caller& caller, const std::string& line,
                           const std::string& transfer);

struct BankFinding {
  std::string row;
  std::string number, whose;  ///< As people have it on paper; may be empty.
  keel::Money amount;
  keel::Instant since{};
};
struct BankComparison {
  keel::Money balance, lines;
  std::vector<BankFinding> not_seen;  ///< The oldest.
  std::int64_t no_entry = 0, all_not_seen = 0;
};
Got<BankComparison> BooksAndBank(const Asker& payments, const Caller& caller);

}  // namespace storefront::backends
