#include "orders/flows/order_cases.hpp"

#include <algorithm>

#include "orders/store/case_store.hpp"
#include "orders/store/substitution_store.hpp"

namespace orders {
namespace {

constexpr std::int64_t kMessagesShown = 20;

}  // namespace

OrderCases CasesOf(const Context& context, const Order& order, bool for_buyer) {
  const auto session = context.pool.Take();
  CaseStore store(*session);
  OrderCases cases{store.ReturnsOf(order.id),
                   store.DisputesOf(order.id),
                   SubstitutionStore(*session).Of(order.id),
                   MessageStore(*session).Of(order.id, for_buyer, kMessagesShown),
                   ReturnUntil(order, context.return_window),
                   false,
                   HarvestStore(*session).AwaitedBy(order.id.text())};
  const auto now = context.clock.Now();
  if (cases.return_until && *cases.return_until < now) cases.return_until.reset();
  const bool open = std::ranges::any_of(cases.disputes, [](const Dispute& one) { return Undecided(one.state); });
  const auto until = DisputeUntil(order, cases.returns, context.return_window);
  cases.can_dispute = (order.state == OrderState::kShipped || (until && now <= *until)) && !open;
  return cases;
}

}  // namespace orders
