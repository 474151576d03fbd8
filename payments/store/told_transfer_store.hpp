#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/sql/sql.hpp"

namespace payments {

/// A transfer that the bank told of for a payout or a refund, beyond what is booked.
struct ToldTransfer {
  std::string subject;         ///< The payout's id, or the refund's.
  std::string bank_reference;  ///< Of the transfer; ours where the bank gave none.
  std::string owner;           ///< The seller, or the payment: nothing more goes there until it is decided.
  keel::Money amount;
  keel::Instant told_at{};
  std::string owner_name = {}, reference = {}, state = {};  ///< When listed: whose; the memo; where it stands.
};

/// What the bank told of transfers, as rows; no rules. Lives as long as its session.
class ToldTransferStore {
 public:
  explicit ToldTransferStore(keel::sql::Session& session) : session_(session) {}
  /// Another transfer for it; open until it is decided. False when it was told of before.
  bool AddSent(const ToldTransfer& told);
  /// The line of our account that it left by ("line"), or came back by ("back"): explained, nothing to decide.
  void AddLine(const ToldTransfer& told, std::string_view kind);
  /// The decision about another transfer with this number: empty while open, nothing when none was told of.
  std::optional<std::string> DecisionOf(const std::string& subject, const std::string& bank_reference);
  /// The number of the first line of that kind.
  std::optional<std::string> LineOf(const std::string& subject, std::string_view kind);
  std::vector<std::string> LinesOf(const std::string& subject);  ///< Numbers of all lines that it left by.
  /// Other transfers told of for it, but those that were set aside.
  std::size_t Others(const std::string& subject);
  /// The oldest that is open; locked.
  std::optional<ToldTransfer> LockOpen(const std::string& subject);
  std::optional<ToldTransfer> LockOpen(const std::string& subject, const std::string& bank_reference);
  void Decide(const ToldTransfer& told, std::string_view decision, const std::string& by, keel::Instant at);
  bool AnyOpen(const std::string& owner);
  std::vector<ToldTransfer> Open(std::size_t limit);  ///< Oldest first.

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
