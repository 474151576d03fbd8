#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/csv.hpp"
#include "catalog/domain/product.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

/// A seller's spreadsheet: one row a variant. Read leniently (headings in either language, "150.000đ"), written
/// strictly.
namespace catalog {

inline constexpr std::size_t kMostImportRows = 5'000;
inline constexpr std::size_t kMostImportBytes = 2'000'000;

enum class Column : std::uint8_t {
  kProductId,
  kSku,
  kName,
  kCategory,
  kVariant,
  kUnit,
  kNetWeight,
  kPrice,
  kOpeningStock,
  kStory,
  kOrigin,
  kEthnicGroup,
  kState
};
inline constexpr auto kColumnNames = keel::NamesOf<Column>({{Column::kProductId, "product_id"},
                                                            {Column::kSku, "sku"},
                                                            {Column::kName, "name"},
                                                            {Column::kCategory, "category"},
                                                            {Column::kVariant, "variant"},
                                                            {Column::kUnit, "unit"},
                                                            {Column::kNetWeight, "net_weight_g"},
                                                            {Column::kPrice, "price"},
                                                            {Column::kOpeningStock, "opening_stock"},
                                                            {Column::kStory, "story"},
                                                            {Column::kOrigin, "origin_commune_code"},
                                                            {Column::kEthnicGroup, "ethnic_group"},
                                                            {Column::kState, "state"}});

/// What the first row of a file says.
struct Heading {
  struct Place {
    std::size_t at;       ///< The cell's number in a row, from 0.
    std::string written;  ///< As the file calls the column.
  };
  std::array<std::optional<Place>, kColumnNames.size()> places;
  std::vector<std::string> unread;  ///< Columns that are none of ours, or one of ours once more, as written.
  std::size_t cells = 0;

  /// What its reader knows the column by.
  std::string NameOf(Column column) const;
};
/// Errors: kInvalid "csv-heading" (argument: the column that is missing), "csv-not-text" (argument: the line).
keel::Result<Heading> ReadHeading(const CsvRow& row);

/// A row as its writer meant it. An empty cell says nothing: it neither clears nor changes.
struct ProductRow {
  std::optional<ProductId> product_id;
  std::string sku, name, category, variant, unit, story, origin_commune_code, ethnic_group;
  std::optional<std::int64_t> net_weight_g, price, opening_stock;
  std::optional<ProductState> state;  ///< kDraft, kLive or kPaused.
};

/// Errors: kInvalid "csv-broken-row" (quotes), "csv-too-many-cells", "csv-not-text", "csv-lost-letters" (argument of
/// the four: the line), "csv-cell" (argument: the column as the file calls it).
keel::Result<ProductRow> ReadProductRow(const CsvRow& row, const Heading& heading);

/// "150000", "150.000", "150,000 đ", "150 000 VND" → 150000: as keel::text::ReadDong, and nothing below zero.
std::optional<std::int64_t> ReadDong(std::string_view text);

/// "500", "500 g", "1.500 gam", "0,5kg", "12 ký" → grams. Nothing for what can be read two ways ("1.500 kg").
std::optional<std::int64_t> ReadGrams(std::string_view text);

std::string HeadingRow();
std::string ProductRows(const Product& product);  ///< A row for each variant; none for a product without.

}  // namespace catalog
