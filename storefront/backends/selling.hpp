#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storefront/backends/catalog.hpp"

/// What sellers do in the catalog: open a shop, list and edit goods, photos, certificates, import and export.
/// Free functions over the catalog's Asker; safe from several threads. Callers carry the seller's token.
namespace storefront::backends {

struct ShopWish {
  std::string party_id, name, province_code, commune_code, hamlet, sells;
};
/// Needs caller.idempotency_key, so that a second submit of the form opens no second shop.
Got<Shop> OpenShop(const Asker& catalog, const Caller& caller, const ShopWish& wish);

/// What changes of a shop; the rest stays as it is.
struct ShopEdit {
  std::optional<std::string> name, sells, story, province_code, commune_code, hamlet;
  std::optional<std::string> photo;  ///< A media id; the empty text takes the photo away.
};
/// `version`: of the shop as the person saw it. Failures: 409 "changed-meanwhile", 400 with the sentence to show.
Got<Shop> EditShop(const Asker& catalog, const Caller& caller, const std::string& shop_id, const ShopEdit& edit,
                   std::int64_t version);

/// `deed`: pause (no new orders, the goods leave search) or open.
Got<Nothing> MoveShop(const Asker& catalog, const Caller& caller, const std::string& shop_id, const std::string& deed);

struct VariantWish {
  std::string id;  ///< Empty for a new one.
  std::string name, unit;
  std::int64_t net_weight_g = 0;
  keel::Money price;
  std::optional<std::int64_t> opening_stock;  ///< Only with a new variant.
};
struct ProductWish {
  std::string shop_id, name, category, story;
  std::vector<VariantWish> variants;
  std::vector<std::string> photos;  ///< Media ids.
  bool publish = false;
};
Got<Product> ListProduct(const Asker& catalog, const Caller& caller, const ProductWish& wish);
Got<Product> EditProduct(const Asker& catalog, const Caller& caller, const std::string& product_id,
                         const ProductWish& wish, std::int64_t version);
/// `deed`: publish, pause or remove.
Got<Nothing> MoveProduct(const Asker& catalog, const Caller& caller, const std::string& product_id,
                         const std::string& deed);
Got<Nothing> SetPhotos(const Asker& catalog, const Caller& caller, const std::string& product_id,
                       const std::vector<std::string>& media_ids);
/// The bytes of a JPEG, PNG or WebP; answers the media id. Failures: 413, 415 and 400 with the sentence to show.
Got<std::string> UploadPhoto(const Asker& catalog, const Caller& caller, std::string bytes,
                             const std::string& content_type);

struct CertificateWish {
  int stars = 3;
  std::string number, issued_on, expires_on;  ///< Days "2026-11-21".
};
Got<Nothing> AddCertificate(const Asker& catalog, const Caller& caller, const std::string& product_id,
                            const CertificateWish& wish);
Got<Nothing> RemoveCertificate(const Asker& catalog, const Caller& caller, const std::string& product_id,
                               const std::string& certificate_id);

struct ImportRow {
  std::int64_t line = 0;
  std::string status, detail;
};
struct ImportReport {
  std::int64_t created = 0, updated = 0, unchanged = 0, rejected = 0;
  std::int64_t stock_left = 0;  ///< Rows that name a stock of what is in the shop already.
  std::vector<std::string> unread_columns;
  std::vector<ImportRow> rows;
};
Got<ImportReport> ImportProducts(const Asker& catalog, const Caller& caller, const std::string& shop_id,
                                 std::string csv);
Got<std::string> ExportProducts(const Asker& catalog, const Caller& caller, const std::string& shop_id);

struct Report {
  std::string id, product_id, product_name, product_slug, reason, note;
  keel::Instant at{};
};
Got<Listing<Report>> OpenReports(const Asker& catalog, const Caller& caller, const std::string& cursor);
/// `action`: dismiss or remove.
Got<Nothing> ResolveReport(const Asker& catalog, const Caller& caller, const std::string& report_id,
                           const std::string& action);

}  // namespace storefront::backends
