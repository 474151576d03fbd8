#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"
#include "orders/flows/edit_cart.hpp"

namespace orders {

struct Checkout {
  CartHolder holder;
  Buyer buyer;
  Address address;  ///< Resolved.
  std::string note;
  Choices choices;
};

struct PlacedPurchase {
  PurchaseId id;
  std::vector<Order> orders;
  keel::Money goods, freight, total;
};

/// Turns a cart into a purchase: one order a shop, its stock reserved, the cart emptied, the others told; all of it in
/// the caller's transaction or none of it. Asks nobody. Orders paid at the door are confirmed at once. Run it under
/// keel::idempotency::Run, which adds its row last and commits. Errors: kNotFound "cart-not-found"; those of Plan and
/// MayPlace;
/// kConflict "out-of-stock" also when another buyer was quicker; kRaced "offer-moved", "cart-changed",
/// "order-code-taken".
keel::Result<PlacedPurchase> PlacePurchase(keel::sql::Transaction& transaction, const Context& context,
                                           const Checkout& checkout);

/// The same for several at once, in about as many statements as for one. Answers for each, in their order, what became
/// of it: one that cannot be placed is left out and writes nothing. Errors, of all of them: kConflict "out-of-stock"
/// when another buyer was quicker, and PlacePurchase's kRaced ones. Roll back and place each alone.
keel::Result<std::vector<keel::Result<PlacedPurchase>>> PlaceTogether(keel::sql::Transaction& transaction,
                                                                      const Context& context,
                                                                      const std::vector<const Checkout*>& checkouts);

}  // namespace orders
