#pragma once
#include <string>
#include <vector>

#include "storefront/backends/catalog.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// One more row of section `section` (template parts/card.html) for each card; the first `eager` photos load at once.
void AddCards(const web::Visit& visit, view::Data& data, std::string_view section,
              const std::vector<backends::Card>& cards, int eager);

/// "Xã Bắc Hà, Lào Cai" of what is known.
std::string PlaceName(std::string_view commune, std::string_view province);

/// Rows of section STAR, one each (parts/stars.html), and STARS_TEXT "OCOP 4 sao"; section STARS_SET when any.
void AddStars(const web::Visit& visit, view::Data& data, int stars);

/// The tag of a stock band: STOCK_KIND (good, warn, bad) and STOCK_TEXT in section STOCK_SET; nothing when unknown.
void AddStock(const web::Visit& visit, view::Data& data, backends::StockBand band);

/// The icon standing for a group of goods; ids of the sprite.
std::string_view GroupIcon(std::string_view group_slug);

}  // namespace storefront
