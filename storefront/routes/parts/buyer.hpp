#pragma once
#include <string>

#include "storefront/web/visit.hpp"

namespace storefront {

/// The phone whose orders this browser may see without typing it again: sealed in a cookie for some weeks, given after
/// a purchase or a right answer on a tracking page.
void RememberBuyer(web::Visit& visit, const std::string& phone);
std::string BuyerPhone(const web::Visit& visit);  ///< Empty if not known.
/// Whether orders can be asked for somebody: by his phone, or by who is signed in.
bool IsKnownBuyer(const web::Visit& visit);

}  // namespace storefront
