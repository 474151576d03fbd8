#include "catalog/http/json.hpp"

#include <nlohmann/json.hpp>

#include "catalog/domain/categories.hpp"
#include "catalog/http/story_html.hpp"
#include "keel/http/fields.hpp"

namespace catalog {
namespace {

using nlohmann::json;

std::string Url(const Photo& photo, const View& view, int width, std::string_view ending) {
  return std::string(view.media_prefix) + photo.stem + '-' + std::to_string(width) + '.' + std::string(ending);
}

json Sources(const Photo& photo, const View& view) {
  json sources = json::object();
  for (const auto& [format, ending] : {std::pair{"avif", "avif"}, {"webp", "webp"}, {"jpeg", "jpg"}}) {
    json list = json::array();
    for (const int width : photo.widths) list.push_back({{"w", width}, {"url", Url(photo, view, width, ending)}});
    sources[format] = std::move(list);
  }
  return sources;
}

/// The smallest made width that is not below `wanted`, else the largest.
int WidthFor(const Photo& photo, int wanted) {
  for (const int width : photo.widths)
    if (width >= wanted) return width;
  return photo.widths.empty() ? wanted : photo.widths.back();
}

json PhotoOf(const Photo& photo, const View& view, const std::string& alt) {
  return {{"media_id", photo.id.text()},
          {"alt", alt},
          {"width", photo.width},
          {"height", photo.height},
          {"sources", Sources(photo, view)}};
}

json Place(const keel::places::Commune* commune, const View& view) {
  const auto* province = commune ? view.places.FindProvince(commune->province_code) : nullptr;
  return {{"commune_name", commune ? commune->full_name : ""}, {"province_name", province ? province->name : ""}};
}

}  // namespace

json ToJson(const Photo& photo, const View& view) {
  return {{"id", photo.id.text()}, {"width", photo.width}, {"height", photo.height}, {"sources", Sources(photo, view)}};
}

json ToJson(const Shop& shop, const View& view) {
  const auto place = Place(view.places.FindCommune(shop.commune_code), view);
  json body{{"id", shop.id.text()},
            {"slug", shop.slug},
            {"name", shop.name},
            {"party_id", shop.party_id.text()},
            {"party_kind", shop.party_kind},
            {"province_code", shop.province_code},
            {"province_name", place["province_name"]},
            {"commune_code", shop.commune_code},
            {"commune_name", place["commune_name"]},
            {"hamlet", shop.hamlet},
            {"sells", shop.sells},
            {"story", shop.story},
            {"story_html", StoryHtml(shop.story)},
            {"state", kShopStateNames[std::size_t(shop.state())]},
            {"is_sample", shop.is_sample},
            {"created_at", keel::ToRfc3339(shop.created_at)},
            {"version", shop.version}};
  if (shop.photo) body["photo"] = PhotoOf(*shop.photo, view, shop.name);
  return body;
}

json ToJson(const Certificate& certificate, const View& view) {
  return {{"id", certificate.id.text()},
          {"kind", "ocop"},
          {"stars", certificate.stars},
          {"number", certificate.number},
          {"issued_on", ToText(certificate.issued_on)},
          {"expires_on", ToText(certificate.expires_on)},
          {"valid", IsValid(certificate, view.now)}};
}

json ToJson(const ProductPage& page, const View& view, bool for_owner) {
  const auto& [product, shop] = page;
  const auto* set = FindSet(product.category);
  const auto shop_place = Place(view.places.FindCommune(shop.commune_code), view);
  json variants = json::array(), certificates = json::array(), photos = json::array();
  for (const auto& variant : product.variants) {
    json one{{"id", variant.id.text()},
             {"name", variant.name},
             {"unit", variant.unit},
             {"net_weight_g", variant.net_weight_g},
             {"price", keel::http::ToJson(variant.price)},
             {"position", variant.position},
             {"stock_band", kStockBandNames[std::size_t(variant.band)]}};
    if (for_owner && !variant.sku.empty()) one["sku"] = variant.sku;
    variants.push_back(std::move(one));
  }
  for (const auto& certificate : product.certificates) certificates.push_back(ToJson(certificate, view));
  for (const auto& photo : product.photos) photos.push_back(PhotoOf(photo, view, product.name));
  json body{{"id", product.id.text()},
            {"slug", product.slug},
            {"shop",
             {{"id", shop.id.text()},
              {"slug", shop.slug},
              {"name", shop.name},
              {"party_id", shop.party_id.text()},
              {"party_kind", shop.party_kind},
              {"state", kShopStateNames[std::size_t(shop.state())]},
              {"commune_name", shop_place["commune_name"]},
              {"province_name", shop_place["province_name"]},
              {"is_sample", shop.is_sample}}},
            {"name", product.name},
            {"category", product.category},
            {"group", set ? set->group : ""},
            {"story", product.story},
            {"story_html", StoryHtml(product.story)},
            {"origin_commune_code", product.origin_commune_code},
            {"origin", Place(OriginOf(page, view.places), view)},
            {"state", kProductStateNames[std::size_t(product.state)]},
            {"variants", std::move(variants)},
            {"certificates", std::move(certificates)},
            {"stars", StarsAt(product.Stars(), view.now)},
            {"photos", std::move(photos)},
            {"created_at", keel::ToRfc3339(product.created_at)},
            {"version", product.version}};
  if (!product.ethnic_group.empty()) body["ethnic_group"] = product.ethnic_group;
  return body;
}

json ToJson(const Card& card, const View& view) {
  json body{{"id", card.id},
            {"slug", card.slug},
            {"name", card.name},
            {"shop", {{"id", card.shop_id}, {"slug", card.shop_slug}, {"name", card.shop_name}}},
            {"category", card.category},
            {"province_name", card.province_name},
            {"commune_name", card.commune_name},
            {"stars", StarsAt(card.stars, view.now)},
            {"price_from", keel::http::ToJson(keel::Money::Vnd(card.price_from))},
            {"unit", card.unit},
            {"state", card.state},
            {"stock_band", kStockBandNames[std::size_t(card.band)]},
            {"is_sample", card.is_sample}};
  if (card.photo) {
    auto photo = PhotoOf(*card.photo, view, card.name);
    for (const int wanted : {160, 400})
      photo[std::to_string(wanted)] = Url(*card.photo, view, WidthFor(*card.photo, wanted), "jpg");
    body["photo"] = std::move(photo);
  }
  return body;
}

json ToJson(const Report& report) {
  json body{
      {"id", report.id.text()},
      {"product", {{"id", report.product_id.text()}, {"slug", report.product_slug}, {"name", report.product_name}}},
      {"reason", kReportReasonNames[std::size_t(report.reason)]},
      {"note", report.note},
      {"state", kReportStateNames[std::size_t(report.state)]},
      {"created_at", keel::ToRfc3339(report.created_at)}};
  if (report.resolved_at) body["resolved_at"] = keel::ToRfc3339(*report.resolved_at);
  return body;
}

}  // namespace catalog
