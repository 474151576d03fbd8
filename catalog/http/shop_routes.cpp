#include <nlohmann/json.hpp>

#include "catalog/flows/shops.hpp"
#include "catalog/http/read.hpp"
#include "catalog/http/routes.hpp"
#include "keel/idempotency/idempotency.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Method, http::Reply, http::Request;

std::string Key(const Request& request) {
  return "s:" + std::string(request.Param("id"));
}

Reply GetShop(const Desk& desk, const Request& request) {
  const auto before = desk.hot.Before();
  const auto shop = ReadShop(desk.catalog, request.Param("id"));
  if (!shop) return http::Problem(shop.error(), request);
  return desk.hot.Put(request, Key(request),
                      {.body = ToJson(*shop, desk.Show()).dump(), .tags = {shop->id.text()}, .true_while = {}}, before);
}

Reply List(const Desk& desk, const Request& request) {
  const auto page = ReadPageAfter<ShopId>(request);
  if (!page) return http::Problem(page.error(), request);
  const auto province = ReadProvince(request);
  if (!province) return http::Problem(province.error(), request);
  const auto party = request.QueryOr("party_id", "");
  if (!party.empty())
    if (const auto id = PartyId::Parse(party); !id) return http::Problem(id.error(), request);
  ShopStore::Filter filter{.party_id = party,
                           .province_code = *province,
                           .with_suspended = false,
                           .before = page->after,
                           .limit = page->limit + 1};
  // A seller sees that the shop is suspended; others do not see it at all.
  if (const auto who = desk.verifier.Who(request); who && !filter.party_id.empty())
    filter.with_suspended = who->MayActFor(filter.party_id);
  auto shops = ListShops(desk.catalog, filter);
  nlohmann::json body{{"items", nlohmann::json::array()}};
  if (shops.size() > page->limit) {
    shops.pop_back();
    body["next"] = EncodeCursor(shops.back().id.text());
  }
  for (const auto& shop : shops) body["items"].push_back(ToJson(shop, desk.Show()));
  return filter.with_suspended ? http::PrivateRead(request, body) : http::PublicRead(request, body);
}

Reply Create(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto draft = ReadShopDraft(*json);
  if (!draft) return http::Problem(draft.error(), request);
  if (!KnowsParty(desk.catalog, draft->party_id)) desk.catch_up_accounts();
  return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                  const auto shop = CreateShop(transaction, desk.catalog, who, *draft);
                                  if (!shop) return shop.error();
                                  return http::Json(201, ToJson(*shop, desk.Show()));
                                });
}

Reply Edit(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto id = PathId<ShopId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto edit = ReadShopEdit(*json);
  if (!edit) return http::Problem(edit.error(), request);
  const auto shop = keel::sql::RunInTransaction(desk.catalog.pool, [&](keel::sql::Transaction& transaction) {
    return EditShop(transaction, desk.catalog, who, *id, *edit);
  });
  if (!shop) return http::Problem(shop.error(), request);
  return Private(http::Json(200, ToJson(*shop, desk.Show())));
}

SignedIn Move(const Desk& desk, bool paused) {
  return [&desk, paused](const Request& request, const keel::auth::Principal& who) {
    const auto id = PathId<ShopId>(request);
    if (!id) return http::Problem(id.error(), request);
    return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                  [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                    const auto shop = MoveShop(transaction, desk.catalog, who, *id, paused);
                                    if (!shop) return shop.error();
                                    return http::Json(200, ToJson(*shop, desk.Show()));
                                  });
  };
}

}  // namespace

void MountShopRoutes(http::Server& server, const Desk& desk) {
  server.Cheap(Method::kGet, "/v1/shops/:id", [&desk](const Request& request) {
    return desk.hot.Find(request, Key(request), desk.catalog.clock.Now());
  });
  server.Work(Method::kGet, "/v1/shops/:id", [&desk](const Request& request) { return GetShop(desk, request); });
  server.Work(Method::kGet, "/v1/shops", [&desk](const Request& request) { return List(desk, request); });
  server.Work(Method::kPost, "/v1/shops", WithPrincipal(desk, [&desk](const auto& request, const auto& who) {
                return Create(desk, request, who);
              }));
  server.Work(Method::kPatch, "/v1/shops/:id",
              WithPrincipal(desk, [&desk](const auto& request, const auto& who) { return Edit(desk, request, who); }));
  server.Work(Method::kPost, "/v1/shops/:id/pause", WithPrincipal(desk, Move(desk, true)));
  server.Work(Method::kPost, "/v1/shops/:id/open", WithPrincipal(desk, Move(desk, false)));
}

}  // namespace catalog
