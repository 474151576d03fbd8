#pragma once
#include <optional>
#include <string>
#include <vector>

#include "orders/flows/context.hpp"
#include "orders/flows/place_purchase.hpp"

namespace orders {

/// Cash to be collected at a number's door that what else it has under way, or its history, has to allow.
struct CashAsked {
  std::string phone_index;
  keel::Money cash;
  bool may_have_refused;
};

/// What a purchase may be refused for though everything in it is there: a way to pay that this market does not take, or
/// not for so much or so little as all its orders paid so come to, for nobody could pay it, or freight above
/// Context::freight_guard_percent of an order's goods without the buyer's word (Choices::freight_confirmed). Answers
/// the cash that MayCollect has to allow, if any; reads nothing. Errors: those of PaymentMemory::Takes; kConflict
/// "freight-high" (argument: freight in % of the goods).
keel::Result<std::optional<CashAsked>> MayPlace(const Context& context, const Checkout& checkout,
                                                const PurchasePlan& plan);

/// Whether each may be collected, in their order, each beside those before it; what asks for none may. More cash at the
/// door than its number's own history allows (CodLimit), together with what is under way to it already, is refused. One
/// read for all of them, and a record only where it matters. Errors: kConflict "cod-limit" (argument: what is left of
/// the limit, in đồng).
std::vector<keel::Result<keel::Done>> MayCollect(keel::sql::Session& session, const Context& context,
                                                 const std::vector<std::optional<CashAsked>>& asked);

/// Reads again which numbers refused a parcel.
void RefreshRefusers(const Context& context);

}  // namespace orders
