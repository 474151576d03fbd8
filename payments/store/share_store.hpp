#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/shares.hpp"

namespace payments {

/// What changed of an order's goods and net on the cooperative's account: its sale, and what was taken back since.
struct SharedChange {
  keel::Instant at{};
  std::string kind;  ///< "sale", "adjustment", "return".
  keel::Money goods, net;
  std::vector<CameBack> came_back;  ///< Which goods, where a return said so.
};

/// A delivered order that a cooperative's members filled, with what each brought and all that changed of it since.
struct SharedOrder {
  OrderId order;
  std::string order_code, cooperative;
  std::vector<Brought> brought;
  std::vector<SharedChange> changes;  ///< As they were booked.
};

/// Members' parts of a cooperative's orders as rows; no rules. Lives as long as its session.
class ShareStore {
 public:
  explicit ShareStore(keel::sql::Session& session) : session_(session) {}
  /// All that was brought of one fill, in the place of what was known; older news changes nothing.
  void Put(const OrderId& order, const std::string& cooperative, const std::vector<Brought>& brought,
           std::int64_t version);
  /// What a return brought back, once for it.
  void PutCameBack(const std::string& return_id, const std::vector<CameBack>& goods);
  /// With a change in [from, to), of this cooperative or with a part of this member, by id.
  std::vector<SharedOrder> Changed(const PartyId& party, keel::Instant from, keel::Instant to);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
