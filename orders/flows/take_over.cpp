#include "orders/flows/take_over.hpp"

#include <algorithm>

#include "orders/flows/act_for.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/people_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;

constexpr std::int64_t kMostWaiting = 100;

}  // namespace

keel::Result<Order> TakeOverAs(keel::sql::Transaction& transaction, const Context& context, const Actor& by,
                               const std::string& cooperative_id, const Order& order) {
  auto& session = transaction.session();
  ClockStore clocks(session);
  if (order.state == OrderState::kAccepted && clocks.TakerOf(order.id) == cooperative_id) return order;
  const auto row = clocks.Find(order.id);
  if (order.state == OrderState::kConfirmed && (!row || row->step != ClockStep::kCooperative))
    return Error{Kind::kConflict, "not-its-turn", "The shop may still answer by itself."};
  const auto now = context.clock.Now();
  auto moved = Move(transaction, context, order, OrderEvent::kAccepted, by, "taken-over", now);
  if (moved) clocks.SaveTaker(order.id, cooperative_id, by.id, now);
  return moved;
}

keel::Result<Order> TakeOver(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const std::string& cooperative_id, const OrderId& id) {
  auto& session = transaction.session();
  if (const auto may = MayActFor(session, who, cooperative_id); !may) return may.error();
  const auto order = OrderReader(session, context.key).Find(id);
  if (!order) return order;
  const auto cooperatives = PeopleStore(session).CooperativesOf(order->party_id);
  if (std::ranges::find(cooperatives, cooperative_id) == cooperatives.end())
    return Error{Kind::kNotFound, "order-not-found", "There is no such order."};
  return TakeOverAs(transaction, context, {who.subject}, cooperative_id, *order);
}

keel::Result<std::vector<WholeOrder>> WaitingForCooperative(const Context& context, const keel::auth::Principal& who,
                                                            const std::string& cooperative_id) {
  const auto session = context.pool.Take();
  if (const auto may = MayActFor(*session, who, cooperative_id); !may) return may.error();
  OrderReader reader(*session, context.key);
  std::vector<WholeOrder> waiting;
  for (const OrderId& id : ClockStore(*session).WaitingFor(cooperative_id, kMostWaiting)) {
    const auto order = reader.Find(id);
    if (order && order->state == OrderState::kConfirmed) waiting.push_back(reader.Whole(*order));
  }
  return waiting;
}

void Decline(keel::sql::Transaction& transaction, const Context& context, const Order& order, ClockStep step,
             const std::string& party_id) {
  auto& session = transaction.session();
  ClockStore clocks(session);
  const auto now = context.clock.Now();
  clocks.SaveDecline(order.id, party_id, NameOf(step), now);
  const auto row = clocks.Find(order.id);
  if (!row || !row->running || row->step != step) return;
  const auto cooperatives = PeopleStore(session).CooperativesOf(row->party_id);
  if (step == ClockStep::kHelper) {
    const auto hours = clocks.HoursOf(row->shop_id).cooperative;
    if (hours > 0 && !cooperatives.empty())
      clocks.Hasten(*row, {row->times.shop_until, now, AddWaking(now, std::chrono::hours(hours))}, now);
    return;
  }
  const bool all = std::ranges::all_of(
      cooperatives, [&](const std::string& one) { return clocks.Declined(order.id, one, NameOf(step)); });
  if (all) clocks.Hasten(*row, {row->times.shop_until, row->times.helper_until, now}, now);
}

}  // namespace orders
