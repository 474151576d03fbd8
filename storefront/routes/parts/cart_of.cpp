#include "storefront/routes/parts/cart_of.hpp"

namespace storefront {

void RememberCart(web::Visit& visit, const backends::Cart& cart) {
  const std::chrono::days life(visit.app.settings.cart_days);
  visit.Set({web::kCartCookie, cart.id, life});
  visit.Set({web::kCountCookie, std::to_string(cart.count), life, false});
}

void ForgetCart(web::Visit& visit) {
  visit.Drop(web::kCartCookie);
  visit.Drop(web::kCountCookie, false);
}

backends::Got<backends::Cart> CartOf(web::Visit& visit) {
  const std::string id = visit.ReadCookie(web::kCartCookie);
  if (id.empty())
    return visit.session() ? visit.app.orders.MyCart(visit.caller()) : backends::Got<backends::Cart>(backends::Cart{});
  auto cart = visit.app.orders.FindCart(visit.caller(), id);
  if (cart || cart.failure().down()) return cart;
  ForgetCart(visit);  // Gone, or an account's that this browser may no longer see.
  if (visit.session()) return visit.app.orders.MyCart(visit.caller());
  return backends::Cart{};
}

backends::Got<backends::Cart> PutIntoCart(web::Visit& visit, const std::string& variant_id, std::int64_t quantity) {
  const auto& orders = visit.app.orders;
  if (const std::string id = visit.ReadCookie(web::kCartCookie); !id.empty()) {
    auto cart = orders.AddLine(visit.caller(), id, variant_id, quantity);
    const bool is_cart_gone =
        !cart && (cart.failure().status == 401 || cart.failure().status == 403 || cart.failure().missing());
    if (!is_cart_gone) return cart;
  }
  // A 404 may mean the variant too: then the fresh cart answers 404 again, and that is the answer.
  const auto fresh = visit.session() ? orders.MyCart(visit.caller()) : orders.MakeCart(visit.caller());
  if (!fresh) return fresh.failure();
  return orders.AddLine(visit.caller(), fresh->id, variant_id, quantity);
}

void BringCartAlong(web::Visit& visit, const std::string& access_token) {
  backends::Caller caller = visit.caller();
  caller.token = access_token;
  auto mine = visit.app.orders.MyCart(caller);
  if (!mine) return;
  const std::string before = visit.ReadCookie(web::kCartCookie);
  if (!before.empty() && before != mine->id) {
    if (auto merged = visit.app.orders.Merge(caller, mine->id, before)) mine = std::move(merged);
  }
  RememberCart(visit, *mine);
}

}  // namespace storefront
