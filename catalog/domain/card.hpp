#pragma once
#include <optional>
#include <string>
#include <vector>

#include "catalog/domain/product.hpp"
#include "keel/places/places.hpp"

namespace catalog {

/// A product as lists and search results show it. Kept whole in the search index, so that a listing asks no database.
struct Card {
  std::string id, slug, name, shop_id, shop_slug, shop_name, province_name, commune_name, category, unit;
  std::int64_t price_from = 0;  ///< Đồng.
  std::string state;            ///< Product state; listings show live ones, a seller's own list any.
  StockBand band = StockBand::kUnknown;
  bool is_sample = false;
  std::vector<StarWindow> stars;
  std::optional<Photo> photo;
};

/// Names places from the origin, or from the shop where the product has none.
Card MakeCard(const ProductPage& page, const keel::places::Places& places);

/// The commune a product comes from: its own, else its shop's. Null for a code that no longer exists.
const keel::places::Commune* OriginOf(const ProductPage& page, const keel::places::Places& places);

}  // namespace catalog
