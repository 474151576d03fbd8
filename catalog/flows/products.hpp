#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/flows/catalog.hpp"
#include "catalog/store/product_store.hpp"

/// What a seller does with a listing. Each is one deed in the caller's transaction; each tells every variant's offer
/// anew and puts the product into the index's queue.
namespace catalog {

/// Errors: kNotFound "shop-not-found"; MustActFor's; kInvalid "category-unknown", "place-unknown", "photo-unknown",
/// "listing-incomplete" and those of CheckVariant; kConflict "sku-taken".
keel::Result<ProductPage> CreateProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                        const keel::auth::Principal& who, const ProductDraft& draft);

/// A live listing stays fit to be live. Errors: as CreateProduct, kNotFound "product-not-found", "variant-not-found",
/// kConflict "changed-meanwhile".
keel::Result<ProductPage> EditProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                      const keel::auth::Principal& who, const ProductId& id, const ProductEdit& edit);

/// Errors: as EditProduct, those of Next; kInvalid "listing-incomplete".
keel::Result<ProductPage> MoveProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                      const keel::auth::Principal& who, const ProductId& id, ProductEvent event);

/// Errors: as EditProduct, those of CheckCertificate.
keel::Result<ProductPage> AddCertificate(keel::sql::Transaction& transaction, const Catalog& catalog,
                                         const keel::auth::Principal& who, const ProductId& id,
                                         Certificate certificate);
/// Errors: as EditProduct; kNotFound "certificate-not-found".
keel::Result<ProductPage> RemoveCertificate(keel::sql::Transaction& transaction, const Catalog& catalog,
                                            const keel::auth::Principal& who, const ProductId& id,
                                            const CertificateId& certificate);

/// By id or slug. `who` empty: what everybody may read; else drafts and removed ones of theirs too.
/// Errors: kNotFound "product-not-found".
keel::Result<ProductPage> ReadProduct(const Catalog& catalog, std::string_view key,
                                      const std::optional<keel::auth::Principal>& who);

struct OwnProducts {
  std::vector<ProductPage> pages;
  std::int64_t total = 0;
};
/// A seller's own list, any state. Errors: kNotFound "shop-not-found"; MustActFor's.
keel::Result<OwnProducts> ListOwnProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& shop,
                                          const ProductStore::Filter& filter);

/// Applies orders' stock.band-changed; a variant we do not know is passed over.
keel::Result<keel::Done> BandChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const VariantId& id,
                                     StockBand band);

/// Saves a changed product: rows of variants and photos where they changed, queue, offers, bytes. Also for imports.
struct Changes {
  bool edited = true, variants = false, photos = false;
  std::map<std::string, std::int64_t, std::less<>> opening = {};
  std::vector<Variant> ended = {};
};
keel::Result<keel::Done> SaveProduct(keel::sql::Transaction& transaction, const Catalog& catalog, ProductPage& page,
                                     const Changes& changes);
/// Inserts a new product of `page.shop` (made by CreateProduct or an import). Errors: kConflict "sku-taken".
keel::Result<keel::Done> InsertProduct(keel::sql::Transaction& transaction, const Catalog& catalog, ProductPage& page,
                                       const std::map<std::string, std::int64_t, std::less<>>& opening);

}  // namespace catalog
