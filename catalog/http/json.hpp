#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "catalog/domain/card.hpp"
#include "catalog/domain/product.hpp"
#include "catalog/domain/report.hpp"
#include "catalog/domain/shop.hpp"
#include "keel/places/places.hpp"

/// The catalog's things as the API shows them (docs/api/catalog.yaml).
namespace catalog {

/// What showing needs besides the thing itself.
struct View {
  const keel::places::Places& places;
  std::string_view media_prefix;
  keel::Instant now;
};

nlohmann::json ToJson(const Shop& shop, const View& view);
/// `for_owner` adds the seller's own marks.
nlohmann::json ToJson(const ProductPage& page, const View& view, bool for_owner);
nlohmann::json ToJson(const Card& card, const View& view);
nlohmann::json ToJson(const Photo& photo, const View& view);
nlohmann::json ToJson(const Certificate& certificate, const View& view);
nlohmann::json ToJson(const Report& report);

}  // namespace catalog
