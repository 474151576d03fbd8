#include "catalog/flows/products.hpp"

#include <algorithm>
#include <map>

#include "catalog/domain/categories.hpp"
#include "catalog/store/announcements.hpp"
#include "catalog/store/media_store.hpp"
#include "catalog/store/shop_store.hpp"

namespace catalog {
namespace {

using keel::Error, keel::Kind, keel::Result;

Result<keel::Done> CheckCategory(const std::string& slug) {
  if (FindSet(slug)) return keel::Done{};
  return Error{Kind::kInvalid, "category-unknown", "There is no such product set.", slug};
}

Result<keel::Done> CheckOrigin(const Catalog& catalog, const std::string& code) {
  if (code.empty() || catalog.places.FindCommune(code)) return keel::Done{};
  return Error{Kind::kInvalid, "place-unknown", "There is no such commune.", code};
}

/// The new list of variants: those with an id keep it, the others get one. Errors: kNotFound "variant-not-found".
Result<Changes> TakeVariants(Product& product, const std::vector<VariantDraft>& drafts, keel::Instant now) {
  Changes changes{.variants = true};
  std::vector<Variant> variants;
  for (const auto& draft : drafts) {
    const auto old = std::ranges::find_if(product.variants, [&](const Variant& v) { return draft.id == v.id; });
    if (draft.id && old == product.variants.end())
      return Error{Kind::kNotFound, "variant-not-found", "The product has no such variant.", draft.id->text()};
    Variant variant{.id = draft.id ? *draft.id : VariantId::New(now),
                    .name = draft.name,
                    .unit = draft.unit,
                    .net_weight_g = draft.net_weight_g,
                    .price = draft.price,
                    .position = int(variants.size()),
                    .band = draft.id ? old->band : StockBand::kUnknown,
                    .sku = draft.sku.value_or(draft.id ? old->sku : std::string())};
    if (const auto checked = CheckVariant(variant); !checked) return checked.error();
    if (draft.opening_stock && !draft.id) changes.opening[variant.id.text()] = *draft.opening_stock;
    variants.push_back(std::move(variant));
  }
  for (const auto& old : product.variants)
    if (std::ranges::none_of(variants, [&](const Variant& v) { return v.id == old.id; })) changes.ended.push_back(old);
  product.variants = std::move(variants);
  return changes;
}

Result<ProductPage> LockOwn(ProductStore& store, const keel::auth::Principal& who, const ProductId& id) {
  auto page = store.Lock(id);
  if (!page) return page;
  if (who.MayActFor(page->shop.party_id.text())) return page;
  // A draft's existence is its seller's business.
  if (!page->is_public()) return Error{Kind::kNotFound, "product-not-found", "There is no such product."};
  return MustActFor(who, page->shop.party_id).error();
}

}  // namespace

Result<keel::Done> SaveProduct(keel::sql::Transaction& transaction, const Catalog& catalog, ProductPage& page,
                               const Changes& changes) {
  const auto now = catalog.clock.Now();
  ProductStore store(transaction.session());
  if (page.product.state == ProductState::kLive)
    if (const auto fit = CheckMayBeLive(page.product); !fit) return fit.error();
  store.Save(page.product, now, changes.edited);
  if (changes.variants)
    if (const auto saved = store.SaveVariants(page.product); !saved) return saved.error();
  if (changes.photos) store.SavePhotos(page.product);
  store.Queue(page.product);
  AnnounceOffers(transaction, {&page, 1}, catalog.media_prefix, changes.opening, changes.ended, now);
  transaction.AfterCommit([&catalog, id = page.product.id] { catalog.product_changed(id); });
  return keel::Done{};
}

Result<keel::Done> InsertProduct(keel::sql::Transaction& transaction, const Catalog& catalog, ProductPage& page,
                                 const std::map<std::string, std::int64_t, std::less<>>& opening) {
  if (page.product.state == ProductState::kLive)
    if (const auto fit = CheckMayBeLive(page.product); !fit) return fit.error();
  ProductStore store(transaction.session());
  for (int attempt = 0; attempt < kSlugAttempts; ++attempt) {
    page.product.slug = SlugFor(page.product.name, page.shop.slug, page.product.id.text(), attempt);
    const auto inserted = store.Insert(page.product);
    if (!inserted) return inserted.error();
    if (!*inserted) continue;
    store.Queue(page.product);
    AnnounceOffers(transaction, {&page, 1}, catalog.media_prefix, opening, {}, page.product.created_at);
    transaction.AfterCommit([&catalog, id = page.product.id] { catalog.product_changed(id); });
    return keel::Done{};
  }
  return Error{Kind::kRaced, "changed-meanwhile", "That name is taken by many; try again."};
}

Result<ProductPage> CreateProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                  const keel::auth::Principal& who, const ProductDraft& draft) {
  auto shop = ShopStore(transaction.session()).Share(draft.shop_id);
  if (!shop) return shop.error();
  if (const auto may = MustActFor(who, shop->party_id); !may) return may.error();
  if (const auto known = CheckCategory(draft.category); !known) return known.error();
  if (const auto known = CheckOrigin(catalog, draft.origin_commune_code); !known) return known.error();

  const auto now = catalog.clock.Now();
  ProductPage page{.product = {.id = ProductId::New(now),
                               .shop_id = shop->id,
                               .slug = {},
                               .name = draft.name,
                               .category = draft.category,
                               .story = draft.story,
                               .origin_commune_code =
                                   draft.origin_commune_code.empty() ? shop->commune_code : draft.origin_commune_code,
                               .ethnic_group = draft.ethnic_group,
                               .state = draft.publish ? ProductState::kLive : ProductState::kDraft,
                               .variants = {},
                               .certificates = {},
                               .photos = {},
                               .created_at = now},
                   .shop = std::move(*shop)};
  auto changes = TakeVariants(page.product, draft.variants, now);
  if (!changes) return changes.error();
  auto photos = MediaStore(transaction.session()).Find(draft.photos, who.subject);
  if (!photos) return photos.error();
  page.product.photos = std::move(*photos);
  if (const auto inserted = InsertProduct(transaction, catalog, page, changes->opening); !inserted)
    return inserted.error();
  return page;
}

Result<ProductPage> EditProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                const keel::auth::Principal& who, const ProductId& id, const ProductEdit& edit) {
  ProductStore store(transaction.session());
  auto page = LockOwn(store, who, id);
  if (!page) return page;
  auto& product = page->product;
  if (edit.version && *edit.version != product.version)
    return Error{Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile; read it again."};
  if (product.state == ProductState::kRemoved)
    return Error{Kind::kConflict, "product-state-conflict", "A removed listing cannot be edited.", "removed"};
  Changes changes;
  if (edit.name) product.name = *edit.name;
  if (edit.category) {
    if (const auto known = CheckCategory(*edit.category); !known) return known.error();
    product.category = *edit.category;
  }
  if (edit.story) product.story = *edit.story;
  if (edit.origin_commune_code) {
    if (const auto known = CheckOrigin(catalog, *edit.origin_commune_code); !known) return known.error();
    product.origin_commune_code = *edit.origin_commune_code;
  }
  if (edit.ethnic_group) product.ethnic_group = *edit.ethnic_group;
  if (edit.variants) {
    auto taken = TakeVariants(product, *edit.variants, catalog.clock.Now());
    if (!taken) return taken.error();
    changes = std::move(*taken);
  }
  if (edit.photos) {
    auto photos = MediaStore(transaction.session()).Find(*edit.photos, who.subject, product.photos);
    if (!photos) return photos.error();
    product.photos = std::move(*photos);
    changes.photos = true;
  }
  if (const auto saved = SaveProduct(transaction, catalog, *page, changes); !saved) return saved.error();
  return page;
}

Result<ProductPage> MoveProduct(keel::sql::Transaction& transaction, const Catalog& catalog,
                                const keel::auth::Principal& who, const ProductId& id, ProductEvent event) {
  ProductStore store(transaction.session());
  auto page = LockOwn(store, who, id);
  if (!page) return page;
  const auto next = Next(page->product.state, event);
  if (!next) return next.error();
  if (*next == page->product.state) return page;
  page->product.state = *next;
  if (const auto saved = SaveProduct(transaction, catalog, *page, {}); !saved) return saved.error();
  return page;
}

Result<ProductPage> AddCertificate(keel::sql::Transaction& transaction, const Catalog& catalog,
                                   const keel::auth::Principal& who, const ProductId& id, Certificate certificate) {
  if (const auto checked = CheckCertificate(certificate); !checked) return checked.error();
  ProductStore store(transaction.session());
  auto page = LockOwn(store, who, id);
  if (!page) return page;
  store.InsertCertificate(page->product, certificate, who.subject, catalog.clock.Now());
  page->product.certificates.push_back(std::move(certificate));
  if (const auto saved = SaveProduct(transaction, catalog, *page, {}); !saved) return saved.error();
  return page;
}

Result<ProductPage> RemoveCertificate(keel::sql::Transaction& transaction, const Catalog& catalog,
                                      const keel::auth::Principal& who, const ProductId& id,
                                      const CertificateId& certificate) {
  ProductStore store(transaction.session());
  auto page = LockOwn(store, who, id);
  if (!page) return page;
  if (!store.DeleteCertificate(page->product, certificate))
    return Error{Kind::kNotFound, "certificate-not-found", "The product has no such certificate."};
  std::erase_if(page->product.certificates, [&](const Certificate& c) { return c.id == certificate; });
  if (const auto saved = SaveProduct(transaction, catalog, *page, {}); !saved) return saved.error();
  return page;
}

Result<ProductPage> ReadProduct(const Catalog& catalog, std::string_view key,
                                const std::optional<keel::auth::Principal>& who) {
  const auto session = catalog.pool.Take();
  auto page = ProductStore(*session).Find(key);
  if (!page || page->is_public()) return page;
  if (who && who->MayActFor(page->shop.party_id.text())) return page;
  return Error{Kind::kNotFound, "product-not-found", "There is no such product."};
}

Result<OwnProducts> ListOwnProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& shop,
                                    const ProductStore::Filter& filter) {
  const auto session = catalog.pool.Take();
  const auto owner = ShopStore(*session).Find(shop.text());
  if (!owner) return owner.error();
  if (const auto may = MustActFor(who, owner->party_id); !may) return may.error();
  ProductStore store(*session);
  const auto ids = store.List(filter);
  return OwnProducts{store.Load(ids), store.Count(filter)};
}

Result<keel::Done> BandChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const VariantId& id,
                               StockBand band) {
  ProductStore store(transaction.session());
  const auto product = store.LockProductOf(id);
  if (!product) return keel::Done{};
  auto page = store.Find(product->text());
  if (!page) return keel::Done{};
  store.SaveBand(id, band);
  // Not an offer's business: orders knows its own stock, so nothing is told back.
  store.Save(page->product, catalog.clock.Now(), /*edited=*/false);
  store.Queue(page->product);
  transaction.AfterCommit([&catalog, changed = *product] { catalog.product_changed(changed); });
  return keel::Done{};
}

}  // namespace catalog
