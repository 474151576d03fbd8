#pragma once
#include <functional>
#include <string>

#include "catalog/domain/product.hpp"
#include "keel/auth/principal.hpp"
#include "keel/clock.hpp"
#include "keel/places/places.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// What every deed of the catalog stands on. Made in main.cpp; everything outlives the server. Safe from several
/// threads.
struct Catalog {
  keel::sql::Pool& pool;
  const keel::Clock& clock;
  const keel::places::Places& places;
  std::string media_prefix;               ///< "/anh/"
  std::int64_t photos_per_account = 300;  ///< New ones of one account on one day of Vietnam.
  /// Called after a commit that changed the product or the shop (bytes kept in memory drop, the indexer wakes).
  std::function<void(const ProductId&)> product_changed = [](const ProductId&) {};
  std::function<void(const ShopId&)> shop_changed = [](const ShopId&) {};
};

/// Errors: kForbidden "not-your-shop". Whether a shop exists is public, so this is no 404.
inline keel::Result<keel::Done> MustActFor(const keel::auth::Principal& who, const PartyId& party) {
  if (who.MayActFor(party.text())) return keel::Done{};
  return keel::Error{keel::Kind::kForbidden, "not-your-shop", "That shop belongs to somebody else."};
}

}  // namespace catalog
