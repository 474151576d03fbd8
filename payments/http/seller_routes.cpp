#include <nlohmann/json.hpp>

#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;

/// Somebody else's money is not there.
http::Reply GetMoney(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return http::Problem(party.error(), request);
  if (!who->MayActFor(party->text()))
    return http::Problem({keel::Kind::kNotFound, "party-not-found", "There is no such seller."}, request);
  auto body = ToJson(MoneyOf(front.desk, *party));
  body["party_id"] = party->text();
  return Private(request, body);
}

}  // namespace

void MountSellerRoutes(const Front& front) {
  front.server.Work(http::Method::kGet, "/v1/parties/:id/money",
                    [front](const http::Request& request) { return GetMoney(front, request); });
}

}  // namespace payments
