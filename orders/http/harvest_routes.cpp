#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/keyed.hpp"
#include "orders/http/read.hpp"

/// Harvests that are sold ahead, and how one that fell short was shared.
namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

json HarvestJson(const Harvest& h) {
  json out{{"id", h.id.text()},
           {"variant_id", h.variant_id},
           {"shop_id", h.shop_id},
           {"lot_id", h.lot_id},
           {"state", kHarvestStates[std::size_t(h.state)]},
           {"ready_on", h.ready_on},
           {"forecast", h.forecast},
           {"confidence", h.confidence},
           {"rule", NameOf(h.rule)},
           {"cap", h.cap},
           {"cut", h.cut},
           {"graded", h.graded},
           {"packed", h.packed},
           {"promised", h.promised},
           {"version", h.version}};
  if (h.cut_at) out["cut_at"] = keel::ToRfc3339(*h.cut_at);
  return out;
}

json ShownJson(const ShownHarvest& shown) {
  json out = HarvestJson(shown.harvest);
  out["promised"] = shown.promised;
  out["product_name"] = shown.offer.product_name;
  out["variant_name"] = shown.offer.variant_name;
  out["unit"] = shown.offer.unit;
  return out;
}

/// "CP-7K…-9Q4": its own buyer knows it again, nobody else learns it.
std::string Masked(const std::string& code) {
  return code.size() < 8 ? code : code.substr(0, 5) + "…" + code.substr(code.size() - 4);
}

json SharesJson(const std::vector<HarvestShare>& shares, bool whole) {
  json rows = json::array();
  for (const HarvestShare& s : shares) {
    json row{{"position", s.share.position}, {"code", whole ? s.order_code : Masked(s.order_code)},
             {"wanted", s.share.wanted},     {"given", s.share.given},
             {"ahead", s.share.ahead},       {"secured", s.secured}};
    if (whole) row["order_id"] = s.share.holder;
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<json> Shown(const Result<Harvest>& harvest) {
  if (!harvest) return harvest.error();
  return HarvestJson(*harvest);
}

Result<Reply> NewHarvest(const Site& site, const Request& request, const Principal& who) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  HarvestWish wish;
  wish.variant_id = in.Text("variant_id", 30, 30);
  wish.ready_on = ReadDay(in, "ready_on");
  wish.forecast = in.Int("forecast", 1, kMostPieces);
  wish.confidence = in.Int("confidence", 1, 100);
  wish.rule = in.OneOf("rule", kShortRules);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 201, [&](keel::sql::Transaction& transaction) {
    return Shown(OpenHarvest(transaction, site.context, who, wish));
  });
}

Result<Reply> Forecast(const Site& site, const Request& request, const Principal& who) {
  const auto id = HarvestId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto day = ReadDay(in, "ready_on");
  const auto forecast = in.Int("forecast", 0, kMostPieces);
  const auto confidence = in.Int("confidence", 1, 100);
  const auto version = in.Int("version", 1, kMostPieces);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) {
    return Shown(ChangeForecast(transaction, site.context, who, id->text(), day, forecast, confidence, version));
  });
}

Result<Reply> Cut(const Site& site, const Request& request, const Principal& who) {
  const auto id = HarvestId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  HarvestYield yield;
  yield.cut = in.Int("cut", 0, kMostPieces);
  yield.graded = in.Int("graded", 0, kMostPieces);
  yield.packed = in.Int("packed", 0, kMostPieces);
  yield.harvested_on = ReadMaybeDay(in, "harvested_on");
  yield.expires_on = ReadMaybeDay(in, "expires_on");
  yield.version = in.Int("version", 1, kMostPieces);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) -> Result<json> {
    const auto cut = CutHarvest(transaction, site.context, who, id->text(), yield);
    if (!cut) return cut.error();
    json out = HarvestJson(cut->harvest);
    out["shares"] = SharesJson(cut->shares, true);
    return out;
  });
}

Result<Reply> List(const Site& site, const Request& request, const Principal& who) {
  const auto shop = IdFrom<ShopId>(request, "shop_id");
  if (!shop) return shop.error();
  return PrivateItems(request, HarvestsOfShop(site.context, who, *shop), ShownJson);
}

Result<Reply> One(const Site& site, const Request& request, const Principal& who) {
  const auto id = HarvestId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto found = ShowHarvest(site.context, who, id->text());
  if (!found) return found.error();
  json out = ShownJson(found->first);
  out["shares"] = SharesJson(found->second, true);
  return PrivateRead(request, out);
}

Result<Reply> Printed(const Site& site, const Request& request) {
  const auto id = HarvestId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto found = PrintedShares(site.context, id->text());
  if (!found) return found.error();
  const Harvest& h = found->first;
  return PublicRead(request,
                    {{"harvest_id", h.id.text()},
                     {"rule", NameOf(h.rule)},
                     {"promised", h.promised},
                     {"packed", h.packed},
                     {"cut_at", keel::ToRfc3339(*h.cut_at)},
                     {"shares", SharesJson(found->second, false)}},
                    60);
}

Result<Reply> Ahead(const Site& site, const Request& request) {
  json items = json::array();
  for (const auto& ahead : AheadOf(site.context, std::string(request.Param("id")))) {
    items.push_back({{"harvest_id", ahead.harvest.id.text()},
                     {"variant_id", ahead.harvest.variant_id},
                     {"ready_on", ahead.harvest.ready_on},
                     {"rule", NameOf(ahead.harvest.rule)},
                     {"left", ahead.left}});
  }
  json weighed = json::array();
  for (const auto& [variant_id, tolerance_bp] : WeighedOf(site.context, std::string(request.Param("id"))))
    weighed.push_back({{"variant_id", variant_id}, {"tolerance_bp", tolerance_bp}});
  return PublicRead(request, {{"items", std::move(items)}, {"weighed", std::move(weighed)}}, 1);
}

}  // namespace

void MountHarvestRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  routes.Signed(Method::kPost, "/v1/harvests", NewHarvest);
  routes.Signed(Method::kGet, "/v1/harvests", List);
  routes.Signed(Method::kGet, "/v1/harvests/:id", One);
  routes.Signed(Method::kPatch, "/v1/harvests/:id", Forecast);
  routes.Signed(Method::kPost, "/v1/harvests/:id/cut", Cut);
  routes.Open(Method::kGet, "/v1/harvests/:id/shares", Printed);
  routes.Open(Method::kGet, "/v1/products/:id/harvests", Ahead);
}

}  // namespace orders
