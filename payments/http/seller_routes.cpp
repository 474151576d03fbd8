#include <algorithm>
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

/// What the seller receives for one order, line by line: before it is accepted as well as after.
http::Reply GetOrderMoney(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = OrderId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  auto view = MoneyOfOrder(front.desk, *id);
  if (!view && who) {
    // The seller of an order just placed is quicker than the feed: read on, then look again.
    front.orders.CatchUp(std::min(request.deadline, std::chrono::steady_clock::now() + std::chrono::seconds(2)));
    view = MoneyOfOrder(front.desk, *id);
  }
  if (!view || !who->MayActFor(view->order.party.text()))
    return http::Problem({keel::Kind::kNotFound, "order-not-found", "There is no such order."}, request);
  auto body = ToJson(*view);
  body["lines"] = nlohmann::json::array();
  for (const auto& line : view->order.terms.lines) {
    auto row = ToJson(line.net);
    row["category"] = line.category;
    row["bucket"] = line.rate.bucket;
    row["basis_points"] = line.rate.basis_points;
    row["tax_basis_points"] = line.rate.tax_basis_points;
    row["vat_basis_points"] = line.rate.vat_basis_points;
    row["pit_basis_points"] = line.rate.pit_basis_points;
    body["lines"].push_back(std::move(row));
  }
  return Private(request, body);
}

}  // namespace

void MountSellerRoutes(const Front& front) {
  front.server.Work(http::Method::kGet, "/v1/parties/:id/money",
                    [front](const http::Request& request) { return GetMoney(front, request); });
  front.server.Work(http::Method::kGet, "/v1/orders/:id/money",
                    [front](const http::Request& request) { return GetOrderMoney(front, request); });
}

}  // namespace payments
