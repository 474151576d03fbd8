#include "orders/flows/leave_freight.hpp"

#include "keel/metrics/metrics.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/domain/split.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/split_store.hpp"

namespace orders {

keel::Result<Order> LeaveFreight(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                                 const Actor& by, keel::Instant at) {
  auto& session = transaction.session();
  SplitStore splits(session);
  const auto link = splits.FreightHeir(order);
  // What a dispute gave back beyond the goods was freight, and went home already.
  if (!link || CaseStore(session).GivenBack(order.id) > order.goods) return order;
  const auto heir = OrderReader(session, context.key).Find(OrderId::FromRow(link->id));
  if (!heir) return heir.error();
  const auto follows = splits.FollowsOf(heir->id);
  const auto post = PostLeft(follows ? follows->post : keel::Money(), order.freight);
  const auto moved = splits.MoveFreight(order, *heir, order.freight, post, by, at);
  if (!moved) return moved.error();
  keel::outbox::AppendAll(transaction, {FreightMoved(moved->from, moved->to, order.freight, post, at)}, at);
  const Arguments about{{"follow", heir->code.text()},
                        {"freight_vnd", std::to_string(order.freight.dong())},
                        {"total_vnd", std::to_string(moved->to.total.dong())},
                        {"post_vnd", std::to_string(post.dong())},
                        {"link", context.public_url + "/don/" + heir->code.text()}};
  SayAbout(transaction, context, order, MessageKind::kFreightMoved, Recipient::kBuyer, about, heir->id.text());
  SayAbout(transaction, context, order, MessageKind::kFreightMovedShop, Recipient::kShop, about, heir->id.text());
  transaction.AfterCommit([] { keel::metrics::Add("orders_freight_moved_total"); });
  return moved->from;
}

}  // namespace orders
