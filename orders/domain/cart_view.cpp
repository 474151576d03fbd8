#include "orders/domain/cart_view.hpp"

#include <algorithm>

namespace orders {
namespace {

using keel::Money;

SeenLine SeeLine(const CartLine& line, const OffersByVariant& offers) {
  SeenLine seen;
  seen.quantity = line.quantity;
  seen.price_seen = line.price_seen;
  const auto at = offers.find(line.variant_id);
  if (at == offers.end()) {
    seen.offer.variant_id = line.variant_id;
    seen.offer.price = line.price_seen;
    seen.problem = "unavailable";
  } else {
    seen.offer = at->second.offer;
    seen.available = std::min(at->second.free, kMaxQuantity);
    if (!seen.offer.sellable)
      seen.problem = "unavailable";
    else if (seen.available == 0)
      seen.problem = "out-of-stock";
    else if (seen.available < line.quantity)
      seen.problem = "not-enough";
    else if (seen.offer.price != line.price_seen)
      seen.problem = "price-changed";
  }
  if (seen.problem == "unavailable") seen.available = 0;
  if (const auto total = keel::Times(seen.offer.price, line.quantity)) seen.total = *total;
  return seen;
}

}  // namespace

SeenCart See(const Cart& cart, const OffersByVariant& offers) {
  SeenCart seen;
  for (const CartLine& line : cart.lines) {
    auto one = SeeLine(line, offers);
    const auto at = std::ranges::find_if(
        seen.shops, [&](const SeenShop& shop) { return shop.shop().shop_id == one.offer.shop_id; });
    SeenShop& shop = at != seen.shops.end() ? *at : seen.shops.emplace_back();
    seen.count += one.quantity;
    if (one.Buyable()) {
      shop.subtotal = Money::Vnd(shop.subtotal.dong() + one.total.dong());
      seen.total = Money::Vnd(seen.total.dong() + one.total.dong());
      shop.grams += one.offer.net_weight_g * one.quantity;
    }
    shop.lines.push_back(std::move(one));
  }
  for (SeenShop& shop : seen.shops) shop.grams = ParcelGrams(shop.grams);
  return seen;
}

}  // namespace orders
