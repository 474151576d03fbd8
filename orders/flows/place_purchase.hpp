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
/// keel::idempotency::Run, which adds its row last and commits. Errors: kNotFound "cart-not-found"; those of Plan;
/// kConflict "out-of-stock" also when another buyer was quicker.
keel::Result<PlacedPurchase> PlacePurchase(keel::sql::Transaction& transaction, const Context& context,
                                           const Checkout& checkout);

}  // namespace orders
