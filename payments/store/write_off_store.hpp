#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// What a buyer was sent too much and is not asked for any more.
struct WriteOff {
  WriteOffId id;
  IntentId intent;
  keel::Money amount;  ///< Above zero.
  std::string reason;  ///< In the operator's words.
  std::string by;
  keel::Instant at{};
  struct Undoing {
    std::string by, why;
    keel::Instant at{};
  };
  std::optional<Undoing> undone = {};
  std::string order_codes = {};  ///< When listed: what the buyer bought.
};

/// Write-offs as rows; no rules. Lives as long as its session.
class WriteOffStore {
 public:
  explicit WriteOffStore(keel::sql::Session& session) : session_(session) {}
  void Add(const WriteOff& made);
  /// Locked. Errors: kNotFound "write-off-not-found".
  keel::Result<WriteOff> Lock(const WriteOffId& id);
  /// Those of the payment that were not undone, newest first; locked.
  std::vector<WriteOff> LockStanding(const IntentId& intent);
  keel::Money Standing(const IntentId& intent);  ///< Their sum.
  void Undo(const WriteOffId& id, const WriteOff::Undoing& undoing);
  /// All, newest first, older than `before`.
  std::vector<WriteOff> List(const std::optional<std::string>& before, std::size_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
