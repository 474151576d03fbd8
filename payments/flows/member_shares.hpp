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
  std::string order_id, order_code, cooperative, party;
  std::int64_t pieces = 0, ordered = 0;
  keel::Money amount, order_net;  ///< All parts of an order add up to its net.
};
/// For a member: his own lines. For a cooperative: everybody's, its own rest with them.
std::vector<ShareLine> SharesOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to);

}  // namespace payments
