#include "orders/store/offer_store.hpp"

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT o.variant_id, o.product_id, o.product_slug, o.product_name, o.variant_name, o.unit, o.net_weight_g, o.price_vnd,
    o.sellable AND COALESCE(h.state = 'open', 1), o.shop_id, o.shop_slug, o.shop_name, o.party_id, o.party_kind,
    o.province_code, o.commune_code, o.category, o.photo, o.version,
    GREATEST(COALESCE(s.on_hand - s.reserved - s.held - s.kept, 0), 0), COALESCE(s.terms, 0), COALESCE(s.tracked, 0)
  FROM offers o
  LEFT JOIN stock s ON s.variant_id = o.variant_id
  LEFT JOIN shops h ON h.id = o.shop_id
  WHERE )sql";
constexpr std::string_view kOfVariants = "o.variant_id IN (";
constexpr std::string_view kOfShop = "o.shop_id = ? ORDER BY o.product_name, o.product_id, o.variant_name";

// The row lock of the duplicate makes "newer than what is there" hold between two writers.
constexpr std::string_view kUpdate = R"sql(
  UPDATE offers SET product_id = ?, product_slug = ?, product_name = ?, variant_name = ?, unit = ?, net_weight_g = ?,
    price_vnd = ?, sellable = ?, shop_id = ?, shop_slug = ?, shop_name = ?, party_id = ?, party_kind = ?,
    province_code = ?, commune_code = ?, category = ?, photo = ?, version = ?
  WHERE variant_id = ? AND version < ?)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT IGNORE INTO offers (product_id, product_slug, product_name, variant_name, unit, net_weight_g, price_vnd, sellable,
    shop_id, shop_slug, shop_name, party_id, party_kind, province_code, commune_code, category, photo, version, variant_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

OfferNow ToOffer(const keel::sql::Rows& r) {
  OfferNow now;
  now.offer = {r.Text(0),  r.Text(1),  r.Text(2),  r.Text(3),  r.Text(4),  r.Text(5),  r.Int(6),
               r.Dong(7),  r.Flag(8),  r.Text(9),  r.Text(10), r.Text(11), r.Text(12), r.Text(13),
               r.Text(14), r.Text(15), r.Text(16), r.Text(17), r.Int(18)};
  now.free = r.Int(19);
  now.terms = r.Int(20);
  now.tracked = r.Flag(21);
  return now;
}

keel::sql::Values Columns(const Offer& o) {
  return {o.product_id,   o.product_slug, o.product_name, o.variant_name, o.unit,      o.net_weight_g, o.price,
          o.sellable,     o.shop_id,      o.shop_slug,    o.shop_name,    o.party_id,  o.party_kind,   o.province_code,
          o.commune_code, o.category,     o.photo,        o.version,      o.variant_id};
}

}  // namespace

OffersByVariant OfferStore::Now(const std::vector<std::string>& variant_ids) {
  OffersByVariant offers;
  if (variant_ids.empty()) return offers;
  auto rows = QueryIn(session_, std::string(kSelect) + std::string(kOfVariants), variant_ids);
  while (rows.Next()) {
    auto now = ToOffer(rows);
    auto key = now.offer.variant_id;
    offers.emplace(std::move(key), std::move(now));
  }
  return offers;
}

keel::Result<OfferNow> OfferStore::Find(const std::string& variant_id) {
  auto offers = Now({variant_id});
  if (offers.empty()) return keel::Error{keel::Kind::kNotFound, "offer-not-found", "There is no such offer."};
  return std::move(offers.begin()->second);
}

std::vector<OfferNow> OfferStore::OfShop(const std::string& shop_id) {
  auto rows = session_.Query(std::string(kSelect) + std::string(kOfShop), {shop_id});
  std::vector<OfferNow> offers;
  while (rows.Next()) offers.push_back(ToOffer(rows));
  return offers;
}

bool OfferStore::Save(const Offer& offer) {
  auto values = Columns(offer);
  if (session_.Execute(kInsert, values) == 1) return true;
  values.emplace_back(offer.version);
  return session_.Execute(kUpdate, values) == 1;
}

}  // namespace orders
