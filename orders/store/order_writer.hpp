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

/// Writes purchases, orders and their moves. Holds no rules. Lives as long as one transaction; nothing is saved until
/// that commits. Throws keel::sql::Fault on database faults.
class OrderWriter {
 public:
  explicit OrderWriter(keel::sql::Transaction& transaction) : transaction_(transaction) {}

  /// Also what empties `cart`: it was bought as it stands at its version.
  void InsertPurchase(const PurchaseId& id, const Cart& cart, const std::optional<std::string>& account_id,
                      const Delivery& delivery, const PurchasePlan& plan, const keel::crypto::FieldKey& key,
                      keel::Instant at);
  /// Errors: kRaced "order-code-taken": another order has one of the codes; draw new ones and call again.
  keel::Result<keel::Done> InsertOrders(const std::vector<Order>& orders);
  /// The lines of `plan.orders`, in the order of `orders`; in one statement up to sixteen lines.
  void InsertLines(const std::vector<Order>& orders, const PurchasePlan& plan, keel::Instant at);

  /// Moves `order` to `state`, writes its history and tells the others. Answers the order as it is now.
  /// Errors: kRaced "order-changed" if somebody saved it since `order` was read.
  keel::Result<Order> SaveState(const Order& order, OrderState state, const Actor& by, std::string_view why,
                                keel::Instant at);
  /// The parcel's weight as the shop put it on the scales.
  void SaveGrams(const OrderId& id, std::int64_t grams);

 private:
  keel::sql::Transaction& transaction_;
};

}  // namespace orders
