#pragma once
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/share_store.hpp"

/// What of a cooperative's orders is whose: the statement of a member says what his part of each comes to, the
/// cooperative's what it owes each. The market pays the cooperative; these lines move no money.
namespace payments {

/// What orders tells of one fill of an order: older news changes nothing.
void FollowShares(keel::sql::Transaction& transaction, const OrderId& order, const PartyId& cooperative,
                  const std::vector<Brought>& brought, std::int64_t version);

/// One member's part of one order, or what stays with the cooperative.
struct ShareLine {
  keel::Instant at{};
  std::string order_id, order_code, cooperative, party, kind;
  std::int64_t pieces = 0, ordered = 0;  ///< Of the sale; none where something was taken back.
  keel::Money amount, order_net;         ///< All parts of a change add up to it: of the sale, to the order's net.
};
/// What a return brought back.
void FollowCameBack(keel::sql::Transaction& transaction, const std::string& return_id,
                    const std::vector<CameBack>& goods);

/// In [from, to): each sale, and each time something of it was taken back, in the month that booked it; what was
/// written in a month before stays. For a member: his own lines. For a cooperative: everybody's, its own rest with
/// them.
std::vector<ShareLine> SharesOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to);

}  // namespace payments
