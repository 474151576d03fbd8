#pragma once
#include <optional>

#include "storefront/backends/orders.hpp"
#include "storefront/web/visit.hpp"

/// The cart of whoever asks, found by cookie or session, and the cookies that go with it.
namespace storefront {

/// The cart; an empty one (without id) when this browser has none yet, or its cart is gone.
backends::Got<backends::Cart> CartOf(web::Visit& visit);

/// Puts `quantity` of a variant into it, making the cart if need be.
backends::Got<backends::Cart> PutIntoCart(web::Visit& visit, const std::string& variant_id, std::int64_t quantity);

/// Moves what was put in before signing in over into the account's cart. Best effort: a failure leaves both as they
/// are.
void BringCartAlong(web::Visit& visit, const std::string& access_token);

/// Gives the browser the cart's id and its count.
void RememberCart(web::Visit& visit, const backends::Cart& cart);
void ForgetCart(web::Visit& visit);

}  // namespace storefront
