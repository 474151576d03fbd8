#pragma once
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/substitution.hpp"

namespace orders {

/// Substitutions as rows. Throws keel::sql::Fault on database faults.
class SubstitutionStore {
 public:
  explicit SubstitutionStore(keel::sql::Session& session) : session_(session) {}

  /// Errors: kConflict "substitution-open": the buyer is being asked about this line already.
  keel::Result<keel::Done> Insert(const Substitution& one, const Actor& by);
  /// Errors: kNotFound "substitution-not-found".
  keel::Result<Substitution> Find(const SubstitutionId& id);
  /// Errors: kRaced "case-changed".
  keel::Result<Substitution> Save(const Substitution& before, SubstitutionState state, const Actor& by,
                                  std::string_view why, keel::Instant at);
  std::vector<Substitution> Of(const OrderId& id);
  bool AnyOpen(const OrderId& id);
  std::vector<SubstitutionId> Due(keel::Instant now, std::int64_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
