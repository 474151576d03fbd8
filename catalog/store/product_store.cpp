#include "catalog/store/product_store.hpp"

#include <algorithm>
#include <set>

#include "catalog/store/shop_store.hpp"
#include "keel/sql/duplicate.hpp"

namespace catalog {
namespace {

constexpr std::string_view kLock = "SELECT id FROM products WHERE id = ? FOR UPDATE";
constexpr std::string_view kIdOfSlug = "SELECT id FROM products WHERE slug = ?";
constexpr std::string_view kIdsOfShop = "SELECT id FROM products WHERE shop_id = ? AND state <> 'removed' ORDER BY id";
constexpr std::string_view kList = R"sql(
  SELECT id FROM products WHERE shop_id = ? AND ((? = '' AND state <> 'removed') OR state = ?) AND (? = '' OR id < ?)
  ORDER BY id DESC LIMIT ?)sql";
constexpr std::string_view kCount =
    "SELECT COUNT(*) FROM products WHERE shop_id = ? AND ((? = '' AND state <> 'removed') OR state = ?)";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO products (id, shop_id, slug, name, category, story, origin_commune_code, ethnic_group, state, version, touch,
                        created_at, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSave = R"sql(
  UPDATE products SET name = ?, category = ?, story = ?, origin_commune_code = ?, ethnic_group = ?, state = ?, version = ?,
                      touch = ?, updated_at = ?
  WHERE id = ?)sql";
constexpr std::string_view kInsertVariant = R"sql(
  INSERT INTO variants (id, product_id, shop_id, position, name, unit, net_weight_g, price_vnd, stock_band, sku)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, '')))sql";
constexpr std::string_view kSaveVariant = R"sql(
  UPDATE variants SET position = ?, name = ?, unit = ?, net_weight_g = ?, price_vnd = ?, sku = NULLIF(?, '')
  WHERE id = ? AND product_id = ?)sql";
constexpr std::string_view kVariantIds = "SELECT id FROM variants WHERE product_id = ? AND ended = 0";
constexpr std::string_view kEndVariant = "UPDATE variants SET ended = 1, sku = NULL WHERE id = ? AND product_id = ?";
constexpr std::string_view kDropPhotos = "DELETE FROM product_photos WHERE product_id = ?";
constexpr std::string_view kInsertPhoto =
    "INSERT INTO product_photos (product_id, position, media_id) VALUES (?, ?, ?)";
constexpr std::string_view kInsertCertificate = R"sql(
  INSERT INTO certificates (id, product_id, stars, number, issued_on, expires_on, added_by, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kDeleteCertificate = "DELETE FROM certificates WHERE id = ? AND product_id = ?";
constexpr std::string_view kProductOfVariant = "SELECT product_id FROM variants WHERE id = ?";
constexpr std::string_view kSaveBand = "UPDATE variants SET stock_band = ? WHERE id = ?";
constexpr std::string_view kTouchShop =
    "UPDATE products SET touch = touch + 1 WHERE shop_id = ? AND state <> 'removed'";
constexpr std::string_view kQueueShop = R"sql(
  INSERT INTO index_queue (product_id, touch) SELECT id, touch FROM products WHERE shop_id = ? AND state <> 'removed'
  ON DUPLICATE KEY UPDATE touch = VALUES(touch))sql";
constexpr std::string_view kQueue =
    "INSERT INTO index_queue (product_id, touch) VALUES (?, ?) ON DUPLICATE KEY UPDATE touch = VALUES(touch)";
constexpr std::string_view kTakeQueue = "SELECT product_id, touch FROM index_queue ORDER BY product_id LIMIT ?";
constexpr std::string_view kUnqueue = "DELETE FROM index_queue WHERE product_id = ? AND touch = ?";
constexpr std::string_view kListed = R"sql(
  SELECT p.id, p.touch FROM products p JOIN shops s ON s.id = p.shop_id
  WHERE p.id > ? AND p.state = 'live' AND NOT s.paused AND NOT s.party_suspended ORDER BY p.id LIMIT ?)sql";
constexpr std::string_view kStarsMove = R"sql(
  SELECT DISTINCT product_id FROM certificates
  WHERE (issued_on > ? AND issued_on <= ?) OR (expires_on >= ? AND expires_on < ?))sql";

keel::Error SkuTaken(const std::string& sku) {
  return {keel::Kind::kConflict, "sku-taken", "Another product of this shop has that mark.", sku};
}

std::string NameOf(const std::optional<ProductState>& state) {
  return state ? std::string(kProductStateNames[std::size_t(*state)]) : std::string();
}

}  // namespace

keel::Result<ProductPage> ProductStore::Find(std::string_view key) {
  const keel::Error none{keel::Kind::kNotFound, "product-not-found", "There is no such product."};
  std::string id(key);
  if (!ProductId::Parse(key)) {
    auto rows = session_.Query(kIdOfSlug, {key});
    if (!rows.Next()) return none;
    id = rows.Text(0);
  }
  const std::array ids{ProductId::FromRow(id)};
  auto pages = Load(ids);
  if (pages.empty()) return none;
  return std::move(pages.front());
}

keel::Result<ProductPage> ProductStore::Lock(const ProductId& id) {
  session_.Query(kLock, {id.text()});
  return Find(id.text());
}

std::vector<ProductId> ProductStore::IdsOfShop(const ShopId& id) {
  auto rows = session_.Query(kIdsOfShop, {id.text()});
  std::vector<ProductId> ids;
  while (rows.Next()) ids.push_back(ProductId::FromRow(rows.Text(0)));
  return ids;
}

std::vector<ProductId> ProductStore::List(const Filter& filter) {
  const std::string state = NameOf(filter.state);
  auto rows = session_.Query(kList, {filter.shop_id, state, state, filter.before, filter.before, filter.limit});
  std::vector<ProductId> ids;
  while (rows.Next()) ids.push_back(ProductId::FromRow(rows.Text(0)));
  return ids;
}

std::int64_t ProductStore::Count(const Filter& filter) {
  const std::string state = NameOf(filter.state);
  auto rows = session_.Query(kCount, {filter.shop_id, state, state});
  return rows.Next() ? rows.Int(0) : 0;
}

keel::Result<bool> ProductStore::Insert(const Product& product) {
  try {
    session_.Execute(kInsert, {product.id.text(), product.shop_id.text(), product.slug, product.name, product.category,
                               product.story, product.origin_commune_code, product.ethnic_group,
                               kProductStateNames[std::size_t(product.state)], product.version, product.touch,
                               product.created_at, product.created_at});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_product_slug")) throw;
    return false;
  }
  for (const auto& variant : product.variants)
    if (const auto inserted = InsertVariant(product, variant); !inserted) return inserted.error();
  if (!product.photos.empty()) SavePhotos(product);
  return true;
}

keel::Result<keel::Done> ProductStore::InsertVariant(const Product& product, const Variant& variant) {
  try {
    session_.Execute(kInsertVariant, {variant.id.text(), product.id.text(), product.shop_id.text(), variant.position,
                                      variant.name, variant.unit, variant.net_weight_g, variant.price,
                                      kStockBandNames[std::size_t(variant.band)], variant.sku});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_variant_sku")) throw;
    return SkuTaken(variant.sku);
  }
  return keel::Done{};
}

void ProductStore::Save(Product& product, keel::Instant now, bool edited) {
  if (edited) ++product.version;
  ++product.touch;
  session_.Execute(
      kSave, {product.name, product.category, product.story, product.origin_commune_code, product.ethnic_group,
              kProductStateNames[std::size_t(product.state)], product.version, product.touch, now, product.id.text()});
}

keel::Result<keel::Done> ProductStore::SaveVariants(const Product& product) {
  auto rows = session_.Query(kVariantIds, {product.id.text()});
  std::set<std::string> before;
  while (rows.Next()) before.insert(rows.Text(0));
  std::set<std::string> gone = before;
  for (const auto& variant : product.variants) gone.erase(variant.id.text());
  for (const auto& id : gone) session_.Execute(kEndVariant, {id, product.id.text()});
  for (const auto& variant : product.variants) {
    if (!before.contains(variant.id.text())) {
      if (const auto inserted = InsertVariant(product, variant); !inserted) return inserted.error();
      continue;
    }
    try {
      session_.Execute(kSaveVariant, {variant.position, variant.name, variant.unit, variant.net_weight_g, variant.price,
                                      variant.sku, variant.id.text(), product.id.text()});
    } catch (const keel::sql::Fault& fault) {
      if (!keel::sql::IsDuplicate(fault, "uq_variant_sku")) throw;
      return SkuTaken(variant.sku);
    }
  }
  return keel::Done{};
}

void ProductStore::SavePhotos(const Product& product) {
  session_.Execute(kDropPhotos, {product.id.text()});
  int position = 0;
  for (const auto& photo : product.photos)
    session_.Execute(kInsertPhoto, {product.id.text(), position++, photo.id.text()});
}

void ProductStore::InsertCertificate(const Product& product, const Certificate& certificate, std::string_view by,
                                     keel::Instant now) {
  session_.Execute(kInsertCertificate, {certificate.id.text(), product.id.text(), certificate.stars, certificate.number,
                                        ToText(certificate.issued_on), ToText(certificate.expires_on), by, now});
}

bool ProductStore::DeleteCertificate(const Product& product, const CertificateId& id) {
  return session_.Execute(kDeleteCertificate, {id.text(), product.id.text()}) > 0;
}

std::optional<ProductId> ProductStore::LockProductOf(const VariantId& id) {
  auto rows = session_.Query(kProductOfVariant, {id.text()});
  if (!rows.Next()) return std::nullopt;
  const auto product = ProductId::FromRow(rows.Text(0));
  session_.Query(kLock, {product.text()});
  return product;
}

void ProductStore::SaveBand(const VariantId& id, StockBand band) {
  session_.Execute(kSaveBand, {kStockBandNames[std::size_t(band)], id.text()});
}

void ProductStore::TouchShop(const ShopId& id) {
  session_.Execute(kTouchShop, {id.text()});
  session_.Execute(kQueueShop, {id.text()});
}

void ProductStore::Queue(const Product& product) {
  session_.Execute(kQueue, {product.id.text(), product.touch});
}

std::vector<ProductStore::Queued> ProductStore::TakeQueue(std::size_t limit) {
  auto rows = session_.Query(kTakeQueue, {limit});
  std::vector<Queued> queued;
  while (rows.Next()) queued.push_back({ProductId::FromRow(rows.Text(0)), rows.Int(1)});
  return queued;
}

void ProductStore::Unqueue(std::span<const Queued> done) {
  for (const auto& [id, touch] : done) session_.Execute(kUnqueue, {id.text(), touch});
}

std::vector<ProductStore::Queued> ProductStore::Listed(std::string_view after, std::size_t limit) {
  auto rows = session_.Query(kListed, {after, limit});
  std::vector<Queued> listed;
  while (rows.Next()) listed.push_back({ProductId::FromRow(rows.Text(0)), rows.Int(1)});
  return listed;
}

std::vector<ProductId> ProductStore::StarsMove(Date from, Date to) {
  const std::string a = ToText(std::min(from, to)), b = ToText(std::max(from, to));
  auto rows = session_.Query(kStarsMove, {a, b, a, b});
  std::vector<ProductId> ids;
  while (rows.Next()) ids.push_back(ProductId::FromRow(rows.Text(0)));
  return ids;
}

}  // namespace catalog
