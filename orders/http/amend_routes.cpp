#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/amend_order.hpp"
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

Reply Amended(const Site& site, const Request& request, std::string_view caller,
              const std::function<Result<AmendedOrder>(keel::sql::Transaction&)>& amend) {
  return keel::idempotency::Run(site.context.pool, request, caller, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto amended = amend(transaction);
                                  if (!amended) return amended.error();
                                  return Private(200, ToJson(*amended));
                                });
}

Result<Reply> ByShop(const Site& site, const Request& request) {
  const auto who = site.verifier.Who(request);
  if (!who) return who.error();
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto wish = ReadLines(in);
  if (!in.ok()) return in.error();
  return Amended(site, request, who->subject, [&](keel::sql::Transaction& transaction) {
    return AmendByShop(transaction, site.context, *who, *id, wish.version, wish.lines);
  });
}

Result<Reply> ByBuyer(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  const auto signed_in = SignedProof(site.verifier, request);
  if (!signed_in) return signed_in.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto wish = ReadLines(in);
  const auto proof = ReadProof(in, *signed_in);
  if (!proof) return proof.error();
  return site.lookups.Guard(request, code->text(), [&]() -> Result<Reply> {
    return Amended(site, request, code->text(), [&](keel::sql::Transaction& transaction) {
      return AmendByBuyer(transaction, site.context, *code, *proof, wish.version, wish.lines);
    });
  });
}

Result<Reply> AcceptSome(const Site& site, const Request& request, const Principal& who) {
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto wish = ReadLines(in);
  if (!in.ok()) return in.error();
  return Amended(site, request, who.subject, [&](keel::sql::Transaction& transaction) {
    return AcceptPart(transaction, site.context, who, *id, wish.version, wish.lines);
  });
}

}  // namespace

void MountAmendRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/orders/:key/amend", Open([&site](const Request& request) {
                return KeyIsId(request) ? ByShop(site, request) : ByBuyer(site, request);
              }));
  server.Work(Method::kPost, "/v1/orders/:key/accept-part",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return AcceptSome(site, request, who); }));
}

}  // namespace orders
