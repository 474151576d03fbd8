#pragma once
#include <vector>

#include "orders/domain/address.hpp"
#include "orders/flows/context.hpp"
#include "orders/flows/edit_cart.hpp"

namespace orders {

struct ShopQuote {
  std::string shop_id;
  keel::Money goods;
  std::vector<FreightOption> options;  ///< Cheapest first, never empty.
};

struct Quote {
  std::vector<ShopQuote> shops;
  keel::Money goods, freight, total;  ///< With the cheapest option of each shop.
};

/// What sending a cart to an address costs. Asks shipping once a shop, all at the same time, and waits no longer than
/// Context::quote_wait: shops it hears nothing of get the flat rate, marked estimated. The answer is kept with the
/// cart, so that placing the purchase charges what was shown and asks nobody. Errors: those of ShowCart and Resolve;
/// kConflict "cart-empty" when nothing in it can be bought.
keel::Result<Quote> QuoteFreight(const Context& context, const AskFreight& ask, const CartHolder& holder, Address to);

}  // namespace orders
