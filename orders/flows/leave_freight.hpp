#pragma once
#include "keel/sql/sql.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// An order that is about to be cancelled leaves its freight to a part of the same order that still ships, where it has
/// one (MayTakeFreight): rows, history, `order.freight-moved`, and a message to each side. Answers the order as it is
/// now, with the goods alone to give back. Errors: kRaced "order-changed".
keel::Result<Order> LeaveFreight(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                                 const Actor& by, keel::Instant at);

}  // namespace orders
