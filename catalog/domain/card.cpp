#include "catalog/domain/card.hpp"

namespace catalog {

const keel::places::Commune* OriginOf(const ProductPage& page, const keel::places::Places& places) {
  if (const auto* own = places.FindCommune(page.product.origin_commune_code)) return own;
  return places.FindCommune(page.shop.commune_code);
}

Card MakeCard(const ProductPage& page, const keel::places::Places& places) {
  const auto& [product, shop] = page;
  Card card;
  card.id = product.id.text();
  card.slug = product.slug;
  card.name = product.name;
  card.shop_id = shop.id.text();
  card.shop_slug = shop.slug;
  card.shop_name = shop.name;
  card.category = product.category;
  card.state = kProductStateNames[std::size_t(product.state)];
  card.is_sample = shop.is_sample;
  card.stars = product.Stars();
  card.band = BandOf(product);
  if (const auto* commune = OriginOf(page, places)) {
    card.commune_name = commune->full_name;
    if (const auto* province = places.FindProvince(commune->province_code)) card.province_name = province->name;
  }
  if (const auto* variant = Cheapest(product)) {
    card.price_from = variant->price.dong();
    card.unit = variant->unit;
  }
  if (!product.photos.empty()) card.photo = product.photos.front();
  return card;
}

}  // namespace catalog
