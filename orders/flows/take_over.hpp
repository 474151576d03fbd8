#pragma once
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/flows/move_order.hpp"

namespace orders {

/// The cooperative says yes in its member's place, and may act for the order from then on; goods and money stay the
/// member's. Repeating it succeeds. Errors: kNotFound "party-not-found" for a cooperative the caller may not act for;
/// kNotFound "order-not-found" unless the order is an active member's; kConflict "not-its-turn" before the clock has
/// come to the cooperative; those of Move.
keel::Result<Order> TakeOver(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const std::string& cooperative_id, const OrderId& id);

/// Members' orders that wait for the cooperative, the oldest first. Errors: kNotFound "party-not-found".
keel::Result<std::vector<WholeOrder>> WaitingForCooperative(const Context& context, const keel::auth::Principal& who,
                                                            const std::string& cooperative_id);

/// The same without asking who: for those known by their telephone.
keel::Result<Order> TakeOverAs(keel::sql::Transaction& transaction, const Context& context, const Actor& by,
                               const std::string& cooperative_id, const Order& order);

}  // namespace orders
