#pragma once
#include <optional>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/domain/split.hpp"
#include "orders/flows/context.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/quote_freight.hpp"

namespace orders {

/// How an order would be sent in parts, and what the second parcel would cost.
struct QuotedSplit {
  Split split;
  FreightOption post;  ///< With the first parcel's carrier and service where they are offered, else the cheapest.
};

/// What would become of an order, shown before the shop says yes. Asks shipping, and waits no longer than
/// Context::quote_wait: then the flat rate, marked estimated. Errors: those of SplitNow but the racing ones.
keel::Result<QuotedSplit> QuoteSplit(const Context& context, const AskFreight& ask, const keel::auth::Principal& who,
                                     const OrderId& id, const std::vector<LineChange>& goes_now);

struct SplitWish {
  std::vector<LineChange> goes_now;
  std::optional<std::int64_t> version;     ///< Only from that one.
  std::optional<keel::Money> post_agreed;  ///< What the shop was shown that the second parcel costs it.
};

struct SplitOrders {
  Order now, follow;
};

/// A part of an accepted order goes now; the rest becomes an order that follows it: with its own code, parcel, cash and
/// life, of the same purchase, already accepted, its goods the same pieces of the same lots. The buyer pays what he
/// agreed to: the freight stays with the first. `post` is what the second parcel costs the shop (see QuoteSplit).
/// Errors: kNotFound "order-not-found", also for another shop's; kConflict "changed-meanwhile", "split-post-changed"
/// (argument: what it costs now) where that is not what was agreed, "split-post-dear" (argument: the same) where it is
/// more than the goods that follow are worth and nobody agreed to it, "substitution-open", "weight-asked",
/// "split-weighed" (argument: the line) for a part of what the scales already priced, "split-filled" for an order that
/// members' goods were shared out for; those of SplitOrder; kRaced "order-changed", "order-code-taken".
keel::Result<SplitOrders> SplitNow(keel::sql::Transaction& transaction, const Context& context,
                                   const keel::auth::Principal& who, const OrderId& id, const SplitWish& wish,
                                   const FreightOption& post);

}  // namespace orders
