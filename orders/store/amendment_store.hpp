#pragma once
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/amendment.hpp"

namespace orders {

/// Amendments as rows, with the amounts and lines they change: written together. Holds no rules. Throws
/// keel::sql::Fault on database faults.
class AmendmentStore {
 public:
  explicit AmendmentStore(keel::sql::Session& session) : session_(session) {}

  /// Saves the order's new amounts and lines, its purchase's sums, a row of history and the amendment. `order` is as it
  /// was read. Answers the order as it is now. Errors: kRaced "order-changed" if somebody saved it since.
  keel::Result<Order> Save(const Order& order, const Amended& amended, const AmendmentId& id, AmendReason why,
                           const Actor& by, keel::Money refund_due, keel::Instant at);
  /// Oldest first.
  std::vector<Amendment> Of(const OrderId& id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
