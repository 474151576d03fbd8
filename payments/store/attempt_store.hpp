#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/attempt.hpp"

namespace payments {

/// Attempts as rows; no rules. Lives as long as its session.
class AttemptStore {
 public:
  explicit AttemptStore(keel::sql::Session& session) : session_(session) {}
  void Add(const Attempt& attempt);
  std::optional<Attempt> Find(const AttemptId& id);
  std::optional<Attempt> FindByKey(const std::string& provider, const std::string& key);
  std::optional<Attempt> Lock(const AttemptId& id);
  std::optional<Attempt> LockByKey(const std::string& provider, const std::string& key);
  std::vector<Attempt> OfIntent(const IntentId& id);  ///< Newest first.
  /// Created or open, to be asked about by `now`, longest waiting first.
  std::vector<AttemptId> Due(keel::Instant now, std::size_t limit);
  /// Errors: kRaced "attempt-changed".
  keel::Result<keel::Done> Save(const Attempt& attempt);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
