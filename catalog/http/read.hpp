#pragma once
#include <nlohmann/json_fwd.hpp>

#include "catalog/domain/listing.hpp"
#include "catalog/domain/product.hpp"
#include "catalog/domain/shop.hpp"
#include "keel/http/message.hpp"

/// Bodies and queries into domain types; past these functions nothing is malformed. Errors: those of
/// keel::http::Fields, "malformed-id", "date-invalid", "price-out-of-range", "too-many-variants".
namespace catalog {

keel::Result<ShopDraft> ReadShopDraft(const nlohmann::json& body);
keel::Result<ShopEdit> ReadShopEdit(const nlohmann::json& body);
keel::Result<ProductDraft> ReadProductDraft(const nlohmann::json& body);
keel::Result<ProductEdit> ReadProductEdit(const nlohmann::json& body);
keel::Result<std::vector<MediaId>> ReadPhotos(const nlohmann::json& body);  ///< {"photos": [media_id]}
/// With an empty id.
keel::Result<Certificate> ReadCertificate(const nlohmann::json& body, const CertificateId& id);
/// Errors also: "category-unknown", "cursor-invalid", "search-too-long".
keel::Result<ListingQuery> ReadListingQuery(const keel::http::Request& request);

struct PageAsk {
  std::size_t limit = 24;
  std::string after;  ///< Decoded cursor.
};
/// Errors: "field-out-of-range", "cursor-invalid".
keel::Result<PageAsk> ReadPageAsk(const keel::http::Request& request);
keel::Error NotACursor();  ///< "cursor-invalid"
/// Of a list whose pages begin after an id. Errors also: "cursor-invalid" for a cursor that holds another thing.
template <class Id>
keel::Result<PageAsk> ReadPageAfter(const keel::http::Request& request) {
  auto ask = ReadPageAsk(request);
  if (ask && !ask->after.empty() && !Id::Parse(ask->after)) return NotACursor();
  return ask;
}

/// `province`, empty when absent. Errors: kInvalid "province-unknown".
keel::Result<std::string> ReadProvince(const keel::http::Request& request);

}  // namespace catalog
