#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"

/// Operators: transfers that the bank told of for a payout or a refund, and that are not booked.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const ToldTransfer& told) {
  return {{"id", told.subject},
          {"kind", PayoutId::Parse(told.subject) ? "payout" : "refund"},
          {"owner_id", told.owner},
          {"owner_name", told.owner_name},
          {"reference", told.reference},
          {"state", told.state},
          {"amount", http::ToJson(told.amount)},
          {"bank_reference", told.bank_reference},
          {"told_at", keel::ToRfc3339(told.told_at)}};
}

http::Reply GetTold(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& told : OpenTold(front.desk)) items.push_back(ToJson(told));
  return Private(request, {{"items", std::move(items)}});
}

http::Reply PostDecision(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reference = in.Text("bank_reference", 1, 64);
  const bool sent = in.OneOf<bool>("decision", {{"set-aside", false}, {"sent", true}});
  if (!in.ok()) return http::Problem(in.error(), request);
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
        const auto told = DecideTold(transaction, front.desk, std::string(request.Param("id")), reference, sent, by);
        if (!told) return told.error();
        return http::Json(200, {{"id", told->subject},
                                {"bank_reference", told->bank_reference},
                                {"decision", sent ? "sent" : "set-aside"}});
      });
}

}  // namespace

void MountToldTransferRoutes(const Front& front) {
  front.server.Work(http::Method::kGet, "/v1/told-transfers",
                    [front](const http::Request& request) { return GetTold(front, request); });
  front.server.Work(http::Method::kPost, "/v1/told-transfers/:id/decide",
                    [front](const http::Request& request) { return ForOperators(PostDecision)(front, request); });
}

}  // namespace payments
