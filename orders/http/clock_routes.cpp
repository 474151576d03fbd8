#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/set_clock.hpp"
#include "orders/flows/take_over.hpp"
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

json ToJson(const ShopClock& clock) {
  return {{"shop_hours", clock.hours.shop},
          {"helper_hours", clock.hours.helper},
          {"cooperative_hours", clock.hours.cooperative},
          {"pack_days", clock.pack_days},
          {"quiet_from", "21:00"},
          {"quiet_until", "06:00"}};
}

Result<Reply> Put(const Site& site, const Request& request, const Principal& who) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const ClockHours hours{in.Int("shop_hours", 1, kMostClockHours), in.Int("helper_hours", 0, kMostClockHours),
                         in.Int("cooperative_hours", 0, kMostClockHours)};
  const auto pack_days = in.MaybeInt("pack_days", 1, kMostPackDays);
  if (!in.ok()) return in.error();
  const auto saved = SetClock(site.context, who, std::string(request.Param("shop_id")), hours, pack_days);
  if (!saved) return saved.error();
  return Private(200, ToJson(*saved));
}

Result<Reply> TakeIt(const Site& site, const Request& request, const Principal& who) {
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto cooperative = in.Text("cooperative_id", 30, 30);
  if (!in.ok()) return in.error();
  return keel::idempotency::Run(site.context.pool, request, who.subject, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto taken = TakeOver(transaction, site.context, who, cooperative, *id);
                                  if (!taken) return taken.error();
                                  return Private(200, Summary(*taken, nullptr));
                                });
}

}  // namespace

void MountClockRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/v1/shops/:shop_id/clock",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) -> Result<Reply> {
                const auto clock = ClockOfShop(site.context, who, std::string(request.Param("shop_id")));
                if (!clock) return clock.error();
                return PrivateRead(request, ToJson(*clock));
              }));
  server.Work(
      Method::kPut, "/v1/shops/:shop_id/clock",
      Signed(site.verifier, [&site](const Request& request, const Principal& who) { return Put(site, request, who); }));
  server.Work(Method::kPost, "/v1/orders/:key/take-over",
              Signed(site.verifier,
                     [&site](const Request& request, const Principal& who) { return TakeIt(site, request, who); }));
  server.Work(Method::kGet, "/v1/cooperatives/:party_id/waiting",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) -> Result<Reply> {
                return PrivateItems(
                    request, WaitingForCooperative(site.context, who, std::string(request.Param("party_id"))), Waiting);
              }));
}

}  // namespace orders
