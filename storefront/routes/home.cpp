#include <algorithm>

#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cards.hpp"
#include "storefront/routes/parts/shelf.hpp"

namespace storefront {
namespace {

constexpr int kPicks = 8, kNewest = 12, kHeroPhotos = 5;
constexpr int kPickStars = 4;  // The OCOP picks of the front page have at least so many.

void FillGroups(Visit& visit, view::Data& data, const std::vector<backends::CategoryGroup>& groups) {
  for (const backends::CategoryGroup& group : groups) {
    auto row = data.Add("GROUP");
    row.Set("SLUG", group.slug)
        .Set("NAME", NameOf(visit.language, group))
        .Set("COUNT", visit.Count("category.count", group.count));
    row.Set("ICON_HREF", visit.app.assets.Address("icons.svg") + "#" + std::string(GroupIcon(group.slug)));
  }
  data.Show("HAS_GROUPS", !groups.empty());
}

void FillHero(const Visit& visit, view::Data& data, const std::vector<backends::Card>& cards) {
  std::vector<backends::Card> with_photo;
  std::ranges::copy_if(cards, std::back_inserter(with_photo),
                       [](const backends::Card& card) { return !card.photo.empty(); });
  if (with_photo.size() < kHeroPhotos) return;
  with_photo.resize(kHeroPhotos);
  data.Show("HAS_HERO_PHOTOS");
  AddCards(visit, data, "HERO_PHOTO", with_photo, 1);
}

/// Everything but the hero is optional: a catalog that is away leaves a front page that says so.
Reply ShowHome(Visit& visit) {
  visit.Tag("list");
  const auto caller = visit.caller();
  Page page{
      .title = visit.T("home.title"), .description = visit.T("home.description"), .canonical = "/", .nav = "home"};

  const auto newest = visit.app.catalog.Products(caller, {.sort = "new", .limit = kNewest});
  const auto picks = visit.app.catalog.Products(caller, {.sort = "new", .stars = kPickStars, .limit = kPicks});
  const auto groups = visit.app.catalog.Categories(caller);
  const auto provinces = visit.app.orders.Provinces(visit.caller(std::chrono::milliseconds(800)));

  if (groups) FillGroups(visit, page.data, *groups);
  if (picks) {
    AddCards(visit, page.data, "PICK", picks->items, 0);
    page.data.Show("HAS_PICKS", !picks->items.empty());
    FillHero(visit, page.data, picks->items);
  }
  if (newest) {
    AddCards(visit, page.data, "CARDS", newest->items, 0);
    page.data.Show("HAS_CARDS", !newest->items.empty());
  }
  if (provinces) {
    for (const auto& province : *provinces)
      page.data.Add("PROVINCE_CHOICE").Set("VALUE", province.code).Set("LABEL", province.name);
    page.data.Show("HAS_PROVINCES");
  }
  page.data.Show("CATALOG_AWAY", !newest);
  return visit.Show("pages/home.html", std::move(page), newest ? 200 : 503);
}

}  // namespace

void MountHome(Mount& mount) {
  mount.Everyone("/", {.life = std::chrono::seconds(30)}, ShowHome);
}

}  // namespace storefront
