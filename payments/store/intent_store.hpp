#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/intent.hpp"

namespace payments {

/// Intents as rows; no rules. Lives as long as its session.
class IntentStore {
 public:
  explicit IntentStore(keel::sql::Session& session) : session_(session) {}
  struct Purchase {
    PurchaseId id;
    keel::Instant placed_at{};
  };
  void AddPurchases(const std::vector<Purchase>& purchases);
  bool KnowsPurchase(const PurchaseId& id);
  /// Those of `ids` that are there.
  std::set<std::string> KnownOf(const std::vector<std::string>& ids);
  /// Errors: kRaced "reference-taken": another intent has the reference of one of them. There are 729 million; the
  /// repeated work draws others.
  keel::Result<keel::Done> AddAll(const std::vector<Intent>& intents);
  /// Errors: kNotFound "intent-not-found". `Lock`: until the transaction ends.
  keel::Result<Intent> Find(const IntentId& id);
  keel::Result<Intent> Lock(const IntentId& id);
  std::optional<Intent> LockByReference(const std::string& reference);
  std::vector<Intent> OfPurchase(const PurchaseId& id);  ///< By method.
  /// What of the purchase waits for money waits until then at least.
  void KeepOpen(const PurchaseId& id, keel::Instant until);
  std::vector<IntentId> Due(keel::Instant now, std::size_t limit);  ///< Open and past their time.
  /// Newest first, at most `limit`, older than intent id `before`; empty `status`: all.
  std::vector<Intent> List(const std::string& status, const std::optional<std::string>& before, std::size_t limit);
  /// Open intents that still ask for exactly this amount, newest first: what an unmatched receipt may be for.
  std::vector<Intent> OpenWithRemaining(keel::Money amount, std::size_t limit);
  /// Errors: kRaced "intent-changed" if somebody saved it since it was read.
  keel::Result<keel::Done> Save(const Intent& intent);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
