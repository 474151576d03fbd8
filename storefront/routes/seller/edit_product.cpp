#include <algorithm>
#include <array>

#include "storefront/backends/fulfilment.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cards.hpp"
#include "storefront/routes/parts/listing_form.hpp"
#include "storefront/routes/parts/photo.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/hang/:id: one product of one's own: its words and prices, photos, stock, certificate, whether it is on sale.
namespace storefront {
namespace {

using backends::Product;

constexpr std::size_t kMostVariants = 20;
/// What says that another variant is meant.
constexpr std::array<std::string_view, 5> kNewVariant{"loai_hang", "gia", "don_vi", "nang", "so_luong"};
constexpr std::int64_t kMostCounted = 10'000'000;

std::string PathOf(const std::string& id) {
  return "/ban/hang/" + id;
}

/// Not found unless it is of the seller's own shop.
backends::Got<Product> OwnProduct(const Visit& visit, const Workplace& place) {
  auto product = visit.app.catalog.FindProduct(visit.caller(), std::string(visit.request.Param("id")));
  if (product && product->shop.id != place.shop.id)
    return backends::Failure{.status = 404, .code = "product-not-found"};
  return product;
}

void FillStock(const Visit& visit, view::Data& data, const Workplace& place, const Product& product) {
  const auto stock =
      backends::ShopStock(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.id);
  data.Show("STOCK_AWAY", !stock);
  if (!stock) return;
  for (const auto& row : *stock) {
    const bool ours =
        std::ranges::find(product.variants, row.variant_id, &backends::Variant::id) != product.variants.end();
    if (!ours) continue;
    auto line = data.Add("STOCK");
    line.Set("VARIANT_ID", row.variant_id)
        .Set("LABEL", row.variant_name.empty() ? row.unit : row.variant_name)
        .SetNumber("ON_HAND", row.on_hand);
    line.Set("RESERVED", view::Number(visit.language, row.reserved))
        .Set("FREE", view::Number(visit.language, row.free));
  }
}

Reply ShowProduct(Visit& visit, const Workplace& place) {
  const auto product = OwnProduct(visit, place);
  if (!product) return visit.Fail(product.failure());
  Page page{.title = product->name, .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "goods");
  if (!FillCategories(visit, data, product->category))
    return visit.Problem(503, visit.T("problem.503.text")).With("Retry-After", "5");
  data.Set("ID", product->id)
      .Set("SLUG", product->slug)
      .Set("NAME", product->name)
      .Set("STORY", product->story)
      .SetNumber("VERSION", product->version)
      .Set("FORM_KEY", NewFormKey());
  data.Set("STATE_TEXT", visit.Known("product.state.", product->state))
      .Set("STATE_KIND", product->state == "live" ? "good" : "warn");
  data.Show("LIVE", product->state == "live")
      .Show("CAN_PUBLISH", product->state == "draft" || product->state == "paused");
  int n = 0;
  for (const auto& variant : product->variants) {
    auto row = data.Add("VARIANT");
    row.SetNumber("N", ++n).Set("VARIANT_ID", variant.id).Set("VARIANT_NAME", variant.name).Set("UNIT", variant.unit);
    row.SetNumber("PRICE_DONG", variant.price.dong()).SetNumber("GRAMS", variant.net_weight_g);
    row.Show("MANY", product->variants.size() > 1);
  }
  if (product->variants.size() < kMostVariants) data.Add("NEW_VARIANT").SetNumber("N", ++n);
  for (const auto& photo : product->photos)
    data.Add("PHOTO")
        .Set("MEDIA_ID", photo.media_id)
        .SetHtml("PHOTO_HTML", Picture(photo, {.alt = product->name, .sizes = "120px"}));
  for (const auto& certificate : product->certificates) {
    auto row = data.Add("CERTIFICATE");
    AddStars(visit, row, certificate.stars);
    row.Set("CERTIFICATE_ID", certificate.id)
        .Set("NUMBER", certificate.number)
        .Set("EXPIRES", view::Day(visit.language, certificate.expires_on))
        .Show("INVALID", !certificate.valid);
  }
  FillStock(visit, data, place, *product);
  return visit.Show("pages/seller/edit_product.html", std::move(page));
}

/// The variants as the form has them: changed, dropped, or one more behind the others.
std::vector<backends::VariantWish> ReadVariants(const web::Form& form, Typed& typed) {
  std::vector<backends::VariantWish> variants;
  for (std::size_t n = 1; n <= kMostVariants; ++n) {
    const std::string suffix = "_" + std::to_string(n);
    if (!form.Has("don_vi" + suffix) || form.Has("bo" + suffix)) continue;
    const bool is_new = !form.Has("ma" + suffix);
    const auto is_blank = [&](std::string_view field) { return form.Text(std::string(field) + suffix, 1).empty(); };
    if (is_new && std::ranges::all_of(kNewVariant, is_blank)) continue;
    variants.push_back(ReadVariant(typed, suffix, is_new));
    if (is_new && variants.back().name.empty()) typed.Words("loai_hang" + suffix, 60, true);
  }
  return variants;
}

Reply Save(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  const auto& form = visit.form();
  Typed typed(visit);
  backends::ProductWish wish{.name = typed.Words("ten", kLongestName, true),
                             .category = form.Text("loai", 60),
                             .story = typed.Words("mo_ta", kLongestStory)};
  wish.variants = ReadVariants(form, typed);
  const auto version = typed.Ours("ban_so");
  const auto again = [&] { return ShowProduct(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  if (wish.variants.empty())
    return Again(visit, again(), {{.field = {}, .sentence = visit.T("work.variant-last"), .ready = true}});
  const auto saved = backends::EditProduct(visit.app.catalog.ask(), visit.caller(), id, wish, version);
  return AfterTyped(visit, saved, visit.T("work.saved"), PathOf(id), again);
}

Reply Move(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id")), deed = visit.form().Text("viec", 10);
  if (deed != "publish" && deed != "pause" && deed != "remove") return visit.SeeOther(PathOf(id));
  const auto moved = backends::MoveProduct(visit.app.catalog.ask(), visit.caller(), id, deed);
  return AfterDeed(visit, moved, visit.T("work.moved." + deed), moved && deed == "remove" ? "/ban/hang" : PathOf(id));
}

Reply Photos(Visit& visit, const Workplace& place) {
  const auto product = OwnProduct(visit, place);
  if (!product) return visit.Fail(product.failure());
  const auto dropped = visit.form().All("bo_anh");
  std::vector<std::string> ids;
  for (const auto& photo : product->photos) {
    if (std::ranges::find(dropped, photo.media_id) == dropped.end()) ids.push_back(photo.media_id);
  }
  const auto sent = UploadPhotos(visit);
  if (!sent) return AfterDeed(visit, sent, "", PathOf(product->id));
  ids.insert(ids.end(), sent->begin(), sent->end());
  return AfterDeed(visit, backends::SetPhotos(visit.app.catalog.ask(), visit.caller(), product->id, ids),
                   visit.T("work.saved"), PathOf(product->id));
}

Reply Count(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  Typed typed(visit);
  const auto counted = typed.Pieces("dang_co", {.least = 0, .most = kMostCounted});
  const auto again = [&] { return ShowProduct(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  return AfterTyped(visit,
                    backends::CountStock(visit.app.orders.ask(), visit.caller(), visit.form().Text("ma", 40), counted),
                    visit.T("work.counted"), PathOf(id), again);
}

Reply Certify(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  const auto& form = visit.form();
  Typed typed(visit);
  const auto stars = typed.Pieces("sao", {.least = 3, .most = 5});
  const auto again = [&] { return ShowProduct(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  const backends::CertificateWish wish{static_cast<int>(stars), form.Text("so", 60), form.Text("cap", 10),
                                       form.Text("het", 10)};
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, "certificate");
  return AfterTyped(visit, backends::AddCertificate(visit.app.catalog.ask(), caller, id, wish),
                    visit.T("work.certified"), PathOf(id), again);
}

Reply Uncertify(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id"));
  return AfterDeed(
      visit, backends::RemoveCertificate(visit.app.catalog.ask(), visit.caller(), id, visit.form().Text("giay", 40)),
      visit.T("work.certificate-dropped"), PathOf(id));
}

}  // namespace

void MountEditProduct(Mount& mount) {
  mount.Get("/ban/hang/:id", For::kSignedIn, InShop(ShowProduct));
  mount.Post("/ban/hang/:id", For::kSignedIn, InShop(Save));
  mount.Post("/ban/hang/:id/viec", For::kSignedIn, InShop(Move));
  mount.Post("/ban/hang/:id/anh", For::kSignedIn, InShop(Photos));
  mount.Post("/ban/hang/:id/dem", For::kSignedIn, InShop(Count));
  mount.Post("/ban/hang/:id/chung-nhan", For::kSignedIn, InShop(Certify));
  mount.Post("/ban/hang/:id/chung-nhan/bo", For::kSignedIn, InShop(Uncertify));
}

}  // namespace storefront
