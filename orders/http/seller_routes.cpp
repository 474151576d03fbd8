#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/domain/heaviest.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/list_orders.hpp"
#include "orders/http/case_json.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

Result<Reply> List(const Site& site, const Request& request, const Principal& who) {
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  const auto before = CursorFrom(request, "ord_");
  if (!before) return before.error();
  std::optional<OrderState> state;
  if (const auto name = request.QueryOr("state", ""); !name.empty()) {
    state = FindState(name);
    if (!state) return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "That is no state.", "state"};
  }
  const auto shop = MaybeIdFrom<ShopId>(request, "shop_id");
  if (!shop) return shop.error();
  const auto party = MaybeIdFrom<PartyId>(request, "party_id");
  if (!party) return party.error();
  const auto cooperative = MaybeIdFrom<PartyId>(request, "cooperative_id");
  if (!cooperative) return cooperative.error();
  const auto all = request.QueryOr("all", "");
  if (!all.empty() && all != "1") return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "all is 1.", "all"};
  const Whose whose{*shop, *party, *cooperative, all == "1"};
  const auto page = ListOrders(site.context, who, whose, state, *before, *limit);
  if (!page) return page.error();
  json items = json::array();
  for (const Order& order : page->orders) {
    const auto shipment = page->shipments.find(order.id.text());
    items.push_back(Summary(order, shipment == page->shipments.end() ? nullptr : &shipment->second));
    if (const auto follows = page->follows.find(order.id.text()); follows != page->follows.end())
      items.back()["follows_code"] = follows->second;
    if (const auto taker = page->takers.find(order.id.text()); taker != page->takers.end())
      items.back()["taken_over_by"] = taker->second;
  }
  json body{{"items", std::move(items)}};
  if (!page->next.empty()) body["next"] = CursorOf(page->next);
  return PrivateRead(request, body);
}

/// Runs `move` under the request's Idempotency-Key, which is required.
template <class Deed>
Result<Reply> Moved(const Site& site, const Request& request, const Principal& who, Deed move) {
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  return keel::idempotency::Run(site.context.pool, request, who.subject, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const Result<Order> order = move(transaction, *id);
                                  if (!order) return order.error();
                                  return Private(200, Summary(*order, nullptr));
                                });
}

Result<Reply> Pack(const Site& site, const Request& request, const Principal& who) {
  std::optional<std::int64_t> grams;
  if (!request.body.empty()) {
    const auto body = keel::http::JsonBody(request);
    if (!body) return body.error();
    Fields in(*body);
    grams = in.MaybeInt("grams", 1, kHeaviestOrderGrams);
    if (!in.ok()) return in.error();
  }
  return Moved(site, request, who, [&](keel::sql::Transaction& transaction, const OrderId& id) {
    return PackOrder(transaction, site.context, who, id, grams);
  });
}

/// By its id, or by the code people read over a phone.
Result<WholeOrder> Shown(const Site& site, const Principal& who, const std::string& key) {
  if (key.starts_with("CP") || key.starts_with("cp")) {
    const auto code = OrderCode::Parse(key);
    if (!code) return code.error();
    return ShowToSeller(site.context, who, *code);
  }
  const auto id = OrderId::Parse(key);
  if (!id) return id.error();
  return ShowToSeller(site.context, who, *id);
}

}  // namespace

void MountSellerRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/v1/orders", Signed(site.verifier, [&site](const Request& request, const Principal& who) {
                return List(site, request, who);
              }));
  server.Work(Method::kGet, "/v1/seller/orders/:id",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) -> Result<Reply> {
                const auto whole = Shown(site, who, std::string(request.Param("id")));
                if (!whole) return whole.error();
                auto body = ForSeller(*whole, site.context.places, site.context.return_freight_percent);
                AddCases(body, CasesOf(site.context, whole->order, /*for_buyer=*/false),
                         FindLanguage(request.Header("accept-language")));
                return PrivateRead(request, body);
              }));
  server.Work(Method::kPost, "/v1/orders/:key/accept",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) {
                return Moved(site, request, who, [&](keel::sql::Transaction& transaction, const OrderId& id) {
                  return AcceptOrder(transaction, site.context, who, id);
                });
              }));
  server.Work(Method::kPost, "/v1/orders/:key/pack",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return Pack(site, request, who); }));
}

}  // namespace orders
