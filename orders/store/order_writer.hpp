#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

/// A purchase that is not written yet, with all that belongs to it.
struct NewPurchase {
  PurchaseId id;
  Cart cart;  ///< Bought as it stands at its version: writing the purchase is what empties it.
  std::optional<std::string> account_id;  ///< The buyer's, when signed in.
  Delivery delivery;
  PurchasePlan plan;
  std::vector<Order> orders;  ///< One for each of the plan's, in their order.
};

/// Writes purchases, orders and their moves. Holds no rules. Lives as long as one transaction; nothing is saved until
/// that commits. Throws keel::sql::Fault on database faults.
class OrderWriter {
 public:
  explicit OrderWriter(keel::sql::Transaction& transaction) : transaction_(transaction) {}

  /// Purchases, their orders and lines: three statements for a few purchases.
  /// Errors: kRaced "order-code-taken": another order has one of the codes; kRaced "cart-changed": one of the carts was
  /// bought meanwhile. Roll back and start again.
  keel::Result<keel::Done> Insert(const std::vector<NewPurchase>& purchases, const keel::crypto::FieldKey& key,
                                  keel::Instant at);

  /// Moves `order` to `state`, writes its history and tells the others. Answers the order as it is now.
  /// Errors: kRaced "order-changed" if somebody saved it since `order` was read.
  keel::Result<Order> SaveState(const Order& order, OrderState state, const Actor& by, std::string_view why,
                                keel::Instant at);
  struct Held {
    keel::Instant until;
    bool longer = false;  ///< Than it was before.
  };
  /// Holds the rows of a purchase's orders until the transaction ends.
  void LockOrders(const PurchaseId& id);
  /// Goods of an unpaid purchase are kept at least so long. Answers until when they are.
  Held SaveHold(const PurchaseId& id, keel::Instant until);
  /// The parcel's weight as the shop put it on the scales.
  void SaveGrams(const OrderId& id, std::int64_t grams);

 private:
  keel::sql::Transaction& transaction_;
};

}  // namespace orders
