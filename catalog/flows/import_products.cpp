#include "catalog/flows/import_products.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "catalog/flows/products.hpp"
#include "catalog/store/shop_store.hpp"
#include "keel/text/text.hpp"

namespace catalog {
namespace {

using keel::Error, keel::Kind, keel::Result;

constexpr std::size_t kRowsPerCommit = 100;

/// What the shop has, so that a row finds its product without asking the database. Committed batches are added.
struct Shelf {
  std::unordered_map<std::string, ProductId> by_name, by_sku;  ///< Names as keel::text::Exact.
  /// Variants that rows of this file spoke of: the first one's line.
  std::unordered_map<std::string, std::size_t> told;
  void Add(const Product& product) {
    by_name.emplace(keel::text::Exact(product.name), product.id);
    for (const auto& variant : product.variants)
      if (!variant.sku.empty()) by_sku.insert_or_assign(variant.sku, product.id);
  }
};

Shelf ReadShelf(keel::sql::Session& session, const ShopId& shop) {
  Shelf shelf;
  ProductStore store(session);
  const auto ids = store.IdsOfShop(shop);
  for (const auto& page : store.Load(ids)) shelf.Add(page.product);
  return shelf;
}

/// The variant a row speaks of: by mark, else by name, else the only one there is.
Variant* FindVariant(Product& product, const ProductRow& row) {
  for (auto& variant : product.variants)
    if (!row.sku.empty() && variant.sku == row.sku) return &variant;
  const auto exact = keel::text::Exact(row.variant);
  for (auto& variant : product.variants)
    if (keel::text::Exact(variant.name) == exact && (row.sku.empty() || variant.sku.empty())) return &variant;
  const bool only =
      product.variants.size() == 1 && row.variant.empty() && (row.sku.empty() || product.variants[0].sku.empty());
  return only ? &product.variants[0] : nullptr;
}

template <class T>
bool Put(T& field, const T& value) {
  if (field == value) return false;
  field = value;
  return true;
}

class Importer {
 public:
  Importer(keel::sql::Transaction& transaction, const Catalog& catalog, const Shop& shop, const Heading& heading,
           Shelf& shelf)
      : transaction_(transaction),
        catalog_(catalog),
        shop_(shop),
        heading_(heading),
        shelf_(shelf),
        store_(transaction.session()) {}

  Result<ImportRow> Take(const ProductRow& row, std::size_t line) {
    if (!row.origin_commune_code.empty() && !catalog_.places.FindCommune(row.origin_commune_code))
      return Error{Kind::kInvalid, "place-unknown", "There is no such commune.", row.origin_commune_code};
    const auto id = Find(row);
    auto taken = id ? Update(*id, row) : Create(row);
    if (taken) shelf_.told.emplace(spoken_of_, line);
    return taken;
  }

 private:
  std::optional<ProductId> Find(const ProductRow& row) const {
    if (row.product_id) return row.product_id;
    if (const auto at = shelf_.by_sku.find(row.sku); !row.sku.empty() && at != shelf_.by_sku.end()) return at->second;
    if (const auto at = shelf_.by_name.find(keel::text::Exact(row.name));
        !row.name.empty() && at != shelf_.by_name.end())
      return at->second;
    return std::nullopt;
  }

  Error Missing(Column column) const {
    const std::string name = heading_.NameOf(column);
    return {Kind::kInvalid, "csv-cell-missing", "The cell \"" + name + "\" is empty.", name};
  }

  /// A new variant as the row describes it.
  Result<Variant> NewVariant(const ProductRow& row, keel::Instant now, std::size_t position) const {
    if (!row.price) return Missing(Column::kPrice);
    if (row.unit.empty()) return Missing(Column::kUnit);
    Variant variant{.id = VariantId::New(now),
                    .name = row.variant,
                    .unit = row.unit,
                    .net_weight_g = row.net_weight_g.value_or(0),
                    .price = keel::Money::Vnd(*row.price),
                    .position = int(position),
                    .sku = row.sku};
    if (const auto checked = CheckVariant(variant); !checked) return checked.error();
    return variant;
  }

  Result<ImportRow> Create(const ProductRow& row) {
    if (row.name.empty()) return Missing(Column::kName);
    if (row.category.empty()) return Missing(Column::kCategory);
    const auto now = catalog_.clock.Now();
    auto variant = NewVariant(row, now, 0);
    if (!variant) return variant.error();
    std::map<std::string, std::int64_t, std::less<>> opening;
    if (row.opening_stock) opening[variant->id.text()] = *row.opening_stock;
    ProductPage page{.product = {.id = ProductId::New(now),
                                 .shop_id = shop_.id,
                                 .slug = {},
                                 .name = row.name,
                                 .category = row.category,
                                 .story = row.story,
                                 .origin_commune_code =
                                     row.origin_commune_code.empty() ? shop_.commune_code : row.origin_commune_code,
                                 .ethnic_group = row.ethnic_group,
                                 .state = row.state.value_or(ProductState::kLive),
                                 .variants = {std::move(*variant)},
                                 .certificates = {},
                                 .photos = {},
                                 .created_at = now},
                     .shop = shop_};
    if (const auto inserted = InsertProduct(transaction_, catalog_, page, opening); !inserted) return inserted.error();
    shelf_.Add(page.product);
    spoken_of_ = page.product.variants.front().id.text();
    return ImportRow{.status = "created", .product_id = page.product.id.text()};
  }

  Result<ImportRow> Update(const ProductId& id, const ProductRow& row) {
    auto page = store_.Lock(id);
    if (!page || page->product.shop_id != shop_.id || page->product.state == ProductState::kRemoved)
      return Error{Kind::kNotFound, "product-not-found", "This shop has no such product.", id.text()};
    auto& product = page->product;
    bool changed = false, stock_left = false;
    Changes changes;
    if (!row.name.empty()) changed |= Put(product.name, row.name);
    if (!row.category.empty()) changed |= Put(product.category, row.category);
    if (!row.story.empty()) changed |= Put(product.story, row.story);
    if (!row.origin_commune_code.empty()) changed |= Put(product.origin_commune_code, row.origin_commune_code);
    if (!row.ethnic_group.empty()) changed |= Put(product.ethnic_group, row.ethnic_group);
    if (auto* variant = FindVariant(product, row)) {
      stock_left = row.opening_stock.has_value();
      if (!row.variant.empty()) changes.variants |= Put(variant->name, row.variant);
      if (!row.unit.empty()) changes.variants |= Put(variant->unit, row.unit);
      if (!row.sku.empty()) changes.variants |= Put(variant->sku, row.sku);
      if (row.net_weight_g) changes.variants |= Put(variant->net_weight_g, *row.net_weight_g);
      if (row.price) changes.variants |= Put(variant->price, keel::Money::Vnd(*row.price));
      if (const auto checked = CheckVariant(*variant); !checked) return checked.error();
      // Two sizes without a name for each would leave the last one alone.
      spoken_of_ = variant->id.text();
      if (const auto first = shelf_.told.find(spoken_of_); changes.variants && first != shelf_.told.end())
        return Error{Kind::kInvalid, "csv-row-twice", "An earlier row speaks of the same variant.",
                     std::to_string(first->second)};
    } else {
      if (product.variants.size() >= kMostVariants)
        return Error{Kind::kInvalid, "too-many-variants", "A product has at most 20 variants.",
                     std::to_string(kMostVariants)};
      auto fresh = NewVariant(row, catalog_.clock.Now(), product.variants.size());
      if (!fresh) return fresh.error();
      if (row.opening_stock) changes.opening[fresh->id.text()] = *row.opening_stock;
      spoken_of_ = fresh->id.text();
      product.variants.push_back(std::move(*fresh));
      changes.variants = true;
    }
    if (row.state && *row.state != product.state) {
      if (*row.state == ProductState::kDraft)  // A listing that was shown does not become a draft again: it pauses.
        return Error{Kind::kConflict, "product-state-conflict", "A listing cannot become a draft again.",
                     std::string(kProductStateNames[std::size_t(product.state)])};
      const auto next =
          Next(product.state, *row.state == ProductState::kLive ? ProductEvent::kPublish : ProductEvent::kPause);
      if (!next) return next.error();
      changed |= Put(product.state, *next);
    }
    if (!changed && !changes.variants)
      return ImportRow{.status = "unchanged", .product_id = id.text(), .stock_left = stock_left};
    if (const auto saved = SaveProduct(transaction_, catalog_, *page, changes); !saved) return saved.error();
    shelf_.Add(product);
    return ImportRow{.status = "updated", .product_id = id.text(), .stock_left = stock_left};
  }

  keel::sql::Transaction& transaction_;
  const Catalog& catalog_;
  const Shop& shop_;
  const Heading& heading_;
  Shelf& shelf_;
  ProductStore store_;
  std::string spoken_of_;  ///< The variant of the row being taken.
};

/// One commit's worth of rows. Each row stands behind a savepoint, so that one that fails in the database leaves no
/// half.
Result<std::vector<ImportRow>> TakeBatch(keel::sql::Transaction& transaction, const Catalog& catalog, const ShopId& id,
                                         std::span<const CsvRow> rows, const Heading& heading, Shelf& shelf) {
  const auto shop = ShopStore(transaction.session()).Share(id);
  if (!shop) return shop.error();
  Importer importer(transaction, catalog, *shop, heading, shelf);
  std::vector<ImportRow> taken;
  for (const auto& row : rows) {
    const auto read = ReadProductRow(row, heading);
    ImportRow result;
    if (!read) {
      result = {.status = "rejected", .product_id = {}, .error = read.error()};
    } else {
      transaction.session().Run("SAVEPOINT import_row");
      auto done = importer.Take(*read, row.line);
      if (done) {
        result = std::move(*done);
      } else {
        transaction.session().Run("ROLLBACK TO SAVEPOINT import_row");
        result = {.status = "rejected", .product_id = {}, .error = done.error()};
      }
    }
    result.line = row.line;
    taken.push_back(std::move(result));
  }
  return taken;
}

}  // namespace

Result<ImportReport> ImportProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& id,
                                    std::string_view file) {
  if (file.size() > kMostImportBytes)
    return Error{Kind::kTooLarge, "csv-too-large", "The file is larger than 2 MB.", std::to_string(kMostImportBytes)};
  Shelf shelf;
  {
    const auto session = catalog.pool.Take();
    const auto shop = ShopStore(*session).Find(id.text());
    if (!shop) return shop.error();
    if (const auto may = MustActFor(who, shop->party_id); !may) return may.error();
    shelf = ReadShelf(*session, id);
  }
  const auto rows = ReadCsv(file, kMostImportRows + 1);
  if (rows.empty()) return Error{Kind::kInvalid, "csv-empty", "The file holds no rows."};
  if (rows.size() > kMostImportRows + 1)
    return Error{Kind::kTooLarge, "csv-too-many-rows", "The file has more than 5,000 rows.",
                 std::to_string(kMostImportRows)};
  const auto heading = ReadHeading(rows.front());
  if (!heading) return heading.error();

  ImportReport report{.unread_columns = heading->unread};
  const auto body = std::span(rows).subspan(1);
  for (std::size_t start = 0; start < body.size(); start += kRowsPerCommit) {
    const auto some = body.subspan(start, std::min(kRowsPerCommit, body.size() - start));
    Shelf next;
    auto taken = keel::sql::RunInTransaction(catalog.pool, [&](keel::sql::Transaction& transaction) {
      next = shelf;  // A batch that is run again begins from what was committed.
      return TakeBatch(transaction, catalog, id, some, *heading, next);
    });
    if (!taken) return taken.error();
    shelf = std::move(next);
    for (auto& row : *taken) {
      (row.status == "created"     ? report.created
       : row.status == "updated"   ? report.updated
       : row.status == "unchanged" ? report.unchanged
                                   : report.rejected)++;
      report.stock_left += row.stock_left;
      report.rows.push_back(std::move(row));
    }
  }
  return report;
}

Result<std::string> ExportProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& id) {
  const auto session = catalog.pool.Take();
  const auto shop = ShopStore(*session).Find(id.text());
  if (!shop) return shop.error();
  if (const auto may = MustActFor(who, shop->party_id); !may) return may.error();
  ProductStore store(*session);
  const auto ids = store.IdsOfShop(id);
  // The mark tells spreadsheets of the platform's most used office suite that this is UTF-8.
  std::string file = "\xEF\xBB\xBF" + HeadingRow();
  for (const auto& page : store.Load(ids)) file += ProductRows(page.product);
  return file;
}

}  // namespace catalog
