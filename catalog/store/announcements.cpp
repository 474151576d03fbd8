#include "catalog/store/announcements.hpp"

#include <nlohmann/json.hpp>

#include "keel/outbox/outbox.hpp"

namespace catalog {
namespace {

nlohmann::json Offer(const ProductPage& page, const Variant& variant, std::string_view media_prefix) {
  const auto& [product, shop] = page;
  std::string photo;
  if (!product.photos.empty() && !product.photos.front().widths.empty())
    photo = std::string(media_prefix) + product.photos.front().stem + '-' +
            std::to_string(product.photos.front().widths.front()) + ".jpg";
  return {{"variant_id", variant.id.text()},
          {"product_id", product.id.text()},
          {"product_slug", product.slug},
          {"product_name", product.name},
          {"variant_name", variant.name},
          {"unit", variant.unit},
          {"net_weight_g", variant.net_weight_g},
          {"price", variant.price.dong()},
          {"sellable", page.listed()},
          {"shop_id", shop.id.text()},
          {"shop_slug", shop.slug},
          {"shop_name", shop.name},
          {"party_id", shop.party_id.text()},
          {"party_kind", shop.party_kind},
          {"province_code", shop.province_code},
          {"commune_code", shop.commune_code},
          {"category", product.category},
          {"photo", photo},
          {"is_sample", shop.is_sample},
          {"version", product.touch}};
}

}  // namespace

void AnnounceOffers(keel::sql::Transaction& transaction, std::span<const ProductPage> pages,
                    std::string_view media_prefix, const OpeningStock& opening, std::span<const Variant> ended,
                    keel::Instant now) {
  std::vector<keel::outbox::NewEvent> events;
  const auto add = [&](const ProductPage& page, const Variant& variant, bool gone) {
    auto body = Offer(page, variant, media_prefix);
    if (gone) body["sellable"] = false;
    if (const auto stock = opening.find(variant.id.text()); stock != opening.end())
      body["opening_stock"] = stock->second;
    events.push_back({"offer.changed", variant.id.text(), body.dump()});
  };
  for (const auto& page : pages) {
    for (const auto& variant : page.product.variants) add(page, variant, false);
    if (events.size() >= 200) {
      keel::outbox::AppendAll(transaction, events, now);
      events.clear();
    }
  }
  if (!pages.empty())
    for (const auto& variant : ended) add(pages.front(), variant, true);
  if (!events.empty()) keel::outbox::AppendAll(transaction, events, now);
}

void AnnounceShop(keel::sql::Transaction& transaction, const Shop& shop, keel::Instant now) {
  keel::outbox::Append(transaction, "shop.changed", shop.id.text(),
                       {{"shop_id", shop.id.text()},
                        {"slug", shop.slug},
                        {"name", shop.name},
                        {"party_id", shop.party_id.text()},
                        {"party_kind", shop.party_kind},
                        {"state", kShopStateNames[std::size_t(shop.state())]},
                        {"province_code", shop.province_code},
                        {"commune_code", shop.commune_code},
                        {"is_sample", shop.is_sample},
                        {"version", shop.version}},
                       now);
}

void AnnounceReport(keel::sql::Transaction& transaction, const Report& report, keel::Instant now) {
  keel::outbox::Append(transaction, "product.reported", report.product_id.text(),
                       {{"product_id", report.product_id.text()}, {"report_id", report.id.text()}}, now);
}

}  // namespace catalog
