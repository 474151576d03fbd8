#pragma once
#include <string>

#include "storefront/web/visit.hpp"

namespace storefront {

/// The phone whose orders this browser may see without typing it again: sealed in a cookie for some weeks, given after
/// a purchase or a right answer on a tracking page.
void RememberBuyer(web::Visit& visit, const std::string& phone);
std::string BuyerPhone(const web::Visit& visit);  ///< Empty if not known.

}  // namespace storefront
