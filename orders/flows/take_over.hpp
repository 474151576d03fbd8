#pragma once
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/domain/acceptance_clock.hpp"
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

/// A helper or a cooperative that was asked does not stand in for the shop. That ends nobody's order: the clock goes
/// on, to its next step at once when everybody of this one said no and somebody can still be asked, or, after the last
/// of the cooperatives, to its end. Whoever was asked before may answer until then.
void Decline(keel::sql::Transaction& transaction, const Context& context, const Order& order, ClockStep step,
             const std::string& party_id);

}  // namespace orders
