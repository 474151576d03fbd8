#pragma once
#include <string>

#include "keel/auth/principal.hpp"
#include "orders/domain/substitution.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/track_order.hpp"

namespace orders {

/// The shop offers `quantity` of another of its goods in the place of a line; the buyer is asked by message.
/// Errors: kNotFound "order-not-found", also for another shop's; kConflict "order-state-conflict" unless it may still
/// become smaller; kInvalid "line-unknown" (also for one that is off already); kNotFound "offer-not-found" for what is
/// not this shop's; kConflict "offer-unavailable", "out-of-stock"; kConflict "substitution-open".
keel::Result<Substitution> OfferSubstitute(keel::sql::Transaction& transaction, const Context& context,
                                           const keel::auth::Principal& who, const OrderId& order, const LineId& line,
                                           const std::string& variant_id, std::int64_t quantity);

/// What the link shows. Errors: kNotFound "substitution-not-found".
struct ShownSubstitution {
  Substitution one;
  Order order;
};
keel::Result<ShownSubstitution> ShowSubstitute(const Context& context, const SubstitutionId& id);

/// The buyer's word; whoever knows the id may give it. Yes puts the new line in the old one's place, no takes the old
/// one off, both by AmendOrder. Repeating the same word succeeds. Errors: kNotFound "substitution-not-found"; kConflict
/// "case-state-conflict" once it was answered otherwise or its time is over; those of AmendOrder.
keel::Result<Substitution> AnswerSubstitute(keel::sql::Transaction& transaction, const Context& context,
                                            const SubstitutionId& id, bool yes, const Actor& by);

/// The same by the link of the message, or from the order's page: the buyer is told of it, and who sells is refused.
/// Errors: also those of MayActAsBuyer.
keel::Result<Substitution> AnswerSubstituteByLink(keel::sql::Transaction& transaction, const Context& context,
                                                  const SubstitutionId& id, bool yes, const BuyerProof& signed_in);

/// No answer is a no. Safe to repeat. Answers how many it moved.
std::int64_t RunSubstituteClocks(const Context& context);

}  // namespace orders
