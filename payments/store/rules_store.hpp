#pragma once
#include "keel/sql/sql.hpp"
#include "payments/domain/commission.hpp"

namespace payments {

/// Commission and tax rules as dated rows: read whole (they are few), added to, never changed.
class RulesStore {
 public:
  explicit RulesStore(keel::sql::Session& session) : session_(session) {}
  Rules All();
  void Add(const CommissionRule& rule);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
