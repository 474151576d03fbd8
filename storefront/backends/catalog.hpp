#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// The catalog as buyers' pages see it.
namespace storefront::backends {

struct Source {
  int width = 0;
  std::string url;  ///< Always "/anh/<file>" of plain letters: others are dropped when read.
};

struct Photo {
  std::string media_id, alt;
  int width = 0, height = 0;             ///< Of the largest.
  std::vector<Source> avif, webp, jpeg;  ///< Smallest first. Without jpeg there is no photo.
  bool empty() const { return jpeg.empty(); }
};

enum class StockBand : std::uint8_t { kIn, kLow, kOut, kUnknown };

struct CategorySet {
  std::string slug, name_vi, name_en;
  std::int64_t count = 0;
};
struct CategoryGroup {
  std::string slug, name_vi, name_en;
  std::int64_t count = 0;
  std::vector<CategorySet> sets;
};

struct ShopBrief {
  std::string id, slug, name, party_id, party_kind, commune_name, province_name;
  bool is_sample = false;
  std::string state = {};  ///< open, paused, suspended; only with a whole product.
};

struct Card {
  std::string id, slug, name;
  ShopBrief shop;
  std::string province_name, commune_name;
  int stars = 0;
  keel::Money price_from;
  std::string unit;
  Photo photo;
  StockBand stock = StockBand::kUnknown;
  bool is_sample = false;
  std::string state;  ///< "live" and so on; only for sellers' lists.
};

struct Variant {
  std::string id, name, unit;
  std::int64_t net_weight_g = 0;
  keel::Money price;
  StockBand stock = StockBand::kUnknown;
};

struct Certificate {
  std::string id, kind, number, issued_on, expires_on;  ///< Days "2026-11-21".
  int stars = 0;
  bool valid = false;
};

struct Product {
  std::string id, slug, name, category, group, story, story_html, state, ethnic_group;
  ShopBrief shop;
  std::string origin_commune_code, origin_commune, origin_province;
  std::vector<Variant> variants;
  std::vector<Certificate> certificates;
  int stars = 0;  ///< 0 when no certificate is valid today.
  std::vector<Photo> photos;
  keel::Instant created_at{};
  std::int64_t version = 0;
};

struct Shop {
  std::string id, slug, name, party_id, party_kind;
  std::string province_code, province_name, commune_code, commune_name, hamlet;
  std::string sells, story, story_html, state;
  Photo photo;
  bool is_sample = false;
  std::int64_t version = 0;
};

struct ProductQuery {
  std::string q, category, group, province, shop_id, sort, cursor, state;
  int stars = 0;                              ///< At least; 0 for any.
  std::int64_t min_price = 0, max_price = 0;  ///< đồng; 0 for none.
  int limit = 24;
};

struct ProductPage {
  std::vector<Card> items;
  std::string next;        ///< Cursor, or empty.
  std::int64_t total = 0;  ///< About.
  std::string suggestion;  ///< "Did you mean"; empty when there are enough hits.
};

/// Safe from several threads. Failures: status 404 for what does not exist or is not public; as in ask.hpp otherwise.
class Catalog {
 public:
  explicit Catalog(keel::http::Client& client) : ask_(client) {}
  Got<std::vector<CategoryGroup>> Categories(const Caller& caller) const;
  Got<Product> FindProduct(const Caller& caller, const std::string& slug_or_id) const;
  Got<ProductPage> Products(const Caller& caller, const ProductQuery& query) const;
  Got<Shop> FindShop(const Caller& caller, const std::string& slug_or_id) const;
  Got<Listing<Shop>> Shops(const Caller& caller, const std::string& party_id, const std::string& province_code,
                           int limit, const std::string& cursor) const;
  Got<Nothing> Report(const Caller& caller, const std::string& product_id, const std::string& reason,
                      const std::string& note) const;
  /// For what only sellers and operators do: their clients stand in files of their own.
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
