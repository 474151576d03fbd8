#include "storefront/routes/parts/buyer.hpp"

namespace storefront {
namespace {

constexpr std::chrono::hours kLife{24 * 45};  // As long as an order may take, returns included.

}  // namespace

void RememberBuyer(web::Visit& visit, const std::string& phone) {
  visit.Set({web::kBuyerCookie, visit.app.seal.Close(phone, "buyer", visit.app.clock.Now() + kLife), kLife});
}

std::string BuyerPhone(const web::Visit& visit) {
  return visit.app.seal.Open(visit.request.Cookie(web::kBuyerCookie), "buyer", visit.app.clock.Now()).value_or("");
}

bool IsKnownBuyer(const web::Visit& visit) {
  return visit.session() != nullptr || !BuyerPhone(visit).empty();
}

}  // namespace storefront
