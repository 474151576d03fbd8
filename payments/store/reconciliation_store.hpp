#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/reconcile.hpp"

namespace payments {

struct Reconciliation {
  ReconciliationId id;
  std::string provider, day, digest, by_account;
  DayReport report;
  std::int64_t found = 0;  ///< How many findings; `report.findings` is filled by Find alone.
  keel::Instant at{};
};

/// Our side of a provider's day, and what holding it against the file brought. Lives as long as its session.
class ReconciliationStore {
 public:
  explicit ReconciliationStore(keel::sql::Session& session) : session_(session) {}
  /// Payments by the provider's clock, refunds by ours, within [from, to).
  std::vector<OurLine> OursWithin(const std::string& provider, keel::Instant from, keel::Instant to);
  /// One that belongs to another day, by the provider's number or our key.
  std::optional<OurLine> OursNamed(const std::string& provider, const DayLine& line);
  void Add(const Reconciliation& reconciliation);
  std::optional<Reconciliation> Find(const ReconciliationId& id);
  /// Newest first, without their findings.
  std::vector<Reconciliation> List(const std::optional<std::string>& before, std::size_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
