#include <nlohmann/json.hpp>

#include "payments/domain/names.hpp"
#include "payments/flows/take_callback.hpp"
#include "payments/flows/take_receipt.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;

/// 2xx only after the line is committed; a repeated one is as good as new, so that senders stop repeating.
http::Reply TakeWebhook(const Front& front, const http::Request& request) {
  const auto* provider = front.desk.providers.Find(request.Param("provider"));
  const bool by_get = request.method == http::Method::kGet;
  if (provider == nullptr || (by_get && provider->gateway() == nullptr))
    return http::Problem({keel::Kind::kNotFound, "webhook-unknown", "No way of paying takes messages here."}, request);
  const auto machine_time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::string_view raw = request.body;
  if (request.method == http::Method::kGet) {
    raw = request.target;
    raw.remove_prefix(std::min(raw.size(), raw.find('?') == raw.npos ? raw.size() : raw.find('?') + 1));
  }
  const Webhook webhook{request.headers, raw, front.desk.clock.Now(), machine_time};
  if (provider->gateway() != nullptr) {
    auto answer = TakeCallback(front.desk, *provider, webhook);
    http::Reply reply{.status = answer.status, .body = std::move(answer.body), .content_type = answer.content_type};
    return std::move(reply).With("Cache-Control", "no-store");
  }
  const auto taken = TakeReceipt(front.desk, *provider, webhook);
  if (!taken) return http::Problem(taken.error(), request);
  return http::Json(200, {{"success", true},
                          {"receipt_id", taken->id.text()},
                          {"state", NameOf(kReceiptStateNames, taken->state)},
                          {"repeated", taken->repeated}})
      .With("Cache-Control", "no-store");
}

/// Another service's message about our account. What it wants to read is a 200 with "success".
http::Reply TakeFeedMessage(const Front& front, const http::Request& request) {
  const auto* provider = front.desk.providers.Find(request.Param("provider"));
  if (provider == nullptr)
    return http::Problem({keel::Kind::kNotFound, "webhook-unknown", "No way of paying takes messages here."}, request);
  const auto machine_time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Webhook webhook{request.headers, request.body, front.desk.clock.Now(), machine_time};
  const auto taken = TakeFeed(front.desk, *provider, request.Param("feed"), webhook);
  if (!taken) return http::Problem(taken.error(), request);
  nlohmann::json receipts = nlohmann::json::array();
  for (const auto& one : *taken)
    receipts.push_back(
        {{"receipt_id", one.id.text()}, {"state", NameOf(kReceiptStateNames, one.state)}, {"repeated", one.repeated}});
  return http::Json(200, {{"success", true}, {"receipts", std::move(receipts)}}).With("Cache-Control", "no-store");
}

}  // namespace

void MountWebhookRoutes(const Front& front) {
  front.server.Work(http::Method::kPost, "/webhooks/:provider/:feed",
                    [front](const http::Request& request) { return TakeFeedMessage(front, request); });
  // VNPAY calls with GET, the others with POST.
  for (const auto method : {http::Method::kPost, http::Method::kGet})
    front.server.Work(method, "/webhooks/:provider",
                      [front](const http::Request& request) { return TakeWebhook(front, request); });
}

}  // namespace payments
