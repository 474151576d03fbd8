#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cards.hpp"
#include "storefront/routes/parts/photo.hpp"
#include "storefront/routes/parts/shelf.hpp"

namespace storefront {
namespace {

Reply ShowShop(Visit& visit) {
  const std::string slug(visit.request.Param("slug"));
  const auto found = visit.app.catalog.FindShop(visit.caller(), slug);
  if (!found) return visit.Fail(found.failure());
  const backends::Shop& shop = *found;
  if (shop.state == "suspended") return visit.NotFound();
  if (shop.slug != slug) return visit.SeeOther("/gian-hang/" + shop.slug);
  visit.Tag("shop:" + shop.id);
  visit.Tag("party:" + shop.party_id);
  visit.Tag("list");

  backends::ProductQuery query = ReadShelfQuery(visit.request);
  query = {.shop_id = shop.id, .cursor = query.cursor, .limit = query.limit};
  const auto goods = visit.app.catalog.Products(visit.caller(), query);
  if (!goods) return visit.Fail(goods.failure());

  // A link in Zalo shows a picture: a shop without one of its own is known by what it sells.
  const backends::Photo& face = shop.photo.empty() && !goods->items.empty() ? goods->items.front().photo : shop.photo;
  const std::string path = "/gian-hang/" + shop.slug, place = PlaceName(shop.commune_name, shop.province_name);
  Page page{.title = shop.name,
            .description = visit.T("shop.description", {{"NAME", shop.name}, {"PLACE", place}}),
            .canonical = path,
            .image = face.empty() ? std::string{} : face.jpeg.back().url,
            .nav = "search",
            .indexed = query.cursor.empty()};
  page.data.Set("NAME", shop.name).Set("PLACE", shop.hamlet.empty() ? place : shop.hamlet + ", " + place);
  page.data.Set("KIND", visit.Known("kind.", shop.party_kind)).SetIfAny("SELLS", shop.sells);
  page.data.Show("IS_SAMPLE", shop.is_sample).Show("PAUSED", shop.state == "paused");
  page.data.Show("HAS_PHOTO", !shop.photo.empty()).Show("NO_SHOP_PHOTO", shop.photo.empty());
  page.data.SetHtml("SHOP_PHOTO_HTML", Picture(shop.photo, {.alt = "", .sizes = "84px", .first = true}));
  if (!shop.story_html.empty())
    page.data.Show("STORY").SetHtml("STORY_HTML", view::FromCatalogMarkdown(shop.story_html));
  FillShelf(visit, page.data, *goods, query, path);
  return visit.Show("pages/shop.html", std::move(page));
}

}  // namespace

void MountShop(Mount& mount) {
  mount.Everyone("/gian-hang/:slug", {.queries = {"sau"}}, ShowShop);
}

}  // namespace storefront
