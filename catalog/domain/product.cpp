#include "catalog/domain/product.hpp"

#include <algorithm>

#include "catalog/domain/categories.hpp"
#include "keel/text/text.hpp"

namespace catalog {
namespace {
constexpr std::size_t kLongestSlug = 120;

std::string Cut(std::string slug, std::size_t length) {
  if (slug.size() > length) slug.resize(length);
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}
}  // namespace

std::optional<StockBand> StockBandNamed(std::string_view name) {
  const auto at = std::ranges::find(kStockBandNames, name);
  if (at == kStockBandNames.end()) return std::nullopt;
  return StockBand(at - kStockBandNames.begin());
}

std::vector<StarWindow> Product::Stars() const {
  std::vector<StarWindow> windows;
  windows.reserve(certificates.size());
  for (const auto& certificate : certificates) windows.push_back(WindowOf(certificate));
  return windows;
}

keel::Result<keel::Done> CheckVariant(const Variant& variant) {
  using keel::Error, keel::Kind;
  if (variant.price.dong() < kLowestPrice || variant.price.dong() > kHighestPrice)
    return Error{Kind::kInvalid, "price-out-of-range", "A price is between 1,000 and 500,000,000 dong."};
  if (variant.unit.empty()) return Error{Kind::kInvalid, "unit-missing", "Say the unit the price is for."};
  if (variant.net_weight_g < 0 || variant.net_weight_g > kHeaviest)
    return Error{Kind::kInvalid, "weight-out-of-range", "A weight is at most 1,000 kg."};
  return keel::Done{};
}

keel::Result<keel::Done> CheckMayBeLive(const Product& product) {
  const auto missing = [](const char* what) {
    return keel::Error{keel::Kind::kInvalid, "listing-incomplete",
                       "The listing still needs: " + std::string(what) + ".", what};
  };
  if (product.name.empty()) return missing("name");
  if (!FindSet(product.category)) return missing("category");
  if (product.variants.empty()) return missing("variants");
  for (const auto& variant : product.variants)
    if (const auto checked = CheckVariant(variant); !checked) return checked.error();
  return keel::Done{};
}

std::string SlugFor(std::string_view name, std::string_view place, std::string_view id, int attempt) {
  const std::string base = Cut(keel::text::Slug(name), kLongestSlug);
  if (attempt == 0) return base;
  std::string tail;
  if (attempt == 1 && !place.empty()) {
    tail = Cut(keel::text::Slug(place), 50);
  } else {
    // The id's last letters are random: 30 bits make a second collision a story to tell.
    for (const char c : id.substr(id.size() - std::min<std::size_t>(id.size(), 4 + std::size_t(attempt))))
      tail += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  }
  return Cut(base, kLongestSlug - tail.size() - 1) + '-' + tail;
}

const Variant* Cheapest(const Product& product) {
  const auto at = std::ranges::min_element(product.variants, {}, &Variant::price);
  return at == product.variants.end() ? nullptr : &*at;
}

StockBand BandOf(const Product& product) {
  constexpr std::array kBestFirst{StockBand::kIn, StockBand::kLow, StockBand::kUnknown, StockBand::kOut};
  for (const auto band : kBestFirst)
    if (std::ranges::any_of(product.variants, [&](const Variant& variant) { return variant.band == band; }))
      return band;
  return StockBand::kUnknown;
}

}  // namespace catalog
