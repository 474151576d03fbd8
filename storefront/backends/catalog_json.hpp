#pragma once
#include "storefront/backends/catalog.hpp"
#include "storefront/backends/json.hpp"

/// Readers of the catalog's documents, shared by the buyers' and the sellers' clients. For backends/*.cpp alone.
/// Include from .cpp files only.
namespace storefront::backends {

Photo ReadPhoto(
    const Json& json);  ///< {media_id, alt, width, height, sources} or a card's {"160": url, …} or a bare url.
Card ReadCard(const Json& json);
Product ReadProduct(const Json& json);
Shop ReadShop(const Json& json);
StockBand ReadBand(const Json& json);

}  // namespace storefront::backends
