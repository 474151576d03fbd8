#include "storefront/routes/parts/pages.hpp"

#include <algorithm>
#include <charconv>

#include "storefront/view/format.hpp"

namespace storefront {

RowRange PageAsked(const web::Visit& visit, view::Data& data, const std::string& path, const std::string& name,
                   std::size_t total, const std::string& rest) {
  const std::size_t pages = std::max<std::size_t>(1, (total + kRowsOfPage - 1) / kRowsOfPage);
  const std::string asked = visit.request.QueryOr(name, "1");
  std::size_t page = 1;
  std::from_chars(asked.data(), asked.data() + asked.size(), page);
  page = std::clamp<std::size_t>(page, 1, pages);
  const auto link = [&](std::size_t number) { return path + "?" + name + "=" + std::to_string(number) + rest; };
  if (pages > 1) {
    data.Show("PAGED").Set("PAGE_TEXT",
                           visit.T("work.page-of", {{"PAGE", std::to_string(page)}, {"PAGES", std::to_string(pages)}}));
    data.SetIfAny("BEFORE", page > 1 ? link(page - 1) : "").SetIfAny("AFTER", page < pages ? link(page + 1) : "");
  }
  return {(page - 1) * kRowsOfPage, std::min(total, page * kRowsOfPage)};
}

}  // namespace storefront
