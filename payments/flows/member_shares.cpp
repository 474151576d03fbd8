#include "payments/flows/member_shares.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace payments {

void FollowShares(keel::sql::Transaction& transaction, const OrderId& order, const PartyId& cooperative,
                  const std::vector<Brought>& brought, std::int64_t version) {
  ShareStore(transaction.session()).Put(order, cooperative.text(), brought, version);
}

void FollowCameBack(keel::sql::Transaction& transaction, const std::string& return_id,
                    const std::vector<CameBack>& goods) {
  ShareStore(transaction.session()).PutCameBack(return_id, goods);
}

std::vector<ShareLine> SharesOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to) {
  std::vector<ShareLine> lines;
  for (auto& order : ShareStore(*desk.pool.Take()).Changed(party, from, to)) {
    keel::Money goods, net;
    std::map<std::string, keel::Money> before;
    for (const auto& change : order.changes) {
      const bool sale = change.kind == "sale";
      if (!sale)
        TakeOff(order.brought, Difference(goods, FilledAmount(order.brought)), Negated(change.goods), change.came_back);
      goods = Sum(goods, change.goods);
      net = Sum(net, change.net);
      for (const auto& share : ShareNet(net, goods, order.cooperative, order.brought)) {
        const auto had = std::exchange(before[share.party], share.amount);
        ShareLine line{
            change.at, order.order.text(), order.order_code, order.cooperative, share.party, change.kind, 0, 0,
            {},        change.net};
        line.amount = Difference(share.amount, had);
        if (sale) std::tie(line.pieces, line.ordered) = std::tie(share.pieces, share.ordered);
        if (change.at < from || change.at >= to) continue;
        if (order.cooperative != party.text() && share.party != party.text()) continue;
        if (line.amount != keel::Money() || line.pieces != 0) lines.push_back(std::move(line));
      }
    }
  }
  std::ranges::stable_sort(lines, {}, &ShareLine::at);
  return lines;
}

}  // namespace payments
