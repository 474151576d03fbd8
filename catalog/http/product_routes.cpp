#include <nlohmann/json.hpp>

#include "catalog/flows/products.hpp"
#include "catalog/http/read.hpp"
#include "catalog/http/routes.hpp"
#include "keel/idempotency/idempotency.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Method, http::Reply, http::Request;

std::string Key(const Request& request) {
  return "p:" + std::string(request.Param("id"));
}

bool SaysWho(const Request& request) {
  return !request.Header("authorization").empty();
}

Reply GetProduct(const Desk& desk, const Request& request) {
  const auto before = desk.hot.Before();
  std::optional<keel::auth::Principal> who;
  std::optional<keel::Error> not_known;
  if (SaysWho(request)) {
    if (auto principal = desk.verifier.Who(request))
      who = std::move(*principal);
    else
      not_known = principal.error();
  }
  const auto page = ReadProduct(desk.catalog, request.Param("id"), who);
  // With a token that is out of date the answer to a seller's draft is "sign in", not "no such thing".
  if (!page) return http::Problem(not_known ? *not_known : page.error(), request);
  const auto view = desk.Show();
  if (who && who->MayActFor(page->shop.party_id.text()))
    return http::PrivateRead(request, ToJson(*page, view, /*for_owner=*/true));
  const auto stars = page->product.Stars();
  return desk.hot.Put(request, Key(request),
                      {.body = ToJson(*page, view, /*for_owner=*/false).dump(),
                       .tags = {page->product.id.text(), page->shop.id.text()},
                       .true_while = SameStars(stars, view.now)},
                      before);
}

Reply Create(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto draft = ReadProductDraft(*json);
  if (!draft) return http::Problem(draft.error(), request);
  return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                  const auto page = CreateProduct(transaction, desk.catalog, who, *draft);
                                  if (!page) return page.error();
                                  return http::Json(201, ToJson(*page, desk.Show(), true));
                                });
}

}  // namespace

void MountProductRoutes(http::Server& server, const Desk& desk) {
  server.Cheap(Method::kGet, "/v1/products/:id", [&desk](const Request& request) -> std::optional<Reply> {
    if (SaysWho(request)) return std::nullopt;
    return desk.hot.Find(request, Key(request), desk.catalog.clock.Now());
  });
  server.Work(Method::kGet, "/v1/products/:id", [&desk](const Request& request) { return GetProduct(desk, request); });
  server.Work(Method::kPost, "/v1/products", WithPrincipal(desk, [&desk](const auto& request, const auto& who) {
                return Create(desk, request, who);
              }));
}

}  // namespace catalog
