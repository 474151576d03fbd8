#pragma once
#include "orders/flows/context.hpp"
#include "orders/flows/place_purchase.hpp"

namespace orders {

/// What a purchase may be refused for though everything in it is there: a way to pay that this market does not take,
/// for nobody could pay it; more cash at the door than its number's own history allows (CodLimit), together with what
/// is under way to it already, or freight above Context::freight_guard_percent of an order's goods without the buyer's
/// word (Choices::freight_confirmed). Reads a record only where it matters. Errors: kConflict "payment-not-taken"
/// (argument: the way to pay), "cod-limit" (argument: what is left of the limit, in đồng), "freight-high" (argument:
/// freight in % of the goods).
keel::Result<keel::Done> MayPlace(keel::sql::Session& session, const Context& context, const Checkout& checkout,
                                  const PurchasePlan& plan);

/// Reads again which numbers refused a parcel.
void RefreshRefusers(const Context& context);

}  // namespace orders
