#include "orders/flows/order_of_fill.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "keel/outbox/outbox.hpp"
#include "orders/domain/order_code.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {

using keel::Error;
using keel::Kind;
using keel::Result;

Ordered OrderedOf(keel::sql::Session& session, const Context& context, const OrderId& order,
                  const std::string& variant_id) {
  Ordered ordered;
  for (const OrderLine& line : OrderReader(session, context.key).Lines(order))
    if (line.variant_id == variant_id) {
      ordered.pieces += line.quantity;
      ordered.amount = keel::Money::Vnd(ordered.amount.dong() + line.total.dong());
    }
  return ordered;
}

std::int64_t FilledOf(keel::sql::Session& session, const OrderId& order, const std::string& variant_id) {
  FillStore fills(session);
  std::int64_t pieces = 0;
  for (const Fill& fill : fills.OfOrder(order.text(), variant_id))
    for (const FillPart& part : fills.Parts(fill.id.text()))
      pieces += part.state == PartState::kPromised ? part.given : part.received;
  return pieces;
}

Result<OrderId> OrderToFill(keel::sql::Session& session, const Context& context, const std::string& party_id,
                            const std::string& order_code, const std::string& variant_id, std::int64_t wanted) {
  const auto code = OrderCode::Parse(order_code);
  if (!code) return code.error();
  OrderReader reader(session, context.key);
  const auto known = reader.FindByCode(*code);
  if (!known || known->party_id != party_id)
    return Error{Kind::kNotFound, "order-not-found", "There is no such order.", order_code};
  CaseStore(session).LockOrder(known->id);
  const auto order = reader.Find(known->id);  // As it is under the lock.
  if (!order) return order.error();
  const auto ordered = OrderedOf(session, context, order->id, variant_id).pieces;
  if (ordered == 0)
    return Error{Kind::kConflict, "fill-not-ordered", "That order has none of these goods.", code->text()};
  if (order->state != OrderState::kAccepted)
    return Error{Kind::kConflict, "fill-order-not-accepted", "Only an accepted order is filled.", code->text()};
  const auto open = std::max<std::int64_t>(ordered - FilledOf(session, order->id, variant_id), 0);
  if (open == 0) return Error{Kind::kConflict, "fill-filled-already", "Members bring all of it already.", code->text()};
  if (wanted > open)
    return Error{Kind::kConflict, "fill-more-than-ordered", "That is more than is left to fill.", std::to_string(open)};
  return order->id;
}

Result<std::int64_t> RoomFor(keel::sql::Session& session, const Context& context, const Fill& fill) {
  if (fill.order_id.empty()) return std::numeric_limits<std::int64_t>::max();
  const auto id = OrderId::FromRow(fill.order_id);
  CaseStore(session).LockOrder(id);
  const auto order = OrderReader(session, context.key).Find(id);
  if (!order) return order.error();
  if (order->state != OrderState::kAccepted)
    return Error{Kind::kConflict, "fill-order-over", "The order is packed or over.", order->code.text()};
  std::int64_t received = 0;
  FillStore fills(session);
  for (const Fill& one : fills.OfOrder(fill.order_id, fill.variant_id))
    for (const FillPart& part : fills.Parts(one.id.text())) received += part.received;
  return std::max<std::int64_t>(OrderedOf(session, context, id, fill.variant_id).pieces - received, 0);
}

void TellFilled(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                const std::string& variant_id) {
  auto& session = transaction.session();
  const auto order = OrderReader(session, context.key).Find(id);
  if (!order) return;
  const auto ordered = OrderedOf(session, context, id, variant_id);
  FillStore store(session);
  const auto fills = store.OfOrder(id.text(), variant_id);
  std::vector<std::vector<FillPart>> parts;
  std::vector<std::int64_t> received;
  for (const Fill& fill : fills)
    for (const FillPart& part : parts.emplace_back(store.Parts(fill.id.text()))) received.push_back(part.received);
  const auto counted = ProRata(ordered.pieces, received);
  const auto now = context.clock.Now();
  std::size_t at = 0;
  for (std::size_t i = 0; i < fills.size(); ++i) {
    std::map<std::string, std::int64_t> brought;
    // Greater each time it is told: settled parts only become more, and the order's version moves when it is amended.
    std::int64_t version = order->version;
    bool any = false;
    for (const FillPart& part : parts[i]) {
      brought[part.member_party_id] += counted[at++];
      any = any || part.received > 0;
      version += part.state == PartState::kPromised || part.state == PartState::kNone ? 0 : 1;
    }
    if (any)
      keel::outbox::AppendAll(transaction,
                              {OrderFilled(id, fills[i], ordered.pieces, ordered.amount, brought, version, now)}, now);
  }
}

}  // namespace orders
