#include <algorithm>
#include <nlohmann/json.hpp>

#include "storefront/backends/bank_refunds.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cards.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/photo.hpp"
#include "storefront/view/format.hpp"

namespace storefront {
namespace {

using backends::Product;
using backends::StockBand;

constexpr int kAlike = 4;

StockBand BestBand(const Product& product) {
  const auto has = [&](StockBand band) {
    return std::ranges::find(product.variants, band, &backends::Variant::stock) != product.variants.end();
  };
  for (const StockBand band : {StockBand::kIn, StockBand::kLow, StockBand::kUnknown}) {
    if (has(band)) return band;
  }
  return StockBand::kOut;
}

keel::Money LowestPrice(const Product& product) {
  keel::Money lowest;
  for (const auto& variant : product.variants) {
    if (lowest == keel::Money{} || variant.price < lowest) lowest = variant.price;
  }
  return lowest;
}

/// schema.org, for search engines and for Zalo and Facebook's previews.
view::TrustedHtml DataOf(const Visit& visit, const Product& product, const std::string& description) {
  const std::string& site = visit.app.settings.public_url;
  nlohmann::json json{{"@context", "https://schema.org"},
                      {"@type", "Product"},
                      {"name", product.name},
                      {"description", description},
                      {"sku", product.id},
                      {"url", site + "/sp/" + product.slug},
                      {"brand", {{"@type", "Brand"}, {"name", product.shop.name}}}};
  for (const auto& photo : product.photos) json["image"].push_back(site + photo.jpeg.back().url);
  for (const auto& variant : product.variants) {
    json["offers"].push_back({{"@type", "Offer"},
                              {"price", variant.price.dong()},
                              {"priceCurrency", "VND"},
                              {"availability", variant.stock == StockBand::kOut ? "https://schema.org/OutOfStock"
                                                                                : "https://schema.org/InStock"},
                              {"seller", {{"@type", "Organization"}, {"name", product.shop.name}}},
                              {"url", site + "/sp/" + product.slug}});
  }
  return view::JsonForScript(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string LabelOf(const backends::Variant& variant) {
  if (variant.name.empty() || variant.name == variant.unit) return variant.unit;
  return variant.unit.empty() ? variant.name : variant.name + " · " + variant.unit;
}

/// Names of the product's own section are seen by its variants and certificates, but not by the cards beside it.
void FillVariants(const Visit& visit, view::Data& data, const Product& product) {
  bool chosen = false;
  data.Show("MANY", product.variants.size() > 1);
  for (const auto& variant : product.variants) {
    auto row = data.Add(product.variants.size() > 1 ? "VARIANT" : "ONE_VARIANT");
    const bool out = variant.stock == StockBand::kOut;
    row.Set("VARIANT_ID", variant.id)
        .Set("LABEL", LabelOf(variant))
        .Set("PRICE", view::Money(visit.language, variant.price));
    row.Show("OUT", out).Show("CHOSEN", !out && !chosen);
    row.Show("FEW", variant.stock == StockBand::kLow);
    chosen = chosen || !out;
  }
}

void FillCertificates(const Visit& visit, view::Data& data, const Product& product) {
  for (const auto& certificate : product.certificates) {
    if (!certificate.valid) continue;
    auto row = data.Add("CERTIFICATE");
    AddStars(visit, row, certificate.stars);
    row.SetIfAny("NUMBER", certificate.number);
    row.SetIfAny("EXPIRES", certificate.expires_on.empty() ? "" : view::Day(visit.language, certificate.expires_on));
  }
}

void FillPhotos(view::Data& data, const Product& product) {
  bool first = true;
  for (const auto& photo : product.photos) {
    const std::string_view alt = photo.alt.empty() ? std::string_view(product.name) : std::string_view(photo.alt);
    data.Add("PHOTO").SetHtml("PHOTO_HTML",
                              Picture(photo, {.alt = alt, .sizes = "(min-width: 860px) 560px, 100vw", .first = first}));
    first = false;
  }
  data.Show("NO_PHOTO", product.photos.empty());
}

void FillFacts(const Visit& visit, view::Data& data, const Product& product) {
  const std::string origin = PlaceName(product.origin_commune, product.origin_province);
  data.SetIfAny("ORIGIN", origin.empty() ? PlaceName(product.shop.commune_name, product.shop.province_name) : origin);
  data.SetIfAny("PEOPLE", product.ethnic_group);
  data.SetIfAny("NET_WEIGHT", product.variants.size() == 1
                                  ? view::Weight(visit.language, product.variants.front().net_weight_g)
                                  : "");
  data.Set("SHOP", product.shop.name).Set("SHOP_SLUG", product.shop.slug);
  data.Set("SHOP_KIND", visit.Known("kind.", product.shop.party_kind)).Show("IS_SAMPLE", product.shop.is_sample);
  data.Set("SHOP_PLACE", PlaceName(product.shop.commune_name, product.shop.province_name));
}

/// The ways of paying that the market offers for this seller's goods; what every market has when payments is away.
void FillPaying(const Visit& visit, view::Data& data, const Product& product) {
  const auto offered = backends::MethodsFor(visit.app.payments.ask(), visit.caller(std::chrono::milliseconds(500)),
                                            {product.shop.party_id});
  std::string ways;
  if (offered) {
    for (const auto& method : offered->methods)
      ways += (ways.empty() ? "" : " · ") + visit.Known("payment.", method.code);
  }
  data.Set("PAYING", ways.empty() ? visit.T("product.pay-how") : ways);
}

/// What a share card says beside title and picture.
void FillShare(view::Data& data, const Product& product, keel::Money price) {
  data.SetIfAny("SHARE_PRICE", std::to_string(price.dong()));
  if (product.photos.empty() || product.photos.front().width <= 0 || product.photos.front().height <= 0) return;
  data.Show("SHARE_SIZE")
      .SetNumber("SHARE_WIDTH", product.photos.front().width)
      .SetNumber("SHARE_HEIGHT", product.photos.front().height);
}

void TagAll(Visit& visit, const Product& product) {
  visit.Tag("product:" + product.id);
  visit.Tag("shop:" + product.shop.id);
  visit.Tag("party:" + product.shop.party_id);
  for (const auto& variant : product.variants) visit.Tag("variant:" + variant.id);
}

Reply ShowProduct(Visit& visit) {
  const std::string slug(visit.request.Param("slug"));
  const auto found = visit.app.catalog.FindProduct(visit.caller(), slug);
  if (!found) return visit.Fail(found.failure());
  Product product = *found;
  if (product.variants.empty()) return visit.NotFound();
  if (product.slug != slug) return visit.SeeOther("/sp/" + product.slug);
  TagAll(visit, product);
  const bool shop_rests = !product.shop.state.empty() && product.shop.state != "open";
  const bool rests = shop_rests || product.state == "paused";
  if (rests)  // Whatever is on its shelf: nothing of it is sold now.
    for (auto& variant : product.variants) variant.stock = StockBand::kOut;

  const keel::Money lowest = LowestPrice(product);
  const StockBand band = BestBand(product);
  const std::string price = view::Money(visit.language, lowest);
  const std::string description =
      visit.T("product.description", {{"NAME", product.name}, {"SHOP", product.shop.name}, {"PRICE", price}});
  Page page{.title = product.name,
            .description = description,
            .canonical = "/sp/" + product.slug,
            .image = product.photos.empty() ? std::string{} : product.photos.front().jpeg.back().url,
            .nav = "search",
            .data_script = DataOf(visit, product, description)};
  FillShare(page.data, product, lowest);
  view::Data data = page.data.Add("PRODUCT");
  data.Set("NAME", product.name)
      .Set("SLUG", product.slug)
      .Set("GROUP_SLUG", product.category.empty() ? product.group : product.category);
  data.Set("PRICE", price).Show("PRICE_FROM", product.variants.size() > 1);
  data.SetIfAny("UNIT", product.variants.size() == 1 ? product.variants.front().unit : "");
  data.Show("CAN_BUY", band != StockBand::kOut).Show("SOLD_OUT", band == StockBand::kOut && !rests);
  data.Show("SHOP_RESTS", shop_rests).Show("RESTS", rests && !shop_rests);
  AddStock(visit, data, band);
  FillPhotos(data, product);
  FillFacts(visit, data, product);
  FillPaying(visit, data, product);
  FillCertificates(visit, data, product);
  FillVariants(visit, data, product);
  if (!product.story_html.empty())
    data.Show("STORY").SetHtml("STORY_HTML", view::FromCatalogMarkdown(product.story_html));

  // Said when it is known in time; the page is whole without it.
  if (const auto how =
          backends::HowSold(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(500)), product.id)) {
    for (const auto& harvest : how->ahead)
      data.Add("AHEAD")
          .Set("AHEAD_DAY", view::Day(visit.language, harvest.ready_on))
          .Set("AHEAD_RULE", visit.Known("harvest.rule.", harvest.rule));
    if (how->lighter_bp)
      data.SetIfAny("WEIGHED", visit.T("weigh.sold-by", {{"PERCENT", Percent(visit, *how->lighter_bp)}}));
  }

  const auto alike = visit.app.catalog.Products(visit.caller(std::chrono::milliseconds(800)),
                                                {.category = product.category, .limit = kAlike + 1});
  if (alike) {
    auto cards = alike->items;
    std::erase_if(cards, [&](const backends::Card& card) { return card.id == product.id; });
    if (cards.size() > kAlike) cards.resize(kAlike);
    page.data.Show("HAS_ALIKE", !cards.empty());
    AddCards(visit, page.data, "CARDS", cards, 0);
  }
  return visit.Show("pages/product.html", std::move(page));
}

}  // namespace

void MountProduct(Mount& mount) {
  mount.Everyone("/sp/:slug", {}, ShowProduct);
}

}  // namespace storefront
