#include <algorithm>
#include <nlohmann/json.hpp>

#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/open_attempt.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

/// The edge's word for who asks; anything that is no address is not passed on to a provider.
Payer PayerOf(const http::Request& request) {
  const auto address = std::string(request.Header("x-real-ip"));
  const bool sound = !address.empty() && address.size() <= 45 && std::ranges::all_of(address, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
  });
  return {.address = sound ? address : "127.0.0.1", .language = request.Reads() == http::Language::kEn ? "en" : "vi"};
}

/// Asking again answers the same attempt.
http::Reply PutAttempt(const Front& front, const http::Request& request) {
  const auto his = IntentForPayer(front, request);
  if (!his) return http::Problem(his.error(), request);
  const auto attempt = OpenAttempt(front.desk, his->intent.id, PayerOf(request));
  if (!attempt) return http::Problem(attempt.error(), request);
  return Private(request, ToJson(*attempt));
}

/// The payer is back from the provider: asks it now, and answers how the payment stands with us.
http::Reply PutLook(const Front& front, const http::Request& request) {
  const auto his = IntentForPayer(front, request);
  if (!his) return http::Problem(his.error(), request);
  LookAtIntent(front.desk, his->intent.id);
  const auto view = OneIntent(front.desk, his->intent.id);
  if (!view) return http::Problem(view.error(), request);
  return Private(request, ToJson(*view));
}

http::Reply GetRefunds(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "rfd_");
  if (!page) return http::Problem(page.error(), request);
  const auto state = request.QueryOr("state", "");
  if (!state.empty() && std::ranges::find(kRefundStateNames, state) == kRefundStateNames.end())
    return http::Problem({keel::Kind::kInvalid, "field-unknown-value", "That is no state of a refund.", "state"},
                         request);
  const auto jobs = Refunds(front.desk, state, page->before, page->limit);
  json items = json::array();
  for (const auto& job : jobs) items.push_back(ToJson(job));
  return ListReply(request, *page, std::move(items), jobs.empty() ? "" : jobs.back().id.text());
}

http::Reply PostRetry(const Front& front, const http::Request& request) {
  const auto id = RefundId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        const auto job = RetryRefund(transaction, front.desk, *id);
                        if (!job) return job.error();
                        return http::Json(200, ToJson(*job));
                      });
}

}  // namespace

void MountGatewayRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kPut, "/v1/intents/:id/attempt",
                    [front](const http::Request& request) { return PutAttempt(front, request); });
  front.server.Work(kPut, "/v1/intents/:id/look",
                    [front](const http::Request& request) { return PutLook(front, request); });
  front.server.Work(kGet, "/v1/refunds", [front](const http::Request& request) { return GetRefunds(front, request); });
  front.server.Work(kPost, "/v1/refunds/:id/retry",
                    [front](const http::Request& request) { return ForOperators(PostRetry)(front, request); });
}

}  // namespace payments
