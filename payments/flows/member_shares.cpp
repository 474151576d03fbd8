#include "payments/flows/member_shares.hpp"

namespace payments {

void FollowShares(keel::sql::Transaction& transaction, const OrderId& order, const PartyId& cooperative,
                  const std::vector<Brought>& brought, std::int64_t version) {
  ShareStore(transaction.session()).Put(order, cooperative.text(), brought, version);
}

std::vector<ShareLine> SharesOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to) {
  std::vector<ShareLine> lines;
  for (const auto& order : ShareStore(*desk.pool.Take()).Settled(party, from, to))
    for (const auto& share : ShareNet(order.net, order.goods, order.cooperative, order.brought)) {
      if (order.cooperative != party.text() && share.party != party.text()) continue;
      if (share.amount == keel::Money() && share.pieces == 0) continue;
      lines.push_back({order.at, order.order.text(), order.order_code, order.cooperative, share.party, share.pieces,
                       share.ordered, share.amount, order.net});
    }
  return lines;
}

}  // namespace payments
