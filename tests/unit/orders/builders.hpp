#pragma once
#include <string>

#include "orders/domain/cart.hpp"
#include "orders/domain/purchase_plan.hpp"

/// Things for tests of the domain, right unless said otherwise.
namespace orders::test {

inline OfferNow MakeOffer(const std::string& variant, const std::string& shop, std::int64_t price, std::int64_t free) {
  OfferNow now;
  now.offer.variant_id = variant;
  now.offer.product_id = "prd_" + variant;
  now.offer.product_name = "Mật ong " + variant;
  now.offer.category = "thuc-pham";
  now.offer.net_weight_g = 500;
  now.offer.price = keel::Money::Vnd(price);
  now.offer.sellable = true;
  now.offer.shop_id = shop;
  now.offer.shop_name = "Gian " + shop;
  now.offer.version = 1;
  now.free = free;
  return now;
}

inline Cart MakeCart() {
  return {CartId::FromRow("crt_00000000000000000000000000"), std::nullopt, {}, 1};
}

inline OffersByVariant Offers(std::initializer_list<OfferNow> list) {
  OffersByVariant offers;
  for (const OfferNow& offer : list) offers.emplace(offer.offer.variant_id, offer);
  return offers;
}

}  // namespace orders::test
