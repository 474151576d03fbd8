#pragma once
#include "keel/auth/principal.hpp"
#include "orders/flows/track_order.hpp"

/// An order as it is while its row is held until the transaction ends: for all that ask the buyer something, answer for
/// him, share the order out, or decide by what is asked. Questions are rows of their own, and the order's version does
/// not move with them; whoever read the order before it was held decides by what is no longer so.
namespace orders {

/// Errors: those of FindForSeller.
keel::Result<Order> HoldForSeller(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                                  const OrderId& id);
/// For what a buyer does. Errors: those of FindProven and MayActAsBuyer.
keel::Result<Order> HoldProven(keel::sql::Session& session, const Context& context, const OrderCode& code,
                               const BuyerProof& proof);
/// For whoever looked already whose it is. Errors: kNotFound "order-not-found".
keel::Result<Order> HoldOrder(keel::sql::Session& session, const Context& context, const OrderId& id);

}  // namespace orders
