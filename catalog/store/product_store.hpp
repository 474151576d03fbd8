#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/product.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// Products with their variants, certificates and photos, as rows. All SQL on those tables and on `index_queue`, and no
/// rules. Saves nothing by itself: the caller's transaction does. Throws keel::sql::Fault on database faults.
class ProductStore {
 public:
  explicit ProductStore(keel::sql::Session& session) : session_(session) {}

  /// By id or by slug, in any state. Errors: kNotFound "product-not-found".
  keel::Result<ProductPage> Find(std::string_view key);
  /// As Find by id; holds the product's row until the transaction ends.
  keel::Result<ProductPage> Lock(const ProductId& id);
  /// Those that exist, in the order of `ids`.
  std::vector<ProductPage> Load(std::span<const ProductId> ids);
  std::vector<ProductId> IdsOfShop(const ShopId& id);  ///< Every state but removed, oldest first.

  struct Filter {
    std::string shop_id;
    std::optional<ProductState> state;  ///< Empty = all but removed.
    std::string before;                 ///< Product id: newer ones were already given.
    std::size_t limit = 24;
  };
  std::vector<ProductId> List(const Filter& filter);  ///< Newest first.
  std::int64_t Count(const Filter& filter);           ///< `before` and `limit` do not matter.

  /// Row, variants and photos. False when the slug is taken. Errors: kConflict "sku-taken" (argument: the mark).
  keel::Result<bool> Insert(const Product& product);
  /// The row alone; counts version (if `edited`) and touch up in rows and in `product`.
  void Save(Product& product, keel::Instant now, bool edited);
  /// Makes the rows like `product.variants`; those not in it end. Errors: kConflict "sku-taken".
  keel::Result<keel::Done> SaveVariants(const Product& product);
  void SavePhotos(const Product& product);
  void InsertCertificate(const Product& product, const Certificate& certificate, std::string_view by,
                         keel::Instant now);
  bool DeleteCertificate(const Product& product, const CertificateId& id);
  /// The product whose variant it is; empty when there is none. Holds the product's row.
  std::optional<ProductId> LockProductOf(const VariantId& id);
  void SaveBand(const VariantId& id, StockBand band);

  void TouchShop(const ShopId& id);  ///< All products of the shop, with their place in the queue.
  void Queue(const Product& product);

  /// The rows of `index_queue`, oldest ids first.
  struct Queued {
    ProductId id;
    std::int64_t touch;
  };
  std::vector<Queued> TakeQueue(std::size_t limit);
  void Unqueue(std::span<const Queued> done);  ///< Unless touched again since.
  /// Everything that may be listed, by id, with its touch; `after` pages.
  std::vector<Queued> Listed(std::string_view after, std::size_t limit);
  /// Products with a certificate that begins or ends when the day in Vietnam goes from `from` to `to` (either way).
  std::vector<ProductId> StarsMove(Date from, Date to);

 private:
  keel::Result<keel::Done> InsertVariant(const Product& product, const Variant& variant);
  keel::sql::Session& session_;
};

}  // namespace catalog
