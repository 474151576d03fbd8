#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/certificate.hpp"
#include "catalog/domain/ids.hpp"
#include "catalog/domain/product_states.hpp"
#include "catalog/domain/shop.hpp"
#include "keel/money.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

namespace catalog {

/// How much there is, as orders tells it; the number itself is orders' alone.
enum class StockBand : std::uint8_t { kUnknown, kIn, kLow, kOut };
inline constexpr auto kStockBandNames = keel::NamesOf<StockBand>(
    {{StockBand::kUnknown, "unknown"}, {StockBand::kIn, "in"}, {StockBand::kLow, "low"}, {StockBand::kOut, "out"}});
std::optional<StockBand> StockBandNamed(std::string_view name);

struct Variant {
  VariantId id;
  std::string name;  ///< Empty where a product has one variant only.
  std::string unit;  ///< "kg", "hũ 500 ml".
  std::int64_t net_weight_g = 0;
  keel::Money price;
  int position = 0;
  StockBand band = StockBand::kUnknown;
  std::string sku;  ///< The seller's own mark; unique in a shop where given.
};

/// A listing with all that hangs on it.
struct Product {
  ProductId id;
  ShopId shop_id;
  std::string slug, name;
  std::string category;  ///< Slug of a CategorySet.
  std::string story;     ///< Markdown.
  std::string origin_commune_code;
  std::string ethnic_group;  ///< Empty when not said.
  ProductState state = ProductState::kDraft;
  std::vector<Variant> variants;  ///< By position.
  std::vector<Certificate> certificates;
  std::vector<Photo> photos;  ///< By position.
  std::int64_t version = 1;   ///< Of the seller's edits.
  std::int64_t touch = 1;     ///< Grows with everything that shows in search or in an offer, edits included.
  keel::Instant created_at{};

  std::vector<StarWindow> Stars() const;
};

/// A product together with its shop: what a page, a document of the index or an offer is made of.
struct ProductPage {
  Product product;
  Shop shop;
  /// Whether search and listings may show it.
  bool listed() const { return product.state == ProductState::kLive && shop.state() == ShopState::kOpen; }
  /// Whether anybody with the link may read it: a paused one says so instead of vanishing.
  bool is_public() const {
    return (product.state == ProductState::kLive || product.state == ProductState::kPaused) &&
           shop.state() != ShopState::kSuspended;
  }
};

inline constexpr std::int64_t kLowestPrice = 1'000, kHighestPrice = 500'000'000;  ///< Đồng.
inline constexpr std::int64_t kHeaviest = 1'000'000;                              ///< Grams.
inline constexpr std::size_t kMostVariants = 20, kMostPhotos = 12;

/// Errors: kInvalid "price-out-of-range", "unit-missing", "weight-out-of-range".
keel::Result<keel::Done> CheckVariant(const Variant& variant);
/// What a live listing needs: a name, a known category, a variant with price and unit. A photo is advised, not asked.
/// Errors: kInvalid "listing-incomplete" (argument: name, category or variants); those of CheckVariant.
keel::Result<keel::Done> CheckMayBeLive(const Product& product);

/// The address part of a product or shop: attempt 0 is the folded name, 1 adds `place` (the shop or commune), later
/// ones end in letters of the id, so that no two names ever wait for one another. At most 120 letters.
std::string SlugFor(std::string_view name, std::string_view place, std::string_view id, int attempt);
inline constexpr int kSlugAttempts = 4;

/// The cheapest variant, whose price stands on cards. Null without variants.
const Variant* Cheapest(const Product& product);
/// The best band of the variants: a product is out only when all of it is.
StockBand BandOf(const Product& product);

/// What the maker of a product says.
struct VariantDraft {
  std::optional<VariantId> id;  ///< Of the variant it changes; empty for a new one.
  std::string name, unit;
  std::int64_t net_weight_g = 0;
  keel::Money price;
  std::optional<std::string> sku;             ///< Empty: as it was, for whoever edits a price need not know the mark.
  std::optional<std::int64_t> opening_stock;  ///< Told to orders once, with the variant's first offer.
};

struct ProductDraft {
  ShopId shop_id;
  std::string name, category, story, origin_commune_code, ethnic_group;
  std::vector<VariantDraft> variants;
  std::vector<MediaId> photos;
  bool publish = false;
};

/// Empty = as it was. `variants` replaces the whole list: those not named end.
struct ProductEdit {
  std::optional<std::int64_t> version;  ///< Of the product as the editor read it; empty skips the comparison (imports).
  std::optional<std::string> name, category, story, origin_commune_code, ethnic_group;
  std::optional<std::vector<VariantDraft>> variants;
  std::optional<std::vector<MediaId>> photos;
};

}  // namespace catalog
