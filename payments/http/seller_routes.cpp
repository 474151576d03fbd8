#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/direct_sale.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;

/// Somebody else's money is not there.
http::Reply GetMoney(const Front& front, const http::Request& request) {
  const auto asked = OwnParty(front, request);
  if (!asked) return http::Problem(asked.error(), request);
  auto body = ToJson(MoneyOf(front.desk, asked->party));
  body["party_id"] = asked->party.text();
  return Private(request, body);
}

/// For sellers: nothing of what else was bought with it.
nlohmann::json HowFarPaid(const Intent& intent) {
  return {{"status", NameOf(kStatusNames, intent.Status())},
          {"missing", http::ToJson(intent.Remaining())},
          {"to_give_back", http::ToJson(intent.refund_due)}};
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
  // How far the buyer's payment is, of which this order may be a part; cash is paid at the door.
  if (view->order.method != "cod")
    if (const auto payment = OneIntent(front.desk, view->order.intent)) body["payment"] = HowFarPaid(payment->intent);
  return Private(request, body);
}

/// The seller's word about a transfer that went straight to him; or an operator's, who asked him.
http::Reply PostWord(const Front& front, const http::Request& request, bool received) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = OrderId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reference = in.MaybeText("bank_reference", 64).value_or("");
  if (!in.ok()) return http::Problem(in.error(), request);
  const auto view = MoneyOfOrder(front.desk, *id);
  if (!view || !(who->MayActFor(view->order.party.text()) || who->is_operator))
    return http::Problem({keel::Kind::kNotFound, "order-not-found", "There is no such order."}, request);
  return keel::idempotency::Run(
      front.desk.pool, request, who->subject, front.desk.clock, /*required=*/true,
      [&](keel::sql::Transaction& transaction) -> keel::Result<http::Reply> {
        const auto done = received ? ConfirmReceived(transaction, front.desk, *id, who->subject)
                                   : ConfirmGivenBack(transaction, front.desk, *id, reference, who->subject);
        if (!done) return done.error();
        return http::Json(200, {{"order_id", id->text()}});
      });
}

}  // namespace

void MountSellerRoutes(const Front& front) {
  front.server.Work(http::Method::kPost, "/v1/orders/:id/received",
                    [front](const http::Request& request) { return PostWord(front, request, true); });
  front.server.Work(http::Method::kPost, "/v1/orders/:id/given-back",
                    [front](const http::Request& request) { return PostWord(front, request, false); });
  front.server.Work(http::Method::kGet, "/v1/parties/:id/money",
                    [front](const http::Request& request) { return GetMoney(front, request); });
  front.server.Work(http::Method::kGet, "/v1/orders/:id/money",
                    [front](const http::Request& request) { return GetOrderMoney(front, request); });
}

}  // namespace payments
