#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/bank_comparison.hpp"
#include "payments/domain/bank_meaning.hpp"
#include "payments/store/receipt_store.hpp"

namespace payments {

/// What an operator said a line was.
struct Explanation {
  ExplanationId id;
  ReceiptId receipt;
  Meaning meaning = Meaning::kBankFee;
  std::string whose;             ///< The carrier or the seller it names; else empty.
  std::optional<EntryId> entry;  ///< What was booked before; empty: it books its own.
  keel::Money amount;            ///< The line's, above zero.
  std::string reason;            ///< In the operator's words.
  std::string by;
  keel::Instant at{};
};

/// An entry that took money off bank:market and whose line nobody knows yet.
struct WaitingEntry {
  EntryId id;
  std::string kind, subject;
  keel::Money amount;  ///< Above zero.
  keel::Instant at{};
  bool same_number = false;  ///< It was booked with the bank's number asked for.
  OnPaper paper = {};
};

/// What operators said of bank lines, as rows; no rules. Lives as long as its session.
class ExplanationStore {
 public:
  explicit ExplanationStore(keel::sql::Session& session) : session_(session) {}
  /// Errors: kConflict "entry-not-waiting": another line was given the entry meanwhile.
  keel::Result<keel::Done> Add(const Explanation& explanation);
  /// The one that stands.
  std::optional<Explanation> Of(const ReceiptId& receipt);
  void Undo(const ExplanationId& id, const std::string& by, const std::string& why, keel::Instant at);
  /// Lines of our account that left it, and that neither a transfer of ours nor an operator explains; newest first,
  /// older than `before`.
  std::vector<ReceiptId> NotExplained(const std::optional<std::string>& before, std::size_t limit);
  /// Lines that an operator explained.
  std::vector<ReceiptId> Explained(const std::optional<std::string>& before, std::size_t limit);
  /// Entries of just this amount without a line, those booked with the bank's `number` first, then the newest.
  std::vector<WaitingEntry> Waiting(keel::Money amount, const std::string& number, std::size_t limit);
  /// Of the row that an entry names: nothing for one that is on no paper but its own name (a month, a line).
  OnPaper PaperOf(const std::string& subject);
  /// Whether the entry is one of them.
  bool IsWaiting(const EntryId& entry, keel::Money amount);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
