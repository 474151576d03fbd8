#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/domain/month.hpp"

namespace payments {

struct AccountRow {
  std::string account;
  keel::Money balance;
  std::int64_t postings = 0;
  std::string order_codes = {};  ///< Of a buyer's account: what he bought.
};

struct EntryRow {
  std::string id, kind, subject;
  keel::Instant at{};
  std::string period;   ///< The month it counts in.
  std::string late_of;  ///< The closed month its fact belongs to; else empty.
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
  /// A fact of a month that is closed goes to the first open month, with `late_of` naming its own.
  void Post(const Entry& entry, keel::Instant at);
  /// The month a fact of `at` counts in. Holds the gate until the transaction ends: no month closes meanwhile.
  Month PeriodFor(keel::Instant at);
  /// When it was booked; empty when it was not.
  std::optional<keel::Instant> BookedAt(EntryKind kind, const std::string& subject);
  std::vector<AccountRow> Accounts();
  keel::Money Balance(const Account& account);
  /// Newest first, at most `limit`, older than entry id `before`; empty `account`: all.
  std::vector<EntryRow> Entries(const std::string& account, const std::optional<std::string>& before,
                                std::size_t limit);
  /// Shuts `month` and all before it. Errors: kConflict "period-closed" (it is already). The caller has looked at the
  /// clock and at Verify.
  keel::Result<keel::Done> Close(const Month& month, const std::string& by, keel::Instant at);
  struct PeriodRow {
    std::string period;
    std::int64_t entries = 0, late = 0;  ///< Late: entries of facts of a closed month.
    keel::Money turnover;                ///< The sum of its debits.
    std::optional<keel::Instant> closed_at;
  };
  std::vector<PeriodRow> Periods();  ///< Newest first.
  /// Every entry that does not sum to zero, every balance and every intent, order and receipt that the postings
  /// contradict.
  std::vector<Discrepancy> Verify();

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
