#pragma once
#include <string>

#include "storefront/web/visit.hpp"

/// Lists that a peer answers whole, shown a page at a time.
namespace storefront {

inline constexpr std::size_t kRowsOfPage = 20;

/// Rows [first, last) of `total`: those of the page the address asks for (`?name=2`). Shows PAGED with PAGE_TEXT, and
/// BEFORE and AFTER as links: `path` with `name`, and what `rest` holds ("&trang-thai=done"). See
/// parts/work/pages.html.
struct RowRange {
  std::size_t first = 0, last = 0;
  bool Has(std::size_t row) const { return row >= first && row < last; }
};
RowRange PageAsked(const web::Visit& visit, view::Data& data, const std::string& path, const std::string& name,
                   std::size_t total, const std::string& rest = {});

}  // namespace storefront
