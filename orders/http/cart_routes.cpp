#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/edit_cart.hpp"
#include "orders/flows/quote_freight.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/read.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

Result<CartHolder> HolderFrom(const Site& site, const Request& request) {
  const auto id = CartId::Parse(request.Param("id"));
  if (!id) return keel::Error{keel::Kind::kNotFound, "cart-not-found", "There is no such cart."};
  const auto account = AccountOf(site.verifier, request);
  if (!account) return account.error();
  return CartHolder{*id, *account};
}

/// Runs a change of a cart under the request's Idempotency-Key, if it has one.
template <class Change>
Reply Changed(const Site& site, const Request& request, const CartHolder& holder, Change change) {
  return keel::idempotency::Run(site.context.pool, request, holder.id.text(), site.context.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const Result<ShownCart> cart = change(transaction);
                                  if (!cart) return cart.error();
                                  return Private(200, ToJson(*cart));
                                });
}

Result<Reply> Put(const Site& site, const Request& request) {
  const auto holder = HolderFrom(site, request);
  if (!holder) return holder.error();
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto quantity = in.Int("quantity", 0, INT32_MAX);
  if (!in.ok()) return in.error();
  return Changed(site, request, *holder, [&](keel::sql::Transaction& transaction) {
    return PutLine(transaction, site.context, *holder, variant->text(), quantity);
  });
}

Result<Reply> Add(const Site& site, const Request& request) {
  const auto holder = HolderFrom(site, request);
  if (!holder) return holder.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto variant_text = in.Text("variant_id", 1, 40);
  const auto quantity = in.Has("quantity") ? in.Int("quantity", 1, INT32_MAX) : 1;
  if (!in.ok()) return in.error();
  const auto variant = VariantId::Parse(variant_text);
  if (!variant) return variant.error();
  return Changed(site, request, *holder, [&](keel::sql::Transaction& transaction) {
    return AddLine(transaction, site.context, *holder, variant->text(), quantity);
  });
}

Result<Reply> Merge(const Site& site, const Request& request, const keel::auth::Principal& who) {
  const auto id = CartId::Parse(request.Param("id"));
  if (!id) return keel::Error{keel::Kind::kNotFound, "cart-not-found", "There is no such cart."};
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto from_text = in.Text("from", 1, 40);
  if (!in.ok()) return in.error();
  const auto from = CartId::Parse(from_text);
  if (!from) return from.error();
  const CartHolder holder{*id, who.subject};
  return Changed(site, request, holder, [&](keel::sql::Transaction& transaction) {
    return MergeCart(transaction, site.context, holder, *from);
  });
}

Result<Reply> AskQuote(const Site& site, const Request& request) {
  const auto holder = HolderFrom(site, request);
  if (!holder) return holder.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto address = ReadAddress(in.Object("address"), "address", in);
  if (!in.ok()) return in.error();
  const auto quote = QuoteFreight(site.context, site.ask_freight, *holder, address);
  if (!quote) return quote.error();
  return Private(200, ToJson(*quote));
}

}  // namespace

void MountCartRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/carts",
              Open([&site](const Request&) -> Result<Reply> { return Private(201, ToJson(OpenCart(site.context))); }));
  server.Work(Method::kGet, "/v1/me/cart",
              Signed(site.verifier, [&site](const Request& request, const keel::auth::Principal& who) -> Result<Reply> {
                return PrivateRead(request, ToJson(AccountCart(site.context, who.subject)));
              }));
  server.Work(Method::kGet, "/v1/carts/:id", Open([&site](const Request& request) -> Result<Reply> {
                const auto holder = HolderFrom(site, request);
                if (!holder) return holder.error();
                const auto cart = ShowCart(site.context, *holder);
                if (!cart) return cart.error();
                return PrivateRead(request, ToJson(*cart));
              }));
  server.Work(Method::kPut, "/v1/carts/:id/lines/:variant_id",
              Open([&site](const Request& request) { return Put(site, request); }));
  server.Work(Method::kPost, "/v1/carts/:id/lines",
              Open([&site](const Request& request) { return Add(site, request); }));
  server.Work(Method::kPost, "/v1/carts/:id/merge",
              Signed(site.verifier, [&site](const Request& request, const keel::auth::Principal& who) {
                return Merge(site, request, who);
              }));
  server.Work(Method::kPost, "/v1/carts/:id/quote",
              Open([&site](const Request& request) { return AskQuote(site, request); }));
}

}  // namespace orders
