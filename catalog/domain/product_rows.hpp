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

/// Where each column stands in this file. Errors: kInvalid "csv-heading" (argument: the column that is missing).
using Heading = std::array<std::optional<std::size_t>, kColumnNames.size()>;
keel::Result<Heading> ReadHeading(const CsvRow& row);

/// A row as its writer meant it. An empty cell says nothing: it neither clears nor changes.
struct ProductRow {
  std::optional<ProductId> product_id;
  std::string sku, name, category, variant, unit, story, origin_commune_code, ethnic_group;
  std::optional<std::int64_t> net_weight_g, price, opening_stock;
  std::optional<ProductState> state;  ///< kDraft, kLive or kPaused.
};

/// Errors: kInvalid "csv-broken-row" (quotes), "csv-not-text", "csv-cell" (argument: the column).
keel::Result<ProductRow> ReadProductRow(const CsvRow& row, const Heading& heading);

/// "150000", "150.000", "150,000 đ", "150 000 VND" → 150000: as keel::text::ReadDong, and nothing below zero.
std::optional<std::int64_t> ReadDong(std::string_view text);

std::string HeadingRow();
std::string ProductRows(const Product& product);  ///< A row for each variant; none for a product without.

}  // namespace catalog
