#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/attempt.hpp"

namespace payments {

/// Refunds that providers carry out, as rows; no rules. Lives as long as its session.
class RefundStore {
 public:
  explicit RefundStore(keel::sql::Session& session) : session_(session) {}
  void Add(const RefundJob& job);
  std::optional<RefundJob> Find(const RefundId& id);
  std::optional<RefundJob> Lock(const RefundId& id);
  std::vector<RefundJob> OfIntent(const IntentId& id);  ///< Oldest first.
  /// Planned or processing, and due by `now`.
  std::vector<RefundId> Due(keel::Instant now, std::size_t limit);
  /// Intents of these ways of paying that owe more back than is planned, under way or stuck, oldest first.
  std::vector<IntentId> Unplanned(const std::string& provider, std::size_t limit);
  /// Newest first, at most `limit`, older than `before`; empty `state`: all.
  std::vector<RefundJob> List(const std::string& state, const std::optional<std::string>& before, std::size_t limit);
  /// Errors: kRaced "refund-changed".
  keel::Result<keel::Done> Save(const RefundJob& job);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
