#pragma once
#include <optional>

#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// The catalog says what it sells and for how much. An older version never overwrites a newer one. `opening_stock`
/// counts once a variant, whichever of its events brings it and however often.
void FollowOffer(keel::sql::Transaction& transaction, const Context& context, const Offer& offer,
                 std::optional<std::int64_t> opening_stock);

}  // namespace orders
