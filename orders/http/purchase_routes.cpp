#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "orders/flows/hold_goods.hpp"
#include "orders/flows/place_purchase.hpp"
#include "orders/flows/track_order.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/read.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

Result<Reply> Place(const Site& site, const Request& request) {
  const auto account = AccountOf(site.verifier, request);
  if (!account) return account.error();
  const auto json = keel::http::JsonBody(request);
  if (!json) return json.error();
  auto body = ReadCheckout(*json);
  if (!body) return body.error();
  body->buyer.language = request.Reads() == keel::http::Language::kEn ? Language::kEnglish : Language::kVietnamese;
  auto address = Resolve(std::move(body->address), site.context.places);
  if (!address) return address.error();
  const Checkout checkout{{body->cart_id, *account},
                          std::move(body->buyer),
                          std::move(*address),
                          std::move(body->note),
                          std::move(body->choices)};
  const auto key = keel::idempotency::KeyOf(request, checkout.holder.id.text());
  if (!key) return key.error();
  const PlacementDesk::ReplyOf reply_of = [](const PlacedPurchase& placed) {
    return Private(201, ToJson(placed)).With("Location", "/v1/purchases/" + placed.id.text());
  };
  auto reply = site.desk.Place(checkout, *key, reply_of);
  if (!reply)
    reply = keel::idempotency::Run(site.context.pool, request, checkout.holder.id.text(), site.context.clock,
                                   /*required=*/true, [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                     const auto placed = PlacePurchase(transaction, site.context, checkout);
                                     if (!placed) return placed.error();
                                     return reply_of(*placed);
                                   });
  keel::metrics::Add("orders_placements_total", reply->status == 201 ? "placed" : "refused");
  return *std::move(reply);
}

/// The orders of the purchase that :id names, for its buyer: by ?phone= or his account. Errors: kNotFound
/// "purchase-not-found" for everybody else; those of PhoneFrom, AccountOf and LookupLimit::Guard.
Result<std::vector<Order>> BuyersOrders(const Site& site, const Request& request) {
  const auto id = PurchaseId::Parse(request.Param("id"));
  if (!id) return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  const auto account = AccountOf(site.verifier, request);
  if (!account) return account.error();
  const auto phone = PhoneFrom(request);
  if (!phone) return phone.error();
  return site.lookups.Guard(request, id->text(), [&] { return TrackPurchase(site.context, *id, {*phone, *account}); });
}

Result<Reply> Show(const Site& site, const Request& request) {
  auto orders = BuyersOrders(site, request);
  if (!orders) return orders.error();
  PlacedPurchase purchase{orders->front().purchase_id, std::move(*orders), {}, {}, {}};
  for (const Order& order : purchase.orders) {
    purchase.goods = keel::Money::Vnd(purchase.goods.dong() + order.goods.dong());
    purchase.freight = keel::Money::Vnd(purchase.freight.dong() + order.freight.dong());
    purchase.total = keel::Money::Vnd(purchase.total.dong() + order.total.dong());
  }
  return PrivateRead(request, ToJson(purchase));
}

Result<Reply> Hold(const Site& site, const Request& request) {
  const auto orders = BuyersOrders(site, request);
  if (!orders) return orders.error();
  const auto until = keel::sql::RunInTransaction(site.context.pool, [&](keel::sql::Transaction& transaction) {
    return HoldGoods(transaction, site.context, orders->front().purchase_id);
  });
  if (!until) return until.error();
  return Private(200, {{"held_until", keel::ToRfc3339(*until)}});
}

}  // namespace

void MountPurchaseRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/purchases", Open([&site](const Request& request) { return Place(site, request); }));
  server.Work(Method::kGet, "/v1/purchases/:id", Open([&site](const Request& request) { return Show(site, request); }));
  server.Work(Method::kPut, "/v1/purchases/:id/hold",
              Open([&site](const Request& request) { return Hold(site, request); }));
}

}  // namespace orders
