#pragma once
#include <string_view>

#include "keel/sql/sql.hpp"
#include "orders/domain/goods_effect.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// The one way an order moves after it was placed: the table decides, the row's version guards, stock follows, history
/// is written, the others are told; all in the caller's transaction. What is told and given back happens exactly once,
/// since only one writer can take the order from the version it read. Errors: those of Next; kRaced "order-changed".
keel::Result<Order> Move(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                         OrderEvent event, const Actor& by, std::string_view why, keel::Instant at,
                         Fate fate = Fate::kBackToShop);

}  // namespace orders
