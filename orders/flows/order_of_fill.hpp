#pragma once
#include <string>

#include "keel/sql/sql.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/fill_store.hpp"

/// The order a fill is for: how much of it is to be filled, how much is, and whose it was.
namespace orders {

/// How many pieces of the fill's goods its order has, and what they cost the buyer.
struct Ordered {
  std::int64_t pieces = 0;
  keel::Money amount;
};
Ordered OrderedOf(keel::sql::Session& session, const Context& context, const OrderId& order,
                  const std::string& variant_id);

/// Pieces of the order that members brought, or still promise to.
std::int64_t FilledOf(keel::sql::Session& session, const OrderId& order, const std::string& variant_id);

/// The party's own order with this code, accepted, with `wanted` left to fill in it. Locks its row: it cannot be
/// cancelled or filled by somebody else meanwhile. Errors: kInvalid "order-code-mistyped"; kNotFound "order-not-found";
/// kConflict "fill-not-ordered", "fill-order-not-accepted", "fill-filled-already", "fill-more-than-ordered" (argument:
/// how many are left).
keel::Result<OrderId> OrderToFill(keel::sql::Session& session, const Context& context, const std::string& party_id,
                                  const std::string& order_code, const std::string& variant_id, std::int64_t wanted);

/// So many more pieces may come for the fill's order; any number where it is for the shelf. Holds the order's row: it
/// is not packed or made smaller meanwhile. Errors: kConflict "fill-order-over".
keel::Result<std::int64_t> RoomFor(keel::sql::Session& session, const Context& context, const Fill& fill);

/// Who brought how much so far, for those who share out the order's money: never more than it has. Where it became
/// smaller than what was there already, the pieces that count are shared among the members by what each brought.
void TellFilled(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                const std::string& variant_id);

}  // namespace orders
