#pragma once
#include <optional>

#include "keel/sql/sql.hpp"
#include "payments/domain/commission.hpp"

namespace payments {

/// Commission and tax rules as dated rows: read whole (they are few), added to, never changed. One
/// that was withdrawn is read no more.
class RulesStore {
 public:
  explicit RulesStore(keel::sql::Session& session) : session_(session) {}
  Rules All();
  /// Empty when there is none, or it was withdrawn.
  std::optional<CommissionRule> LockCommission(std::int64_t id);
  void Withdraw(std::int64_t id, const std::string& by, keel::Instant at);
  void Add(const CommissionRule& rule);
  void Add(const WithholdingRule& rule);
  void Add(const TaxBucket& bucket);
  void Add(const TaxRule& rule);
  void Add(const TaxThreshold& threshold);
  /// By the latest decision; empty for years before any.
  std::optional<TaxThreshold> ThresholdOf(int year);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
