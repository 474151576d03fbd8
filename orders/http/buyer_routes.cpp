#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/track_order.hpp"
#include "orders/http/case_json.hpp"
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
using nlohmann::json;

Result<Reply> ShowById(const Site& site, const Request& request) {
  const auto who = site.verifier.Who(request);
  if (!who) return who.error();
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto whole = ShowToSeller(site.context, *who, *id);
  if (!whole) return whole.error();
  auto body = ForSeller(*whole, site.context.places, site.context.return_freight_percent);
  AddCases(body, CasesOf(site.context, whole->order, /*for_buyer=*/false),
           FindLanguage(request.Header("accept-language")));
  return PrivateRead(request, body);
}

Result<Reply> ShowByCode(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  const auto account = AccountOf(site.verifier, request);
  if (!account) return account.error();
  const auto phone = PhoneFrom(request);
  if (!phone) return phone.error();
  const auto whole = site.lookups.Guard(request, code->text(), [&] {
    return TrackOrder(site.context, *code, {*phone, *account});
  });
  if (!whole) return whole.error();
  auto body = Tracked(*whole, site.context.places);
  AddCases(body, CasesOf(site.context, whole->order, /*for_buyer=*/true),
           FindLanguage(request.Header("accept-language")));
  return PrivateRead(request, body);
}

Reply Moved(const Site& site, const Request& request, std::string_view caller, bool key_required,
            const std::function<Result<Order>(keel::sql::Transaction&)>& move) {
  return keel::idempotency::Run(site.context.pool, request, caller, site.context.clock, key_required,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto order = move(transaction);
                                  if (!order) return order.error();
                                  return Private(200, Summary(*order, nullptr));
                                });
}

CancelReason ReadReason(Fields& in) {
  return in.OneOf<CancelReason>("reason", {{"buyer-asked", CancelReason::kBuyerAsked},
                                           {"out-of-stock", CancelReason::kOutOfStock},
                                           {"cannot-ship", CancelReason::kCannotShip},
                                           {"other", CancelReason::kOther}});
}

Result<Reply> CancelById(const Site& site, const Request& request) {
  const auto who = site.verifier.Who(request);
  if (!who) return who.error();
  const auto id = OrderId::Parse(request.Param("key"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto reason = ReadReason(in);
  if (!in.ok()) return in.error();
  return Moved(site, request, who->subject, true, [&](keel::sql::Transaction& transaction) {
    return CancelByShop(transaction, site.context, *who, *id, reason);
  });
}

Result<Reply> CancelByCode(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  const auto signed_in = SignedProof(site.verifier, request);
  if (!signed_in) return signed_in.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  if (in.Has("reason")) ReadReason(in);  // A buyer's is always his own wish; a slip in it is not passed over.
  const auto proof = ReadProof(in, *signed_in);
  if (!proof) return proof.error();
  return site.lookups.Guard(request, code->text(), [&]() -> Result<Reply> {
    return Moved(site, request, code->text(), false, [&](keel::sql::Transaction& transaction) {
      return CancelByBuyer(transaction, site.context, *code, *proof);
    });
  });
}

Result<Reply> MyOrders(const Site& site, const Request& request, const keel::auth::Principal& who) {
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  const auto before = CursorFrom(request, "pur_");
  if (!before) return before.error();
  // One purchase more than asked for tells whether there is a next page.
  const auto orders = OrdersOfAccount(site.context, who.subject, *before, *limit + 1);
  json items = json::array();
  std::string last;
  std::int64_t purchases = 0;
  bool more = false;
  for (const Order& order : orders) {
    if (order.purchase_id.text() != last) {
      if (++purchases > *limit) {
        more = true;
        break;
      }
      last = order.purchase_id.text();
    }
    items.push_back(Summary(order, nullptr));
  }
  json body{{"items", std::move(items)}};
  if (more) body["next"] = CursorOf(last);
  return PrivateRead(request, body);
}

}  // namespace

void MountBuyerRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/v1/orders/:key", Open([&site](const Request& request) {
                return KeyIsId(request) ? ShowById(site, request) : ShowByCode(site, request);
              }));
  server.Work(Method::kPost, "/v1/orders/:key/cancel", Open([&site](const Request& request) {
                return KeyIsId(request) ? CancelById(site, request) : CancelByCode(site, request);
              }));
  server.Work(Method::kGet, "/v1/me/orders",
              Signed(site.verifier, [&site](const Request& request, const keel::auth::Principal& who) {
                return MyOrders(site, request, who);
              }));
}

}  // namespace orders
