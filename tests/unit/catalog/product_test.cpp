#include "catalog/domain/product.hpp"

#include <gtest/gtest.h>

#include <set>

namespace catalog {
namespace {

Variant Priced(std::int64_t dong) {
  return {.id = VariantId::FromRow("var_1"),
          .name = {},
          .unit = "kg",
          .net_weight_g = 500,
          .price = keel::Money::Vnd(dong),
          .sku = {}};
}

Product Complete() {
  return {.id = ProductId::FromRow("prd_1"),
          .shop_id = ShopId::FromRow("sho_1"),
          .slug = {},
          .name = "Mật ong",
          .category = "mat-ong-nong-san-khac",
          .story = {},
          .origin_commune_code = {},
          .ethnic_group = {},
          .variants = {Priced(50'000)},
          .certificates = {},
          .photos = {}};
}

TEST(Price, IsBetweenAThousandAndFiveHundredMillion) {
  for (const std::int64_t good : {1'000LL, 1'001LL, 118'400LL, 500'000'000LL})
    EXPECT_TRUE(CheckVariant(Priced(good))) << good;
  for (const std::int64_t bad : {-1LL, 0LL, 999LL, 500'000'001LL}) {
    const auto checked = CheckVariant(Priced(bad));
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().code, "price-out-of-range");
  }
}

TEST(Listing, GoesLiveWithoutAPhotoButNotWithoutTheRest) {
  EXPECT_TRUE(CheckMayBeLive(Complete()));
  auto product = Complete();
  product.variants.clear();
  EXPECT_EQ(CheckMayBeLive(product).error().argument, "variants");
  product = Complete();
  product.name.clear();
  EXPECT_EQ(CheckMayBeLive(product).error().argument, "name");
  product = Complete();
  product.category = "xe-may";
  EXPECT_EQ(CheckMayBeLive(product).error().code, "listing-incomplete");
  product = Complete();
  product.variants[0].unit.clear();
  EXPECT_EQ(CheckMayBeLive(product).error().code, "unit-missing");
}

TEST(Slug, GivesEveryAttemptAnotherOne) {
  const std::string id = "prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  std::set<std::string> slugs;
  for (int attempt = 0; attempt < kSlugAttempts; ++attempt) {
    const auto slug = SlugFor("Mật ong rừng", "htx-ban-pho", id, attempt);
    EXPECT_TRUE(slugs.insert(slug).second) << slug;
    EXPECT_TRUE(slug.starts_with("mat-ong-rung")) << slug;
    EXPECT_EQ(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << slug;
  }
  EXPECT_TRUE(slugs.contains("mat-ong-rung"));
  EXPECT_TRUE(slugs.contains("mat-ong-rung-htx-ban-pho"));
}

TEST(Slug, StaysShortAndIsNeverAnId) {
  const std::string longest(600, 'a');
  for (int attempt = 0; attempt < kSlugAttempts; ++attempt) {
    EXPECT_LE(SlugFor(longest, longest, "prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB", attempt).size(), 120u);
    EXPECT_FALSE(ProductId::Parse(SlugFor("prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "x", "y", attempt)));
    EXPECT_FALSE(SlugFor("!!!", "", "prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB", attempt).empty());
  }
}

TEST(Stock, IsOutOnlyWhenAllOfItIs) {
  auto product = Complete();
  product.variants.push_back(Priced(60'000));
  product.variants[0].band = StockBand::kOut;
  product.variants[1].band = StockBand::kLow;
  EXPECT_EQ(BandOf(product), StockBand::kLow);
  product.variants[1].band = StockBand::kOut;
  EXPECT_EQ(BandOf(product), StockBand::kOut);
  product.variants.clear();
  EXPECT_EQ(BandOf(product), StockBand::kUnknown);
}

}  // namespace
}  // namespace catalog
