#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/listing_form.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/hang/moi: one photo, a name, a price. Before anything is public the seller sees "you receive", and says yes.
/// The photo goes up with the first form; the second carries its id, so that nothing is sent twice over a slow line.
namespace storefront {
namespace {

struct Wish {
  std::string name, category, story;
  backends::VariantWish variant;
  std::vector<std::string> photos;
};

Wish ReadWish(Typed& typed, const web::Form& form) {
  Wish wish;
  wish.name = typed.Words("ten", kLongestName, true);
  wish.category = typed.Words("loai", 60, true);
  wish.variant = ReadVariant(typed, "", true);
  wish.story = typed.Words("mo_ta", kLongestStory);
  wish.photos = form.All("anh_da_gui");
  return wish;
}

void Fill(const Visit& visit, view::Data& data, const Wish& wish) {
  data.Set("NAME", wish.name).Set("CATEGORY", wish.category).Set("STORY", wish.story).Set("UNIT", wish.variant.unit);
  data.SetNumber("PRICE_DONG", wish.variant.price.dong())
      .SetNumber("GRAMS", wish.variant.net_weight_g)
      .SetNumber("STOCK", wish.variant.opening_stock.value_or(0));
  data.Show("PRICE_GIVEN", wish.variant.price.dong() > 0)
      .Show("GRAMS_GIVEN", wish.variant.net_weight_g > 0)
      .Show("STOCK_GIVEN", wish.variant.opening_stock.has_value());
  for (const auto& id : wish.photos) data.Add("PHOTO_ID").Set("ID", id);
  data.Show("HAS_PHOTO", !wish.photos.empty()).Show("NO_PHOTO", wish.photos.empty());
  data.Set("PRICE", view::Money(visit.language, wish.variant.price));
}

Reply ShowForm(Visit& visit, const Wish& wish) {
  Page page{.title = visit.T("work.list-title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "goods");
  if (!FillCategories(visit, page.data, wish.category))
    return visit.Problem(503, visit.T("problem.503.text")).With("Retry-After", "5");
  Fill(visit, page.data, wish);
  return visit.Show("pages/seller/list_product.html", std::move(page));
}

Reply ShowConfirm(Visit& visit, const Workplace& place, const Wish& wish) {
  const auto net = visit.app.payments.Net(visit.caller(), wish.variant.price, place.shop.party_kind, wish.category,
                                          place.shop.party_id);
  Page page{.title = visit.T("work.confirm-title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "goods");
  Fill(visit, data, wish);
  data.Set("FORM_KEY", NewFormKey()).Show("NET_KNOWN", static_cast<bool>(net)).Show("NET_AWAY", !net);
  if (net) {
    data.Set("NET", view::Money(visit.language, net->net))
        .Set("COMMISSION", view::Money(visit.language, net->commission));
    data.Set("COMMISSION_TAX", view::Money(visit.language, net->commission_tax));
    if (net->vat.dong() + net->pit.dong() > 0)
      data.SetIfAny("WITHHELD", view::Money(visit.language, keel::Money::Vnd(net->vat.dong() + net->pit.dong())));
  }
  return visit.Show("pages/seller/confirm_product.html", std::move(page));
}

Reply Take(Visit& visit, const Workplace& place) {
  Typed typed(visit);
  Wish wish = ReadWish(typed, visit.form());
  const auto again = [&] { return ShowForm(visit, wish); };
  const auto sent = UploadPhotos(visit);
  if (!sent) return AfterTyped(visit, sent, "", "/ban/hang/moi", again);
  for (const auto& id : *sent) wish.photos.push_back(id);
  if (visit.form().Text("buoc", 8) == "sua") return again();
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  if (visit.form().Text("buoc", 8) != "dang") return ShowConfirm(visit, place, wish);

  auto caller = visit.caller(std::chrono::seconds(8));
  caller.idempotency_key = DeedKey(visit, "product");
  const auto product =
      backends::ListProduct(visit.app.catalog.ask(), caller,
                            {place.shop.id, wish.name, wish.category, wish.story, {wish.variant}, wish.photos, true});
  if (!product) return AfterTyped(visit, product, "", "/ban/hang/moi", again);
  visit.Flash("good", visit.T("work.listed", {{"NAME", product->name}}));
  return visit.SeeOther("/ban/hang/" + product->id);
}

}  // namespace

void MountListProduct(Mount& mount) {
  mount.Get("/ban/hang/moi", For::kSignedIn,
            InShop([](Visit& visit, const Workplace&) { return ShowForm(visit, {}); }));
  mount.Post("/ban/hang/moi", For::kSignedIn, InShop(Take));
}

}  // namespace storefront
