#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/http/case_json.hpp"
#include "orders/http/handlers.hpp"
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

Result<Reply> PostOffer(const Site& site, const Request& request, const Principal& who) {
  const auto order = OrderId::Parse(request.Param("key"));
  if (!order) return order.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto line_text = in.Text("line_id", 1, 40), variant_text = in.Text("variant_id", 1, 40);
  const auto quantity = in.Int("quantity", 1, kMaxQuantity);
  if (!in.ok()) return in.error();
  const auto line = LineId::Parse(line_text);
  if (!line) return line.error();
  const auto variant = VariantId::Parse(variant_text);
  if (!variant) return variant.error();
  return keel::idempotency::Run(site.context.pool, request, who.subject, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto offered = OfferSubstitute(transaction, site.context, who, *order, *line,
                                                                       variant->text(), quantity);
                                  if (!offered) return offered.error();
                                  return Private(201, ToJson(*offered));
                                });
}

Result<Reply> AnswerOne(const Site& site, const Request& request) {
  const auto id = SubstitutionId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const bool yes = in.OneOf<bool>("answer", {{"no", false}, {"yes", true}});
  if (!in.ok()) return in.error();
  const auto signed_in = SignedProof(site.verifier, request);
  if (!signed_in) return signed_in.error();
  return site.lookups.Guard(request, id->text(), [&]() -> Result<Reply> {
    return keel::idempotency::Run(site.context.pool, request, id->text(), site.context.clock, /*required=*/false,
                                  [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                    const auto answered =
                                        AnswerSubstituteByLink(transaction, site.context, *id, yes, *signed_in);
                                    if (!answered) return answered.error();
                                    return Private(200, ToJson(*answered));
                                  });
  });
}

Result<Reply> ShowOne(const Site& site, const Request& request) {
  const auto id = SubstitutionId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto shown = site.lookups.Guard(request, id->text(), [&] { return ShowSubstitute(site.context, *id); });
  if (!shown) return shown.error();
  return PrivateRead(request, ToJson(*shown));
}

}  // namespace

void MountSubstituteRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/orders/:key/substitutions",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return PostOffer(site, request, who); }));
  server.Work(Method::kGet, "/v1/substitutions/:id",
              Open([&site](const Request& request) { return ShowOne(site, request); }));
  server.Work(Method::kPost, "/v1/substitutions/:id/answer",
              Open([&site](const Request& request) { return AnswerOne(site, request); }));
}

}  // namespace orders
