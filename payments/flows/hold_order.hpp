#pragma once
#include <string>

#include "keel/result.hpp"
#include "keel/sql/sql.hpp"
#include "payments/store/hold_store.hpp"

/// What of a seller's money waits for a return or dispute. Each runs in the caller's transaction.
namespace payments {

/// What orders tells of a return or dispute.
struct CaseNews {
  std::string case_id;
  OrderId order;
  std::string kind;    ///< "return", "dispute".
  std::string state;   ///< As orders calls it.
  keel::Money refund;  ///< What was decided, where it was.
  keel::Instant at{};
  std::int64_t version = 0;
};

/// An open case holds what its order would bring the seller; one that ended with a refund holds it until the refund is
/// booked, any other end lets go. What was paid out before is not touched: the refund is taken off the next payout.
/// News told twice or after newer news changes nothing.
void FollowCase(keel::sql::Transaction& transaction, const CaseNews& news);

}  // namespace payments
