#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/cart.hpp"
#include "orders/domain/freight.hpp"

namespace orders {

/// Carts and their last freight quote as rows. Holds no rules. Throws keel::sql::Fault on database faults.
class CartStore {
 public:
  explicit CartStore(keel::sql::Session& session) : session_(session) {}

  /// False when its account has a cart already.
  bool Create(const Cart& cart, keel::Instant now);
  /// Errors: kNotFound "cart-not-found".
  keel::Result<Cart> Find(const CartId& id);
  /// As Find, and holds the row until the transaction ends.
  keel::Result<Cart> FindToEdit(const CartId& id);
  std::optional<Cart> OfAccount(const std::string& account_id);

  struct WithQuote {
    Cart cart;
    FreightByShop quoted;      ///< Empty when there is no quote for the cart as it is that is new enough.
    std::string commune_code;  ///< What `quoted` is for.
  };
  /// Carts by id; those that do not exist are left out. Holds the rows until the transaction ends, so that of two
  /// purchases of one cart the second finds it empty.
  std::vector<WithQuote> FindToBuy(std::vector<std::string> ids, keel::Instant quoted_since);

  /// Writes the lines. Errors: kRaced "cart-changed" if somebody saved it since `cart` was read.
  keel::Result<keel::Done> SaveLines(const Cart& cart, keel::Instant now);
  void SaveQuote(const Cart& cart, const std::string& commune_code, const FreightByShop& options, keel::Instant now);
  /// Removes guests' carts, with nothing in them or not touched since `before`; at most `limit`. Answers how many.
  std::int64_t RemoveStale(keel::Instant before, std::int64_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
