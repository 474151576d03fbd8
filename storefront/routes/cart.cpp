#include <algorithm>

#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cart_of.hpp"
#include "storefront/view/format.hpp"

namespace storefront {
namespace {

constexpr std::int64_t kMostOfOne = 999;

void FillLine(const Visit& visit, view::Data& data, const backends::CartLine& line) {
  data.Set("VARIANT_ID", line.variant_id).Set("SLUG", line.product_slug).Set("NAME", line.product_name);
  data.SetNumber("QUANTITY", line.quantity);
  data.Set("KIND",
           line.variant_name.empty() ? line.unit : line.variant_name + (line.unit.empty() ? "" : " · " + line.unit));
  data.Set("UNIT_PRICE", view::Money(visit.language, line.unit_price))
      .Set("LINE_TOTAL", view::Money(visit.language, line.line_total));
  data.SetIfAny("PHOTO", line.photo);
  if (!line.ripe_on.empty()) data.SetIfAny("RIPE_ON", view::Day(visit.language, line.ripe_on));
  if (line.problem == "not-enough") {
    data.SetIfAny("PROBLEM", visit.T("cart.problem.not-enough", {{"N", view::Number(visit.language, line.available)}}));
  } else if (!line.problem.empty()) {
    data.SetIfAny("PROBLEM", visit.Known("cart.problem.", line.problem));
  }
}

bool CanBeBought(const backends::Cart& cart) {
  return std::ranges::all_of(cart.shops, [](const backends::CartShop& shop) {
    return std::ranges::all_of(shop.lines, &backends::CartLine::Buyable);
  });
}

/// When the orders service is away the page still opens and says so: nothing in the cart is lost.
Reply ShowCart(Visit& visit) {
  Page page{.title = visit.T("cart.title"), .nav = "cart"};
  const auto cart = CartOf(visit);
  if (!cart) {
    page.data.Show("AWAY");
    return visit.Show("pages/cart.html", std::move(page), 503).With("Retry-After", "5");
  }
  if (!cart->id.empty()) RememberCart(visit, *cart);
  for (const auto& shop : cart->shops) {
    auto box = page.data.Add("SHOP_BOX");
    box.Set("SHOP", shop.name).Set("SHOP_SLUG", shop.slug).Set("SUBTOTAL", view::Money(visit.language, shop.subtotal));
    for (const auto& line : shop.lines) {
      auto row = box.Add("LINE");
      FillLine(visit, row, line);
    }
  }
  const bool empty = cart->shops.empty();
  page.data.Show("EMPTY", empty).Show("FULL", !empty);
  page.data.Show("CAN_BUY", !empty && CanBeBought(*cart)).Show("CANNOT_BUY", !empty && !CanBeBought(*cart));
  page.data.Set("COUNT_TEXT", visit.Count("cart.count", cart->count))
      .Set("TOTAL", view::Money(visit.language, cart->total));
  return visit.Show("pages/cart.html", std::move(page));
}

/// Refused here: what cannot be read must not become one piece.
backends::Got<backends::Cart> NoSuchQuantity() {
  return backends::Failure{.status = 400, .code = "quantity-unreadable"};
}

/// From a product's page. Without script: on to the cart; with it: a few words where the button is.
Reply Add(Visit& visit) {
  const std::string variant_id = visit.form().Text("hang", 40);
  const auto quantity = visit.form().Number("so_luong", web::Measure::kPieces);
  const bool sound = quantity && quantity.value >= 1 && quantity.value <= kMostOfOne;
  const auto cart = sound ? PutIntoCart(visit, variant_id, quantity.value) : NoSuchQuantity();
  if (cart) RememberCart(visit, *cart);
  if (visit.WantsFragment()) {
    view::Data data;
    data.Show(cart ? "DONE" : "FAILED")
        .Set("SENTENCE", cart ? visit.Count("cart.count", cart->count) : visit.Sentence(cart.failure()));
    return visit.Fragment("parts/added.html", data, cart ? 200 : 422);
  }
  if (!cart)
    visit.Flash("bad", visit.Sentence(cart.failure()));
  else
    visit.Flash("good", visit.T("cart.added"));
  return visit.SeeOther("/gio-hang");
}

Reply Change(Visit& visit) {
  const std::string cart_id = visit.ReadCookie(web::kCartCookie), variant_id = visit.form().Text("hang", 40);
  const auto wanted = visit.form().Number("so_luong", web::Measure::kPieces);
  const bool removes = visit.form().Has("bo"), sound = wanted && wanted.value <= kMostOfOne;
  if (cart_id.empty() || (!sound && !removes)) {
    if (!removes && !sound) visit.Flash("bad", visit.T("cart.quantity-wrong"));
    return visit.SeeOther("/gio-hang");
  }
  const std::int64_t quantity = removes ? 0 : wanted.value;
  const auto cart = visit.app.orders.SetLine(visit.caller(), cart_id, variant_id, quantity);
  if (cart) {
    RememberCart(visit, *cart);
    visit.Flash("good", visit.T(quantity == 0 ? "cart.removed" : "cart.changed"));
  } else {
    visit.Flash("bad", visit.Sentence(cart.failure()));
  }
  return visit.SeeOther("/gio-hang");
}

}  // namespace

void MountCart(Mount& mount) {
  mount.Get("/gio-hang", For::kVisitor, ShowCart);
  mount.PublicPost("/gio-hang/them", Add);
  mount.Post("/gio-hang/sua", For::kVisitor, Change);
}

}  // namespace storefront
