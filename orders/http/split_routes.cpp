#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/split_order.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/read.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

constexpr std::int64_t kMostPost = 1'000'000'000;

struct SplitBody {
  OrderId id;
  SplitWish wish;
};
Result<SplitBody> ReadSplit(const Request& request) {
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  auto lines = ReadLines(in);
  SplitWish wish{std::move(lines.lines), lines.version, std::nullopt};
  if (in.ok() && in.Has("post")) wish.post_agreed = in.Dong("post", 0, kMostPost);
  if (!in.ok()) return in.error();
  return SplitBody{*id, std::move(wish)};
}

Result<Reply> ShowQuote(const Site& site, const Request& request, const Principal& who) {
  const auto body = ReadSplit(request);
  if (!body) return body.error();
  const auto quoted = QuoteSplit(site.context, site.ask_freight, who, body->id, body->wish.goes_now);
  if (!quoted) return quoted.error();
  return Private(200, ToJson(*quoted));
}

Result<Reply> MakeSplit(const Site& site, const Request& request, const Principal& who) {
  const auto body = ReadSplit(request);
  if (!body) return body.error();
  // The carrier is asked before anything is held.
  const auto quoted = QuoteSplit(site.context, site.ask_freight, who, body->id, body->wish.goes_now);
  return keel::idempotency::Run(site.context.pool, request, who.subject, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  if (!quoted) return quoted.error();
                                  const auto made =
                                      SplitNow(transaction, site.context, who, body->id, body->wish, quoted->post);
                                  if (!made) return made.error();
                                  return Private(201, ToJson(*made));
                                });
}

}  // namespace

void MountSplitRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/orders/:key/split-quote",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return ShowQuote(site, request, who); }));
  server.Work(Method::kPost, "/v1/orders/:key/splits",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return MakeSplit(site, request, who); }));
}

}  // namespace orders
