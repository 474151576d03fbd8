#pragma once
#include "keel/auth/principal.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/track_order.hpp"

namespace orders {

/// The buyer changes his mind. Repeating it on a cancelled order succeeds and says nothing twice.
/// Errors: kNotFound "order-not-found"; those of Move: "order-state-conflict" once the carrier has it.
keel::Result<Order> CancelByBuyer(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                                  const BuyerProof& proof);

/// The shop cannot or will not. Repeating it succeeds. Errors: kNotFound "order-not-found", also for another shop's;
/// those of Move.
keel::Result<Order> CancelByShop(keel::sql::Transaction& transaction, const Context& context,
                                 const keel::auth::Principal& who, const OrderId& id, CancelReason reason);

}  // namespace orders
