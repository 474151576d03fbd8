#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/count_stock.hpp"
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
using nlohmann::json;

Result<Reply> OfShop(const Site& site, const Request& request, const Principal& who) {
  const auto shop = IdFrom<ShopId>(request, "shop_id");
  if (!shop) return shop.error();
  return PrivateItems(request, StockOfShop(site.context, who, *shop),
                      [](const ShelfStock& stock) { return ToJson(stock); });
}

Result<Reply> Count(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto counted = in.Int("on_hand", 0, kMostPieces);
  const auto why = in.MaybeText("why", 100).value_or("counted");
  const bool one_bin = in.Has("lot_id") || in.Has("place_id");
  const Bin bin{in.MaybeText("lot_id", 30).value_or(""), in.MaybeText("place_id", 30).value_or("")};
  if (!in.ok()) return in.error();
  return keel::idempotency::Run(
      site.context.pool, request, who.subject, site.context.clock, /*required=*/false,
      [&](keel::sql::Transaction& transaction) -> Result<Reply> {
        const auto stock = one_bin ? CountBin(transaction, site.context, who, variant->text(), bin, counted, why)
                                   : CountStock(transaction, site.context, who, variant->text(), counted, why);
        if (!stock) return stock.error();
        return Private(200, ToJson(*stock));
      });
}

Result<Reply> Movements(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  const auto before = CursorFrom(request, "mov_");
  if (!before) return before.error();
  auto rows = MovementsOf(site.context, who, variant->text(), *before, *limit + 1);
  if (!rows) return rows.error();
  const bool more = rows->size() > static_cast<std::size_t>(*limit);
  if (more) rows->pop_back();
  json items = json::array();
  for (const auto& row : *rows) items.push_back(ToJson(row));
  json body{{"items", std::move(items)}};
  if (more) body["next"] = CursorOf(rows->back().id);
  return PrivateRead(request, body);
}

}  // namespace

void MountStockRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  routes.Signed(Method::kGet, "/v1/stock", OfShop);
  routes.Signed(Method::kPut, "/v1/stock/:variant_id", Count);
  routes.Signed(Method::kGet, "/v1/stock/:variant_id/movements", Movements);
}

}  // namespace orders
