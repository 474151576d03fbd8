#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"

namespace payments {

struct AccountRow {
  std::string account;
  keel::Money balance;
  std::int64_t postings = 0;
};

struct EntryRow {
  std::string id, kind, subject;
  keel::Instant at{};
  struct Line {
    std::string account;
    keel::Money amount;
  };
  std::vector<Line> lines;
};

/// One thing that does not add up.
struct Discrepancy {
  std::string what, row;
  keel::Money stored, recomputed;
};

/// The ledger as rows: written by Post alone, never changed. Lives as long as its session.
class LedgerStore {
 public:
  explicit LedgerStore(keel::sql::Session& session) : session_(session) {}
  /// Books the entry and moves the balances. Call within a transaction. Throws keel::sql::Fault 1062 when (kind,
  /// subject) is booked already: the callers' own states make that impossible, so it undoes the transaction.
  void Post(const Entry& entry, keel::Instant at);
  std::vector<AccountRow> Accounts();
  keel::Money Balance(const Account& account);
  /// Newest first, at most `limit`, older than entry id `before`; empty `account`: all.
  std::vector<EntryRow> Entries(const std::string& account, const std::optional<std::string>& before,
                                std::size_t limit);
  /// Every entry that does not sum to zero, every balance and every intent, order and receipt that the postings
  /// contradict.
  std::vector<Discrepancy> Verify();

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
