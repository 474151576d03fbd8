#include "shipping-adapters/http/webhook_routes.hpp"

#include <nlohmann/json.hpp>

#include "shipping-adapters/flows/hear_webhook.hpp"

namespace shipping {

void MountWebhookRoutes(keel::http::Server& server, keel::sql::Pool& pool, const Carriers& carriers,
                        const keel::Clock& clock, std::chrono::milliseconds poll_after) {
  for (const auto& carrier : carriers.All()) {
    const auto hear = [&pool, &clock, poll_after, carrier = carrier.get()](const keel::http::Request& request) {
      const Webhook webhook{request.headers, std::string(request.Param("secret")), request.body};
      const auto heard = HearWebhook(pool, *carrier, webhook, clock, poll_after);
      if (!heard) return keel::http::Problem(heard.error(), request);
      return keel::http::Json(200, {{"success", true}});
    };
    const auto path = "/webhooks/" + std::string(carrier->code());
    server.Work(keel::http::Method::kPost, path, hear);
    server.Work(keel::http::Method::kPost, path + "/:secret", hear);
  }
}

}  // namespace shipping
