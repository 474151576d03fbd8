#include "shipping-adapters/flows/hear_webhook.hpp"

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "shipping-adapters/flows/apply_updates.hpp"
#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {

using keel::Done;
using keel::Result;

Result<Done> HearWebhook(keel::sql::Pool& pool, const Carrier& carrier, const Webhook& webhook,
                         const keel::Clock& clock, std::chrono::milliseconds poll_after) {
  const auto heard = carrier.ReadWebhook(webhook);
  keel::metrics::Add("webhooks_total", heard ? "read" : heard.error().code);
  if (!heard) {
    keel::log::Warn("webhook-refused", {{"carrier", carrier.code()}, {"code", heard.error().code}});
    return heard.error();
  }
  return keel::sql::RunInTransaction(pool, [&](keel::sql::Transaction& transaction) -> Result<Done> {
    TrackingStore tracking(transaction.session());
    ShipmentStore shipments(transaction.session());
    const auto now = clock.Now();
    const auto kept = tracking.Keep(carrier.code(), webhook.raw_body, *heard, now);
    if (!kept.fresh) return Done{};
    bool all = true;
    for (const auto& one : *heard) {
      auto shipment = one.proven ? shipments.LockByTracking(carrier.code(), one.tracking_number) : std::nullopt;
      if (!shipment) {
        all = false;  // A hint, or a parcel whose booking we have not saved yet.
        continue;
      }
      const auto applied = ApplyUpdates(transaction, *shipment, {one.update}, Source::kWebhook, now, poll_after);
      if (!applied) return applied.error();
    }
    if (all) tracking.Settle(kept.id, "applied");
    return Done{};
  });
}

}  // namespace shipping
