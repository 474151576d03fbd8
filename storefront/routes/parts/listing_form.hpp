#pragma once
#include <string>

#include "storefront/backends/selling.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/web/visit.hpp"

/// What the forms of listing and of editing a product share.
namespace storefront {

/// Rows GROUP with rows SET for a grouped <select>; the chosen one marked. False when the catalog is away.
bool FillCategories(const web::Visit& visit, view::Data& data, std::string_view chosen);

/// What the catalog takes; said here before anything is shown to somebody as settled.
constexpr std::size_t kLongestName = 120, kLongestStory = 10'000;
constexpr std::int64_t kLowestPrice = 1'000, kHighestPrice = 500'000'000;
constexpr std::int64_t kHeaviest = 1'000'000;  ///< Grams.
constexpr std::int64_t kMostStock = 1'000'000;

/// Fields ten, loai, mo_ta; gia, don_vi, nang (grams), so_luong for one variant with suffix `n` ("" or "_1" …).
backends::VariantWish ReadVariant(Typed& typed, const std::string& n, bool is_new);

/// Uploads the form's photos; empty answers mean none was sent. The first refusal stops.
backends::Got<std::vector<std::string>> UploadPhotos(web::Visit& visit);

}  // namespace storefront
