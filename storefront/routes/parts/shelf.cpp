#include "storefront/routes/parts/shelf.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "keel/text/text.hpp"
#include "storefront/backends/ask.hpp"
#include "storefront/routes/parts/cards.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/view/format.hpp"

namespace storefront {
namespace {

constexpr int kCardsAPage = 24;
constexpr std::array<std::string_view, 4> kSorts = {"relevance", "new", "price", "-price"};
constexpr std::array<std::string_view, 4> kSortKeys = {"sort.relevance", "sort.new", "sort.price-up",
                                                       "sort.price-down"};

/// 0, which asks for nothing, unless it can be read.
std::int64_t NumberIn(const std::string& text) {
  return web::ReadNumber(text, web::Measure::kDong).value;
}

constexpr std::size_t kLongestSearch = 400;  // Bytes: the catalog takes no longer one.

std::string Short(const web::Request& request, std::string_view name, std::size_t most) {
  const std::string value = request.QueryOr(name, "");
  return value.size() <= most ? value : std::string{};
}

/// As many whole words from the front as fit into `most` bytes; of one endless word, as many letters.
std::string FirstWords(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  auto end = text.rfind(' ', most);
  if (end == text.npos || end == 0)
    for (end = most; end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80;) --end;
  text.resize(end);
  return text;
}

std::string TextOrNone(std::int64_t number) {
  return number > 0 ? std::to_string(number) : std::string{};
}

std::string HrefOf(std::string_view path, const backends::ProductQuery& query, const std::string& cursor) {
  return std::string(path) + backends::QueryText()
                                 .Add("q", query.q)
                                 .Add("loai", path == "/tim" ? query.category : std::string{})
                                 .Add("nhom", path == "/tim" ? query.group : std::string{})
                                 .Add("tinh", query.province)
                                 .Add("sao", TextOrNone(query.stars))
                                 .Add("tu", TextOrNone(query.min_price))
                                 .Add("den", TextOrNone(query.max_price))
                                 .Add("xep", query.sort)
                                 .Add("sau", cursor)
                                 .text();
}

}  // namespace

backends::ProductQuery ReadShelfQuery(const web::Request& request) {
  backends::ProductQuery query;
  query.q = FirstWords(keel::text::Nfc(request.QueryOr("q", "")), kLongestSearch);  // It stands on the page again.
  query.category = Short(request, "loai", 80);
  query.group = Short(request, "nhom", 80);
  query.province = Short(request, "tinh", 2);
  query.cursor = Short(request, "sau", 400);
  query.stars = static_cast<int>(std::min<std::int64_t>(5, NumberIn(Short(request, "sao", 2))));
  query.min_price = NumberIn(Short(request, "tu", 16));
  query.max_price = NumberIn(Short(request, "den", 16));
  const std::string sort = Short(request, "xep", 12);
  if (std::ranges::find(kSorts, sort) != kSorts.end()) query.sort = sort;
  query.limit = kCardsAPage;
  return query;
}

web::Reply AgainIfUnread(web::Visit& visit, web::Reply shown) {
  Typed::Fields sent;
  for (const std::string_view name : {"q", "tinh", "sao", "tu", "den", "xep"})
    if (const auto value = visit.request.Query(name)) sent.emplace_back(name, *value);
  Typed typed(sent);
  for (const std::string_view name : {"tu", "den"})
    if (!web::ReadNumber(visit.request.QueryOr(name, ""), web::Measure::kDong).none()) typed.Dong(name);
  return typed.sound() ? std::move(shown) : Again(visit, std::move(shown), typed.faults(), sent);
}

void FillShelf(const web::Visit& visit, view::Data& data, const backends::ProductPage& page,
               const backends::ProductQuery& query, std::string_view path) {
  AddCards(visit, data, "CARDS", page.items, query.cursor.empty() ? 2 : 0);
  data.Show("EMPTY", page.items.empty()).Show("FULL", !page.items.empty());
  data.Set("TOTAL_TEXT", visit.Count("search.found",
                                     std::max<std::int64_t>(page.total, static_cast<std::int64_t>(page.items.size()))));
  data.Show("HAS_NEXT", !page.next.empty()).Set("NEXT_HREF", HrefOf(path, query, page.next));
  data.Show("HAS_FIRST", !query.cursor.empty()).Set("FIRST_HREF", HrefOf(path, query, {}));
}

void FillFilters(const web::Visit& visit, view::Data& data, const backends::ProductQuery& query,
                 const std::vector<backends::Province>& provinces) {
  for (const backends::Province& province : provinces) {
    data.Add("PROVINCE_CHOICE")
        .Set("VALUE", province.code)
        .Set("LABEL", province.name)
        .Show("CHOSEN", province.code == query.province);
  }
  for (int stars = 5; stars >= 3; --stars) {
    const std::string number = std::to_string(stars);
    data.Add("STAR_CHOICE")
        .Set("VALUE", number)
        .Set("LABEL", visit.T("search.stars-from", {{"N", number}}))
        .Show("CHOSEN", stars == query.stars);
  }
  for (std::size_t at = query.q.empty() ? 1 : 0; at < kSorts.size(); ++at) {
    data.Add("SORT_CHOICE")
        .Set("VALUE", kSorts[at])
        .Set("LABEL", visit.T(kSortKeys[at]))
        .Show("CHOSEN", kSorts[at] == query.sort);
  }
  data.Set("MIN_PRICE", TextOrNone(query.min_price)).Set("MAX_PRICE", TextOrNone(query.max_price));
  data.Show("FILTERED", !query.province.empty() || query.stars > 0 || query.min_price > 0 || query.max_price > 0 ||
                            !query.sort.empty());
}

void FillSets(const web::Visit& visit, view::Data& data, const backends::CategoryGroup& group,
              std::string_view chosen) {
  data.Add("CHIP")
      .Set("HREF", "/danh-muc/" + group.slug)
      .Set("LABEL", visit.T("category.all"))
      .Set("HERE", chosen == group.slug ? "true" : "false");
  for (const backends::CategorySet& set : group.sets) {
    if (set.count == 0 && set.slug != chosen) continue;
    data.Add("CHIP")
        .Set("HREF", "/danh-muc/" + set.slug)
        .Set("LABEL", NameOf(visit.language, set))
        .Set("HERE", chosen == set.slug ? "true" : "false");
  }
}

}  // namespace storefront
