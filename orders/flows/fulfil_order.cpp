#include "orders/flows/fulfil_order.hpp"

#include <algorithm>

#include "orders/flows/hold_order.hpp"
#include "orders/flows/hold_to_shelf.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/order_writer.hpp"
#include "orders/store/substitution_store.hpp"

namespace orders {

keel::Result<Order> FindForSeller(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                                  const OrderId& id) {
  auto order = OrderReader(session, context.key).Find(id);
  if (!order || who.MayActFor(order->party_id)) return order;
  const auto taker = ClockStore(session).TakerOf(id);
  if (!taker || !who.MayActFor(*taker))
    return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order."};
  return order;
}

keel::Result<WholeOrder> ShowToSeller(const Context& context, const keel::auth::Principal& who, const OrderId& id) {
  const auto session = context.pool.Take();
  const auto order = FindForSeller(*session, context, who, id);
  if (!order) return order.error();
  return OrderReader(*session, context.key).Whole(*order);
}

keel::Result<WholeOrder> ShowToSeller(const Context& context, const keel::auth::Principal& who, const OrderCode& code) {
  const auto session = context.pool.Take();
  OrderReader reader(*session, context.key);
  const auto named = reader.FindByCode(code);
  if (!named) return named.error();
  const auto order = FindForSeller(*session, context, who, named->id);
  if (!order) return order.error();
  return reader.Whole(*order);
}

bool Helps(const keel::auth::Principal& who, std::string_view party_id) {
  return std::ranges::any_of(who.memberships, [&](const keel::auth::Membership& one) {
    return one.party_id == party_id && one.role == "helper";
  });
}

keel::Result<Order> AcceptOrder(keel::sql::Transaction& transaction, const Context& context,
                                const keel::auth::Principal& who, const OrderId& id) {
  auto& session = transaction.session();
  const bool own = bool(FindForSeller(session, context, who, id));
  const auto known = OrderReader(session, context.key).Find(id);
  const bool helps = !own && known && Helps(who, known->party_id);
  const auto order = helps ? HoldOrder(session, context, id) : HoldForSeller(session, context, who, id);
  if (!order || order->state == OrderState::kAccepted) return order;
  return Move(transaction, context, *order, OrderEvent::kAccepted, {who.subject},
              helps ? "accepted-by-helper" : "accepted", context.clock.Now());
}

keel::Result<Order> PackOrder(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const OrderId& id, std::optional<std::int64_t> grams) {
  auto order = HoldForSeller(transaction.session(), context, who, id);
  if (!order || order->state == OrderState::kPacked) return order;
  if (SubstitutionStore(transaction.session()).AnyOpen(id))
    return keel::Error{keel::Kind::kConflict, "substitution-open", "The buyer is being asked about something in it."};
  if (const auto ready = ReadyToPack(transaction.session(), *order); !ready) return ready.error();
  auto packed = Move(transaction, context, *order, OrderEvent::kPacked, {who.subject}, "packed", context.clock.Now());
  if (!packed) return packed;
  ShelfTake take{id.text(), who.subject, {}};
  for (const OrderLine& line : OrderReader(transaction.session(), context.key).Lines(id))
    if (line.quantity > 0) take.pieces[line.variant_id] += line.quantity;
  if (const auto there = HoldToShelf(transaction, context, take); !there) return there.error();
  if (grams) {
    OrderWriter(transaction).SaveGrams(id, *grams);
    packed->grams = *grams;
  }
  return packed;
}

}  // namespace orders
