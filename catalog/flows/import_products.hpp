#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/product_rows.hpp"
#include "catalog/flows/catalog.hpp"

namespace catalog {

struct ImportRow {
  std::size_t line = 0;
  std::string_view status;  ///< "created", "updated", "unchanged" or "rejected".
  std::string product_id;   ///< Empty when rejected before one was found.
  bool stock_left = false;  ///< It names an opening stock, and what it sells is in the shop already: orders counts it.
  keel::Error error{keel::Kind::kInvalid, ""};  ///< Why it was rejected.
};

struct ImportReport {
  std::int64_t created = 0, updated = 0, unchanged = 0, rejected = 0;
  std::int64_t stock_left = 0;  ///< Rows.
  std::vector<std::string> unread_columns = {};
  std::vector<ImportRow> rows = {};
};

/// Takes a spreadsheet into a shop, row by row: a row that cannot be taken is reported and the others go on. A row
/// finds its product by product_id, else by sku, else by the same name in this shop, so that sending a file twice
/// changes nothing the second time. Rows are committed by the hundred: what was reported is kept, and a crash keeps
/// what was committed. Errors of the whole: kTooLarge "csv-too-large" (argument: bytes), "csv-too-many-rows" (argument:
/// rows); kInvalid "csv-empty", "csv-heading", "csv-not-text"; kNotFound "shop-not-found"; MustActFor's.
keel::Result<ImportReport> ImportProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& shop,
                                          std::string_view file);

/// The shop's products as a file that ImportProducts takes back. Errors: kNotFound "shop-not-found"; MustActFor's.
keel::Result<std::string> ExportProducts(const Catalog& catalog, const keel::auth::Principal& who, const ShopId& shop);

}  // namespace catalog
