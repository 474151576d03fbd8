#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storefront/backends/catalog.hpp"
#include "storefront/backends/orders.hpp"
#include "storefront/web/visit.hpp"

/// What the search page, the category pages and shops share: filters in the address, a form that shows them, cards,
/// paging.
namespace storefront {

/// The query fields of filters: loai (set), nhom (group), tinh (province), sao (stars), tu and den (price), xep (sort),
/// sau (cursor).
inline const std::vector<std::string_view> kShelfQueries = {"q",  "loai", "nhom", "tinh", "sao",
                                                            "tu", "den",  "xep",  "sau"};

/// What the address asks for. Values that make no sense are left out; of prices AgainIfUnread says so.
backends::ProductQuery ReadShelfQuery(const web::Request& request);

/// The page as it is; or, with a price that cannot be read ("100k"), once more with the words at their field: whoever
/// asked for goods up to a price must not take all goods for them.
web::Reply AgainIfUnread(web::Visit& visit, web::Reply shown);

/// Fills CARDS, TOTAL_TEXT, NEXT_HREF (section HAS_NEXT), FIRST_HREF (section HAS_FIRST), EMPTY. `path` is the page's
/// own.
void FillShelf(const web::Visit& visit, view::Data& data, const backends::ProductPage& page,
               const backends::ProductQuery& query, std::string_view path);

/// Fills the filter form: PROVINCE_CHOICE rows, STAR_CHOICE rows, SORT_CHOICE rows, MIN_PRICE, MAX_PRICE, FILTERED.
void FillFilters(const web::Visit& visit, view::Data& data, const backends::ProductQuery& query,
                 const std::vector<backends::Province>& provinces);

/// Rows CHIP (HREF, LABEL, HERE) linking to the sets of a group, the first being all of it.
void FillSets(const web::Visit& visit, view::Data& data, const backends::CategoryGroup& group, std::string_view chosen);

/// A category's name in the reader's tongue.
template <class Named>
const std::string& NameOf(keel::http::Language language, const Named& category) {
  return language == keel::http::Language::kEn && !category.name_en.empty() ? category.name_en : category.name_vi;
}

}  // namespace storefront
