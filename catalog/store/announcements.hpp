#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/product.hpp"
#include "catalog/domain/report.hpp"
#include "keel/sql/sql.hpp"

/// What the catalog tells the other services, as rows of the outbox in the caller's transaction (docs/api/events.yaml).
namespace catalog {

/// Opening stock by variant id, told once with the variant's first offer.
using OpeningStock = std::map<std::string, std::int64_t, std::less<>>;

/// One offer.changed for every variant. `photo_url`: of the first photo's smallest JPEG, or empty, see SmallJpeg.
/// Variants in `ended` are told as not sellable for good.
void AnnounceOffers(keel::sql::Transaction& transaction, std::span<const ProductPage> pages,
                    std::string_view media_prefix, const OpeningStock& opening, std::span<const Variant> ended,
                    keel::Instant now);
void AnnounceShop(keel::sql::Transaction& transaction, const Shop& shop, keel::Instant now);
void AnnounceReport(keel::sql::Transaction& transaction, const Report& report, keel::Instant now);

}  // namespace catalog
