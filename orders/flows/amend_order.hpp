#pragma once
#include <optional>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/domain/amendment.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/track_order.hpp"

namespace orders {

/// What is to become of an order that was placed. Lines that are not named stay as they are.
struct AmendWish {
  std::vector<LineChange> lines;
  std::vector<AddedLine> added = {};  ///< Their stock is taken in the same transaction.
  std::string lot_id = {};            ///< The lot that gave too little: its pieces go. Empty: what expires last goes.
};

struct AmendedOrder {
  Order order;             ///< As it is now; cancelled when nothing was left.
  keel::Money refund_due;  ///< What was paid before and goes back; zero where the buyer pays at the door.
};

/// Makes an order smaller, in the caller's transaction: its lines, amounts, weight and its purchase's sums, the stock
/// of what goes, a row of history, "order.amended", and "order.refund-due" for what was paid before. Freight stays as
/// agreed; where no line is left the order is cancelled with its freight, as Move does it. `order` as it was read:
/// whoever saved it since wins. Errors: those of Amend; kConflict "out-of-stock" (argument: what is missing) for an
/// added line; kRaced "order-changed".
keel::Result<AmendedOrder> AmendOrder(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                                      const AmendWish& wish, AmendReason why, const Actor& by);

/// The shop takes lines or pieces off. With `version`, only from that one. Errors: kNotFound "order-not-found", also
/// for another shop's; kConflict "changed-meanwhile"; those of AmendOrder.
keel::Result<AmendedOrder> AmendByShop(keel::sql::Transaction& transaction, const Context& context,
                                       const keel::auth::Principal& who, const OrderId& id,
                                       std::optional<std::int64_t> version, const std::vector<LineChange>& lines);
/// The same for the buyer, known by the order's phone or his account.
keel::Result<AmendedOrder> AmendByBuyer(keel::sql::Transaction& transaction, const Context& context,
                                        const OrderCode& code, const BuyerProof& proof,
                                        std::optional<std::int64_t> version, const std::vector<LineChange>& lines);
/// The shop says yes to a part: the rest goes, then the order is accepted, in one transaction. Nothing left is a no.
/// Errors: as AmendByShop; "order-state-conflict" unless it waits for the shop's yes.
keel::Result<AmendedOrder> AcceptPart(keel::sql::Transaction& transaction, const Context& context,
                                      const keel::auth::Principal& who, const OrderId& id,
                                      std::optional<std::int64_t> version, const std::vector<LineChange>& lines);

}  // namespace orders
