#include "storefront/backends/selling.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/listing_form.hpp"
#include "storefront/routes/parts/photo.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /ban/gian-hang: the shop's name and story, its photo, its address. A form for each, so that choosing the province
/// without script, or a photo that is refused, loses no word of the others.
namespace storefront {
namespace {

constexpr std::string_view kHere = "/ban/gian-hang";

void FillPlace(const Visit& visit, view::Data& data, const std::vector<backends::Province>& provinces,
               const std::vector<backends::Commune>& communes, const backends::Shop& shop) {
  const std::string province = visit.request.QueryOr("tinh", shop.province_code);
  for (const auto& one : provinces)
    data.Add("PROVINCE_CHOICE").Set("VALUE", one.code).Set("LABEL", one.name).Show("CHOSEN", one.code == province);
  for (const auto& one : communes)
    data.Add("COMMUNE_CHOICE")
        .Set("VALUE", one.code)
        .Set("LABEL", one.name)
        .Show("CHOSEN", one.code == shop.commune_code);
  data.Set("HAMLET", visit.request.QueryOr("thon", shop.hamlet));
}

Reply ShowShop(Visit& visit, const Workplace& place) {
  // Lists need not tell the whole story.
  const auto found = visit.app.catalog.FindShop(visit.caller(), place.shop.id);
  if (!found) return visit.Fail(found.failure());
  const backends::Shop& shop = *found;
  const auto provinces = visit.app.orders.Provinces(visit.caller());
  if (!provinces) return visit.Fail(provinces.failure());
  const auto communes = visit.app.orders.Communes(visit.caller(), visit.request.QueryOr("tinh", shop.province_code));
  if (!communes) return visit.Fail(communes.failure());

  Page page{.title = visit.T("work.shop-edit"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "home");
  data.Set("SHOP_NAME", shop.name)
      .Set("SELLS", shop.sells)
      .Set("STORY", shop.story)
      .Set("SHOP_SLUG", shop.slug)
      .SetNumber("VERSION", shop.version);
  if (!shop.photo.empty())
    data.Add("PHOTO").SetHtml("PHOTO_HTML", Picture(shop.photo, {.alt = shop.name, .sizes = "120px"}));
  FillPlace(visit, data, *provinces, *communes, shop);
  return visit.Show("pages/seller/edit_shop.html", std::move(page));
}

/// Refused, the page comes back with what was typed.
Reply Edit(Visit& visit, const Workplace& place, Typed& typed, const backends::ShopEdit& edit) {
  const auto version = typed.Ours("ban_so");
  const auto again = [&] { return ShowShop(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  const auto saved =
      backends::EditShop(visit.app.catalog.ask(), visit.caller(std::chrono::seconds(6)), place.shop.id, edit, version);
  return AfterTyped(visit, saved, visit.T("work.saved"), std::string(kHere), again);
}

Reply SaveWords(Visit& visit, const Workplace& place) {
  Typed typed(visit);
  const auto name = typed.Words("ten", 120, true), sells = typed.Words("ban", 300), story = typed.Words("ke", 10'000);
  return Edit(visit, place, typed, {.name = name, .sells = sells, .story = story});
}

/// "buoc=tinh": the communes of another province are asked for, nothing is saved yet.
Reply SavePlace(Visit& visit, const Workplace& place) {
  const auto& form = visit.form();
  const std::string province = form.Text("tinh", 2), commune = form.Text("xa", 5), hamlet = form.Text("thon", 121);
  backends::QueryText query;
  query.Add("tinh", province).Add("thon", hamlet);
  const std::string back = std::string(kHere) + query.text() + "#noi-ban";
  if (form.Text("buoc", 8) == "tinh") return visit.SeeOther(back);
  if (commune.empty()) {
    visit.Flash("bad", visit.T("work.shop-edit-place"));
    return visit.SeeOther(back);
  }
  Typed typed(visit);
  return Edit(visit, place, typed, {.province_code = province, .commune_code = commune, .hamlet = hamlet});
}

Reply SavePhoto(Visit& visit, const Workplace& place) {
  const auto sent = UploadPhotos(visit);
  if (!sent) return AfterDeed(visit, sent, "", std::string(kHere));
  if (sent->empty() && !visit.form().Has("bo_anh")) {
    visit.Flash("bad", visit.T("work.shop-edit-no-photo"));
    return visit.SeeOther(kHere);
  }
  Typed typed(visit);
  return Edit(visit, place, typed, {.photo = sent->empty() ? std::string{} : sent->front()});
}

}  // namespace

void MountEditShop(Mount& mount) {
  mount.Get(kHere, For::kSignedIn, InShop(ShowShop));
  mount.Post(kHere, For::kSignedIn, InShop(SaveWords));
  mount.Post("/ban/gian-hang/noi-ban", For::kSignedIn, InShop(SavePlace));
  mount.Post("/ban/gian-hang/anh", For::kSignedIn, InShop(SavePhoto));
}

}  // namespace storefront
