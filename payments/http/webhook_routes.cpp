#include <nlohmann/json.hpp>

#include "payments/domain/names.hpp"
#include "payments/flows/take_receipt.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;

/// 2xx only after the line is committed; a repeated one is as good as new, so that senders stop repeating.
http::Reply TakeWebhook(const Front& front, const http::Request& request) {
  const auto* provider = front.desk.providers.Find(request.Param("provider"));
  if (provider == nullptr)
    return http::Problem({keel::Kind::kNotFound, "webhook-unknown", "No way of paying takes messages here."}, request);
  const auto machine_time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Webhook webhook{request.headers, request.body, front.desk.clock.Now(), machine_time};
  const auto taken = TakeReceipt(front.desk, *provider, webhook);
  if (!taken) return http::Problem(taken.error(), request);
  return http::Json(200, {{"success", true},
                          {"receipt_id", taken->id.text()},
                          {"state", NameOf(kReceiptStateNames, taken->state)},
                          {"repeated", taken->repeated}})
      .With("Cache-Control", "no-store");
}

}  // namespace

void MountWebhookRoutes(const Front& front) {
  front.server.Work(http::Method::kPost, "/webhooks/:provider",
                    [front](const http::Request& request) { return TakeWebhook(front, request); });
}

}  // namespace payments
