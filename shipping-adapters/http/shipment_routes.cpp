#include "shipping-adapters/http/shipment_routes.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/answers.hpp"
#include "keel/http/fields.hpp"
#include "keel/http/query.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "shipping-adapters/flows/look_up.hpp"
#include "shipping-adapters/flows/want_shipment.hpp"
#include "shipping-adapters/http/json.hpp"
#include "shipping-adapters/http/label_pdf.hpp"

namespace shipping {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using keel::http::Method;
using keel::http::Private, keel::http::PrivateRead;
using keel::http::Problem;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::int64_t kDefaultLimit = 24;
constexpr std::int64_t kMaxLimit = 100;
constexpr std::string_view kPrivate = "private, no-store";

json Shown(const ShipmentRooms& rooms, const Shipment& shipment) {
  json body = ToJson(shipment);
  if (const auto carriers = CarriersToRetry(rooms.carriers, shipment); !carriers.empty()) body["retry_with"] = carriers;
  return body;
}

Reply ListOfParty(const ShipmentRooms& rooms, const Request& request, const keel::auth::Principal& who,
                  const std::string& party) {
  const auto limit = keel::http::QueryNumberOr(request, "limit", kDefaultLimit, 1, kMaxLimit);
  if (!limit) return Problem(limit.error(), request);
  const auto after = request.QueryOr("cursor", "");
  if (!after.empty() && !ShipmentId::Parse(after))
    return Problem({Kind::kInvalid, "cursor-invalid", "The cursor is not valid."}, request);

  const auto page = OfParty(rooms.pool, who, party, after, static_cast<std::size_t>(*limit));

  if (!page) return Problem(page.error(), request);
  json body{{"items", json::array()}};
  for (const auto& shipment : page->shipments) body["items"].push_back(Shown(rooms, shipment));
  if (!page->next.empty()) body["next"] = page->next;
  return PrivateRead(request, body);
}

Reply List(const ShipmentRooms& rooms, const Request& request) {
  const auto who = rooms.verifier.Who(request);
  if (!who) return Problem(who.error(), request);
  if (const auto party = request.QueryOr("party_id", ""); !party.empty())
    return ListOfParty(rooms, request, *who, party);
  const auto order = request.QueryOr("order_id", "");
  if (order.empty()) return Problem({Kind::kInvalid, "filter-needed", "Say which order_id or party_id."}, request);

  const auto shipment = LookUpByOrder(rooms.pool, *who, order);

  auto items = json::array();
  if (shipment)
    items.push_back(Shown(rooms, *shipment));  // None, or somebody else's: an empty list tells nothing apart.
  return PrivateRead(request, {{"items", items}});
}

Reply One(const ShipmentRooms& rooms, const Request& request) {
  const auto who = rooms.verifier.Who(request);
  if (!who) return Problem(who.error(), request);
  const auto shipment = LookUp(rooms.pool, *who, request.Param("id"));
  if (!shipment) return Problem(shipment.error(), request);
  return keel::http::WithEtag(request, std::to_string(shipment->version), Private(200, Shown(rooms, *shipment)));
}

Reply Track(const ShipmentRooms& rooms, const Request& request) {
  const auto who = rooms.verifier.Who(request);
  if (!who) return Problem(who.error(), request);
  const auto tracking = TrackingOf(rooms.pool, *who, request.Param("order_id"));
  if (!tracking) return Problem(tracking.error(), request);
  return PrivateRead(request, ToJson(tracking->shipment, tracking->history));
}

Reply PrintLabel(const ShipmentRooms& rooms, const Request& request) {
  const auto who = rooms.verifier.Who(request);
  if (!who) return Problem(who.error(), request);
  const auto printable = ForLabel(rooms.pool, rooms.key, *who, request.Param("order_id"));
  if (!printable) return Problem(printable.error(), request);
  const auto& s = printable->shipment;
  const auto* carrier = rooms.carriers.Find(s.carrier);
  const auto service = carrier != nullptr ? carrier->DefaultService(s.parcel) : Service{s.service, s.service};
  const Label label{carrier != nullptr ? std::string(carrier->name()) : s.carrier,
                    service.code == s.service ? service.name : s.service,
                    s.tracking_number,
                    s.sort_code,
                    s.order_code,
                    printable->ends.from,
                    printable->ends.to,
                    s.cod_amount,
                    s.parcel.grams,
                    s.contents,
                    s.inspection,
                    rooms.clock.Now()};
  return Reply{200, LabelPdf(label), "application/pdf"}
      .With("Cache-Control", std::string(kPrivate))
      .With("Content-Disposition", "inline; filename=\"" + s.order_code + ".pdf\"");
}

/// Cancel and retry: who may see the shipment may ask for both.
Reply Wish(const ShipmentRooms& rooms, const Request& request,
           const std::function<Result<Shipment>(keel::sql::Transaction&, std::string_view id)>& work) {
  const auto who = rooms.verifier.Who(request);
  if (!who) return Problem(who.error(), request);
  const auto shipment = LookUp(rooms.pool, *who, request.Param("id"));
  if (!shipment) return Problem(shipment.error(), request);
  return keel::idempotency::Run(rooms.pool, request, who->subject, rooms.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto changed = work(transaction, shipment->id.text());
                                  if (!changed) return changed.error();
                                  return Private(202, ToJson(*changed));
                                });
}

Reply Cancel(const ShipmentRooms& rooms, const Request& request) {
  return Wish(rooms, request, [&](keel::sql::Transaction& transaction, std::string_view id) {
    return WantCancel(transaction, id, rooms.clock.Now());
  });
}

Reply Retry(const ShipmentRooms& rooms, const Request& request) {
  if (const auto who = rooms.verifier.Who(request); !who) return Problem(who.error(), request);
  std::string carrier;
  std::string service;
  if (!request.body.empty()) {
    const auto body = keel::http::JsonBody(request);
    if (!body) return Problem(body.error(), request);
    keel::http::Fields in(*body);
    carrier = in.MaybeText("carrier", 16).value_or("");
    service = in.MaybeText("service", 32).value_or("");
    if (!in.ok()) return Problem(in.error(), request);
  }
  return Wish(rooms, request, [&](keel::sql::Transaction& transaction, std::string_view id) {
    return WantRetry(transaction, rooms.carriers, id, carrier, service, rooms.clock.Now());
  });
}

}  // namespace

void MountShipmentRoutes(keel::http::Server& server, ShipmentRooms rooms) {
  const auto with_rooms = [&](Reply (*work)(const ShipmentRooms&, const Request&)) {
    return [rooms, work](const Request& request) { return work(rooms, request); };
  };
  server.Work(Method::kGet, "/v1/shipments", with_rooms(List));
  server.Work(Method::kGet, "/v1/shipments/:id", with_rooms(One));
  server.Work(Method::kPost, "/v1/shipments/:id/cancel", with_rooms(Cancel));
  server.Work(Method::kPost, "/v1/shipments/:id/retry", with_rooms(Retry));
  server.Work(Method::kGet, "/v1/orders/:order_id/tracking", with_rooms(Track));
  server.Work(Method::kGet, "/v1/orders/:order_id/label.pdf", with_rooms(PrintLabel));
}

}  // namespace shipping
