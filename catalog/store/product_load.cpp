#include <map>

#include "catalog/store/product_store.hpp"
#include "catalog/store/shop_store.hpp"

/// Reading products whole, many at once: four statements a batch, whatever the batch holds.
namespace catalog {
namespace {

// Two shapes only, so that each stays a prepared statement: one product, or up to kBatch (the rest filled with the last
// id).
constexpr std::size_t kBatch = 50;

std::string In(std::string_view head, std::string_view tail, std::size_t count) {
  std::string text(head);
  text += " IN (?";
  for (std::size_t i = 1; i < count; ++i) text += ",?";
  return text + ") " + std::string(tail);
}

struct Statement {
  Statement(std::string_view head, std::string_view tail) : one(In(head, tail, 1)), many(In(head, tail, kBatch)) {}
  std::string one, many;
  const std::string& For(std::size_t count) const { return count == 1 ? one : many; }
};

const Statement kRows(R"sql(
  SELECT p.id, p.shop_id, p.slug, p.name, p.category, p.story, p.origin_commune_code, p.ethnic_group, p.state, p.version,
         p.touch, p.created_at,
         s.slug, s.name, s.party_id, s.party_kind, s.party_suspended, s.is_sample, s.province_code, s.commune_code, s.hamlet,
         s.paused, s.version, s.created_at
  FROM products p JOIN shops s ON s.id = p.shop_id WHERE p.id)sql",
                      "");
const Statement kVariants(
    "SELECT product_id, id, name, unit, net_weight_g, price_vnd, position, stock_band, sku FROM variants WHERE ended = "
    "0 AND "
    "product_id",
    "ORDER BY product_id, position, id");
const Statement kCertificates(
    "SELECT product_id, id, stars, number, DATE_FORMAT(issued_on, '%Y-%m-%d'), DATE_FORMAT(expires_on, '%Y-%m-%d') "
    "FROM certificates WHERE product_id",
    "ORDER BY product_id, id");
const Statement kPhotos("SELECT f.product_id, " CATALOG_PHOTO_COLUMNS
                        " FROM product_photos f JOIN media m ON m.id = f.media_id WHERE f.product_id",
                        "ORDER BY f.product_id, f.position");

/// Unknown names fail loudly: a row another release wrote must not be read as something it is not.
ProductState ReadState(const std::string& name) {
  const auto state = ProductStateNamed(name);
  if (!state) throw std::runtime_error("products.state holds \"" + name + "\"");
  return *state;
}

StockBand ReadBand(const std::string& name) {
  const auto band = StockBandNamed(name);
  if (!band) throw std::runtime_error("variants.stock_band holds \"" + name + "\"");
  return *band;
}

ProductPage ReadPage(const keel::sql::Rows& rows) {
  return {.product = {.id = ProductId::FromRow(rows.Text(0)),
                      .shop_id = ShopId::FromRow(rows.Text(1)),
                      .slug = rows.Text(2),
                      .name = rows.Text(3),
                      .category = rows.Text(4),
                      .story = rows.Text(5),
                      .origin_commune_code = rows.Text(6),
                      .ethnic_group = rows.Text(7),
                      .state = ReadState(rows.Text(8)),
                      .variants = {},
                      .certificates = {},
                      .photos = {},
                      .version = rows.Int(9),
                      .touch = rows.Int(10),
                      .created_at = rows.At(11)},
          .shop = {.id = ShopId::FromRow(rows.Text(1)),
                   .slug = rows.Text(12),
                   .name = rows.Text(13),
                   .party_id = PartyId::FromRow(rows.Text(14)),
                   .party_kind = rows.Text(15),
                   .province_code = rows.Text(18),
                   .commune_code = rows.Text(19),
                   .hamlet = rows.Text(20),
                   .sells = {},
                   .story = {},
                   .photo = {},
                   .paused = rows.Flag(21),
                   .party_suspended = rows.Flag(16),
                   .is_sample = rows.Flag(17),
                   .version = rows.Int(22),
                   .created_at = rows.At(23)}};
}

}  // namespace

std::vector<ProductPage> ProductStore::Load(std::span<const ProductId> ids) {
  std::vector<ProductPage> pages;
  pages.reserve(ids.size());
  for (std::size_t start = 0; start < ids.size(); start += kBatch) {
    const auto some = ids.subspan(start, std::min(kBatch, ids.size() - start));
    keel::sql::Values values;
    for (const auto& id : some) values.emplace_back(id.text());
    while (some.size() > 1 && values.size() < kBatch) values.emplace_back(some.back().text());

    std::map<std::string, ProductPage, std::less<>> found;
    auto rows = session_.Query(kRows.For(some.size()), values);
    while (rows.Next()) found.emplace(rows.Text(0), ReadPage(rows));
    rows = session_.Query(kVariants.For(some.size()), values);
    while (rows.Next())
      if (const auto at = found.find(rows.Text(0)); at != found.end())
        at->second.product.variants.push_back({.id = VariantId::FromRow(rows.Text(1)),
                                               .name = rows.Text(2),
                                               .unit = rows.Text(3),
                                               .net_weight_g = rows.Int(4),
                                               .price = rows.Dong(5),
                                               .position = int(rows.Int(6)),
                                               .band = ReadBand(rows.Text(7)),
                                               .sku = rows.TextOr(8, "")});
    rows = session_.Query(kCertificates.For(some.size()), values);
    while (rows.Next())
      if (const auto at = found.find(rows.Text(0)); at != found.end())
        at->second.product.certificates.push_back({.id = CertificateId::FromRow(rows.Text(1)),
                                                   .stars = int(rows.Int(2)),
                                                   .number = rows.Text(3),
                                                   .issued_on = ParseDate(rows.Text(4)).value(),
                                                   .expires_on = ParseDate(rows.Text(5)).value()});
    rows = session_.Query(kPhotos.For(some.size()), values);
    while (rows.Next())
      if (const auto at = found.find(rows.Text(0)); at != found.end())
        at->second.product.photos.push_back(*ReadPhoto(rows, 1));
    for (const auto& id : some)
      if (const auto at = found.find(id.text()); at != found.end()) pages.push_back(at->second);
  }
  return pages;
}

}  // namespace catalog
