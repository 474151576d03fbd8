#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/shelf.hpp"

namespace storefront {
namespace {

/// /danh-muc/<slug>: a group of goods or one of its sets.
Reply ShowCategory(Visit& visit) {
  visit.Tag("list");
  const std::string slug(visit.request.Param("slug"));
  const auto groups = visit.app.catalog.Categories(visit.caller());
  if (!groups) return visit.Fail(groups.failure());

  const backends::CategoryGroup* group = nullptr;
  const backends::CategorySet* set = nullptr;
  for (const auto& candidate : *groups) {
    if (candidate.slug == slug) group = &candidate;
    for (const auto& inner : candidate.sets) {
      if (inner.slug != slug) continue;
      group = &candidate;
      set = &inner;
    }
  }
  if (!group) return visit.NotFound();

  backends::ProductQuery query = ReadShelfQuery(visit.request);
  query.q.clear();
  query.group = set ? std::string{} : group->slug;
  query.category = set ? set->slug : std::string{};
  const auto found = visit.app.catalog.Products(visit.caller(), query);
  if (!found) return visit.Fail(found.failure());
  const auto provinces = visit.app.orders.Provinces(visit.caller(std::chrono::milliseconds(800)));

  const std::string path = "/danh-muc/" + slug;
  const std::string name = set ? NameOf(visit.language, *set) : NameOf(visit.language, *group);
  Page page{.title = name,
            .description = visit.T("category.description", {{"NAME", name}}),
            .canonical = path,
            .nav = "search",
            .indexed = query.cursor.empty()};
  page.data.Set("HEADING", name).Set("PATH", path);
  FillShelf(visit, page.data, *found, query, path);
  FillFilters(visit, page.data, query, provinces ? *provinces : std::vector<backends::Province>{});
  FillSets(visit, page.data, *group, slug);
  page.data.Show("HAS_CHIPS");
  return AgainIfUnread(visit, visit.Show("pages/search.html", std::move(page)));
}

}  // namespace

void MountCategory(Mount& mount) {
  mount.Everyone("/danh-muc/:slug", {.queries = kShelfQueries, .life = std::chrono::seconds(20)}, ShowCategory);
}

}  // namespace storefront
