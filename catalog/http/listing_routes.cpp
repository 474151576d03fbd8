#include <nlohmann/json.hpp>

#include "catalog/domain/categories.hpp"
#include "catalog/flows/products.hpp"
#include "catalog/http/read.hpp"
#include "catalog/http/routes.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Method, http::Reply, http::Request;
using nlohmann::json;

constexpr std::size_t kLongestKey = 400;  // Bytes of the target; longer asks are not worth keeping.

std::string Key(const Request& request) {
  return "l:" + request.target;
}
bool IsHot(const Request& request) {
  return request.target.size() <= kLongestKey && !request.Query("state") && !request.Query("cursor");
}

/// A seller's own list: drafts too, from the tables, as of this moment.
Reply OwnList(const Desk& desk, const Request& request, const std::string& state) {
  const auto who = desk.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPageAfter<ProductId>(request);
  if (!page) return http::Problem(page.error(), request);
  const auto named = request.QueryOr("shop_id", "");
  if (named.empty())
    return http::Problem({keel::Kind::kInvalid, "field-missing", "State is asked of one shop.", "shop_id"}, request);
  const auto shop = ShopId::Parse(named);
  if (!shop) return http::Problem(shop.error(), request);
  ProductStore::Filter filter{
      .shop_id = shop->text(), .state = ProductStateNamed(state), .before = page->after, .limit = page->limit + 1};
  if (!filter.state && state != "all")
    return http::Problem(
        {keel::Kind::kInvalid, "field-unknown-value", "State is draft, live, paused, removed or all.", "state"},
        request);
  auto own = ListOwnProducts(desk.catalog, *who, *shop, filter);
  if (!own) return http::Problem(own.error(), request);
  json body{{"items", json::array()}, {"total", own->total}};
  if (own->pages.size() > page->limit) {
    own->pages.pop_back();
    body["next"] = EncodeCursor(own->pages.back().product.id.text());
  }
  const auto view = desk.Show();
  for (const auto& one : own->pages) {
    auto card = ToJson(MakeCard(one, desk.catalog.places), view);
    card["version"] = one.product.version;
    card["variant_count"] = one.product.variants.size();
    body["items"].push_back(std::move(card));
  }
  return http::PrivateRead(request, body);
}

Reply List(const Desk& desk, const Request& request) {
  if (const auto state = request.Query("state")) return OwnList(desk, request, *state);
  const auto query = ReadListingQuery(request);
  if (!query) return http::Problem(query.error(), request);
  const auto before = desk.hot.Before();
  const auto view = desk.Show();
  const auto page = desk.searcher.Search(*query, view.now);
  if (!page) return http::Problem(page.error(), request);
  json body{{"items", json::array()}, {"total", page->total}};
  TrueWhile true_while;
  for (const auto& card : page->cards) {
    body["items"].push_back(ToJson(card, view));
    true_while.Narrow(SameStars(card.stars, view.now));
  }
  if (!page->next.empty()) body["next"] = page->next;
  if (!page->suggestion.empty()) body["suggestion"] = page->suggestion;
  if (page->corrected) body["corrected"] = true;
  if (IsHot(request))
    return desk.hot.Put(
        request, Key(request),
        {body.dump(-1, ' ', false, json::error_handler_t::replace), {std::string(kListTag)}, true_while}, before);
  return http::PublicRead(request, body);
}

Reply Categories(const Desk& desk, const Request& request) {
  const auto before = desk.hot.Before();
  const auto counts = desk.searcher.CountBySet();
  if (!counts) return http::Problem(counts.error(), request);
  json groups = json::array();
  for (const auto& group : Groups()) {
    json sets = json::array();
    std::int64_t sum = 0;
    for (const auto& set : Sets()) {
      if (set.group != group.slug) continue;
      const auto at = counts->find(set.slug);
      const std::int64_t count = at == counts->end() ? 0 : at->second;
      sum += count;
      sets.push_back({{"slug", set.slug},
                      {"name", {{"vi", set.vi}, {"en", set.en}}},
                      {"section", {{"vi", set.section_vi}, {"en", set.section_en}}},
                      {"count", count}});
    }
    groups.push_back({{"slug", group.slug},
                      {"name", {{"vi", group.vi}, {"en", group.en}}},
                      {"count", sum},
                      {"sets", std::move(sets)}});
  }
  return desk.hot.Put(request, "categories", {json{{"groups", std::move(groups)}}.dump(), {std::string(kListTag)}, {}},
                      before);
}

}  // namespace

void MountListingRoutes(http::Server& server, const Desk& desk) {
  server.Cheap(Method::kGet, "/v1/products", [&desk](const Request& request) -> std::optional<Reply> {
    if (!IsHot(request)) return std::nullopt;
    return desk.hot.Find(request, Key(request), desk.catalog.clock.Now());
  });
  server.Work(Method::kGet, "/v1/products", [&desk](const Request& request) { return List(desk, request); });
  server.Cheap(Method::kGet, "/v1/categories", [&desk](const Request& request) {
    return desk.hot.Find(request, "categories", desk.catalog.clock.Now());
  });
  server.Work(Method::kGet, "/v1/categories", [&desk](const Request& request) { return Categories(desk, request); });
}

}  // namespace catalog
