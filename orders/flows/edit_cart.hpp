#pragma once
#include <map>
#include <optional>
#include <string>

#include "keel/sql/sql.hpp"
#include "orders/domain/cart.hpp"
#include "orders/domain/cart_view.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// Who holds a cart: its id is the right to a guest's; an account's needs the account too.
struct CartHolder {
  CartId id;
  std::optional<std::string> account_id;
};

struct ShownCart {
  Cart cart;
  SeenCart seen;
  /// Lines of which a part would come from a harvest that still grows: its expected day (YYYY-MM-DD), by variant.
  std::map<std::string, std::string> ripe_on = {};
};

/// A guest's cart, empty.
ShownCart OpenCart(const Context& context);
/// The account's cart, made when there is none.
ShownCart AccountCart(const Context& context, const std::string& account_id);
/// Errors: kNotFound "cart-not-found", also for somebody else's.
keel::Result<ShownCart> ShowCart(const Context& context, const CartHolder& holder);

/// Sets a line; 0 takes it out. More than is left may be put in: the line then says so.
/// Errors: as ShowCart and Cart::Put; kNotFound "offer-not-found"; kConflict "offer-unavailable", and "out-of-stock"
/// when nothing at all is left (argument: what it is called).
keel::Result<ShownCart> PutLine(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                                const std::string& variant_id, std::int64_t quantity);
/// Adds to a line. Errors: as PutLine.
keel::Result<ShownCart> AddLine(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                                const std::string& variant_id, std::int64_t quantity);
/// Takes over a guest's cart and empties that one. Errors: kNotFound "cart-not-found" for either.
keel::Result<ShownCart> MergeCart(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                                  const CartId& guest);

/// Errors: kNotFound "cart-not-found": not this holder's to see.
keel::Result<keel::Done> MayUse(const Cart& cart, const CartHolder& holder);
/// Variants of a cart's lines.
std::vector<std::string> VariantsOf(const Cart& cart);

}  // namespace orders
