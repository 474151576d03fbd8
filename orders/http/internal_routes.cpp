#include <nlohmann/json.hpp>

#include "keel/http/query.hpp"
#include "orders/domain/parcel_box.hpp"
#include "orders/flows/consign_order.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/tell_amounts.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

json BoxJson(std::int64_t grams, keel::Money declared) {
  const auto side_mm = BoxSideMm(grams);
  return {{"grams", grams},
          {"length_mm", side_mm},
          {"width_mm", side_mm},
          {"height_mm", side_mm},
          {"declared_value", declared.dong()}};
}

json ToJson(const Consignment& c, const keel::places::Places& places) {
  const Order& order = c.whole.order;
  const Address& to = c.whole.delivery.address;
  const auto name = [&](const std::string& code) {
    const auto* commune = places.FindCommune(code);
    return commune ? commune->full_name : std::string();
  };
  json out{{"order_id", order.id.text()},
           {"code", order.code.text()},
           {"state", NameOf(order.state)},
           {"party_id", order.party_id},
           {"shop_id", order.shop_id},
           {"from",
            {{"name", c.sender.name},
             {"phone", c.sender.phone},
             {"province_code", order.from_province_code},
             {"commune_code", order.from_commune_code},
             {"commune_name", name(order.from_commune_code)},
             {"line", c.from_line}}},
           {"to",
            {{"name", c.whole.delivery.buyer.name},
             {"phone", c.whole.delivery.buyer.phone.National()},
             {"province_code", to.province_code},
             {"commune_code", to.commune_code},
             {"commune_name", name(to.commune_code)},
             {"line", to.Line()}}},
           {"parcel", BoxJson(order.grams, order.goods)},
           {"cod_amount", c.cod_amount.dong()},
           {"carrier", order.carrier},
           {"service", order.service},
           {"contents", c.contents},
           {"note", c.whole.delivery.note}};
  if (c.whole.taker) out["taken_over_by"] = *c.whole.taker;
  if (to.old)
    out["to"]["old"] = {{"province", to.old->province}, {"district", to.old->district}, {"ward", to.old->ward}};
  return out;
}

json ToJson(const OrderAmounts& order) {
  return {{"id", order.id.text()},
          {"purchase_id", order.purchase.text()},
          {"code", order.code},
          {"party_id", order.party_id},
          {"payment", order.payment},
          {"state", NameOf(order.state)},
          {"goods_vnd", order.goods.dong()},
          {"freight_vnd", order.freight.dong()},
          {"total_vnd", order.total.dong()},
          {"given_back_vnd", order.given_back.dong()},
          {"untold", order.untold}};
}

/// So many orders in an answer of /internal/order-amounts.
constexpr std::int64_t kAmountsAtOnce = 1'000;

}  // namespace

void MountInternalRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/internal/orders/:id/consignment",
              ForServices(site.verifier, [&site](const Request& request, const Principal&) -> Result<Reply> {
                const auto id = OrderId::Parse(request.Param("id"));
                if (!id) return id.error();
                const auto consignment = ConsignOrder(site.context, site.ask_contact, *id);
                if (!consignment) return consignment.error();
                return Private(200, ToJson(*consignment, site.context.places));
              }));
  // Before a seller is erased accounts asks what must end first.
  server.Work(Method::kGet, "/internal/parties/:id/business",
              ForServices(site.verifier, [&site](const Request& request, const Principal&) -> Result<Reply> {
                const auto business = BusinessOf(site.context, std::string(request.Param("id")));
                return Private(200, {{"open_shop", business.open_shop ? json(*business.open_shop) : json(nullptr)},
                                     {"open_orders", business.open_orders}});
              }));
  // The ledger is compared with it: ?after=<order id>&heard=<how far the asker has read our feed>. `next` is null at
  // the end.
  server.Work(Method::kGet, "/internal/order-amounts",
              ForServices(site.verifier, [&site](const Request& request, const Principal&) -> Result<Reply> {
                const auto heard = keel::http::QueryNumberOr(request, "heard", 0, 0, INT64_MAX);
                if (!heard) return heard.error();
                const auto page =
                    TellAmounts(site.context, std::string(request.QueryOr("after", "")), *heard, kAmountsAtOnce);
                json items = json::array();
                for (const auto& order : page) items.push_back(ToJson(order));
                const bool more = std::cmp_equal(page.size(), kAmountsAtOnce);
                return Private(
                    200, {{"items", std::move(items)}, {"next", more ? json(page.back().id.text()) : json(nullptr)}});
              }));
}

}  // namespace orders
