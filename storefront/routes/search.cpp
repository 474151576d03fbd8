#include "keel/text/text.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/shelf.hpp"

namespace storefront {
namespace {

/// /tim?q=…: everything that fits, or everything there is. Provinces and groups are optional: without them the filters
/// are fewer.
Reply ShowSearch(Visit& visit) {
  visit.Tag("list");
  const backends::ProductQuery query = ReadShelfQuery(visit.request);
  const auto found = visit.app.catalog.Products(visit.caller(), query);
  if (!found) return visit.Fail(found.failure());
  const auto optional = visit.caller(std::chrono::milliseconds(800));
  const auto provinces = visit.app.orders.Provinces(optional);
  const auto groups = visit.app.catalog.Categories(optional);

  Page page{.title = query.q.empty() ? visit.T("search.title") : visit.T("search.title-for", {{"Q", query.q}}),
            .canonical = "/tim",  // Of every search: what people type is not to be found as a page of its own.
            .nav = "search",
            .indexed = query.cursor.empty()};
  page.data.Set("HEADING", page.title).Set("SEARCHED", query.q).Set("PATH", "/tim");
  FillShelf(visit, page.data, *found, query, "/tim");
  FillFilters(visit, page.data, query, provinces ? *provinces : std::vector<backends::Province>{});
  page.data.SetIfAny("SUGGESTION", found->suggestion);
  page.data.Show("SEARCH_CUT", keel::text::Nfc(visit.request.QueryOr("q", "")).size() > query.q.size());
  if (groups && query.q.empty()) {
    for (const auto& group : *groups) {
      page.data.Add("CHIP")
          .Set("HREF", "/danh-muc/" + group.slug)
          .Set("LABEL", NameOf(visit.language, group))
          .Set("HERE", "false");
    }
    page.data.Show("HAS_CHIPS");
  }
  return AgainIfUnread(visit, visit.Show("pages/search.html", std::move(page)));
}

}  // namespace

void MountSearch(Mount& mount) {
  mount.Everyone("/tim", {.queries = kShelfQueries, .life = std::chrono::seconds(20)}, ShowSearch);
}

}  // namespace storefront
