#pragma once
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/fill_store.hpp"

/// A big order of a cooperative, filled from its members' stock: shared out by a rule whose numbers every member can
/// check, kept on the members' shelves, brought to the cooperative, and shared out again when somebody fails.
namespace orders {

/// A member's goods may fill the cooperative's, or no more. Errors: kNotFound "offer-not-found" (the cooperative's, or
/// the member's), kConflict "supply-not-member", "supply-unit-differs": a piece of the one is no piece of the other.
keel::Result<keel::Done> SetSupply(keel::sql::Transaction& transaction, const Context& context,
                                   const keel::auth::Principal& who, const std::string& variant_id,
                                   const std::string& member_variant_id, bool active);

struct FillWish {
  std::string variant_id;  ///< The cooperative's own.
  std::int64_t wanted = 0;
  FillRule rule = FillRule::kProRata;
  std::string note;
  std::string order_code = {};  ///< The cooperative's order it is for; empty: for the shelf.
};
struct WholeFill {
  Fill fill;
  Offer offer;
  std::vector<FillPart> parts;
  std::int64_t promised = 0, received = 0;
  /// Still to be found; nothing once it is closed.
  std::int64_t missing() const { return fill.closed_at ? 0 : fill.wanted - promised - received; }
};
/// With an order, what members bring for it is told with "order.filled", so that payments can say what of its money is
/// whose. Errors: kNotFound "offer-not-found", "order-not-found"; kInvalid "order-code-mistyped"; kConflict
/// "fill-not-ordered" (that order has none of it), "fill-order-not-accepted", "fill-filled-already" (members bring all
/// that was ordered), "fill-more-than-ordered" (argument: how many are left), "fill-too-few" (argument: how many all
/// members have). Members hear what was promised of theirs.
keel::Result<WholeFill> OpenFill(keel::sql::Transaction& transaction, const Context& context,
                                 const keel::auth::Principal& who, const FillWish& wish);

/// The member brought so many (0: he cannot bring it): they leave his books and come onto the cooperative's, by two
/// movements that cancel out. What he did not bring is shared out again, as far as the order still needs it; where it
/// needs nothing more, the fill ends. Errors: kNotFound "fill-not-found"; kConflict "part-settled", "fill-order-over"
/// (the order is packed, on its way or cancelled), "fill-more-than-ordered" (argument: how many it still needs);
/// kInvalid "field-out-of-range": more than he was to bring.
keel::Result<WholeFill> ReceivePart(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const std::string& fill_id, std::int64_t round,
                                    std::int64_t position, std::int64_t pieces, const std::string& why);

/// Nothing more is brought: what is promised and not settled is its members' to sell again, and they hear of it.
/// Repeating it succeeds. Errors: kNotFound "fill-not-found".
keel::Result<WholeFill> CloseFill(keel::sql::Transaction& transaction, const Context& context,
                                  const keel::auth::Principal& who, const std::string& fill_id);
/// The same for every fill of an order that was packed or cancelled.
void CloseFillsOf(keel::sql::Transaction& transaction, const Context& context, const OrderId& order,
                  const std::string& by);
/// An order that became smaller: whose goods count in it is told anew, and a fill whose order has all it needs ends.
void FollowAmended(keel::sql::Transaction& transaction, const Context& context, const OrderId& order,
                   const std::string& by);

/// For the cooperative, and for members with a part. Errors: kNotFound "fill-not-found".
keel::Result<WholeFill> ShowFill(const Context& context, const keel::auth::Principal& who, const std::string& fill_id);
/// Newest first. Errors: kNotFound "party-not-found".
keel::Result<std::vector<WholeFill>> FillsOf(const Context& context, const keel::auth::Principal& who,
                                             const std::string& party_id);
/// In the order of the turns. Errors: kNotFound "offer-not-found".
keel::Result<std::vector<Supply>> SuppliesOf(const Context& context, const keel::auth::Principal& who,
                                             const std::string& variant_id);

}  // namespace orders
