#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/shares.hpp"

namespace payments {

/// A delivered order that a cooperative's members filled, with what each brought.
struct SharedOrder {
  OrderId order;
  std::string order_code, cooperative;
  keel::Money goods, net;
  keel::Instant at{};
  std::vector<Brought> brought;
};

/// Members' parts of a cooperative's orders as rows; no rules. Lives as long as its session.
class ShareStore {
 public:
  explicit ShareStore(keel::sql::Session& session) : session_(session) {}
  /// All that was brought of one fill, in the place of what was known; older news changes nothing.
  void Put(const OrderId& order, const std::string& cooperative, const std::vector<Brought>& brought,
           std::int64_t version);
  /// Settled in [from, to), of this cooperative or with a part of this member, oldest first.
  std::vector<SharedOrder> Settled(const PartyId& party, keel::Instant from, keel::Instant to);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
