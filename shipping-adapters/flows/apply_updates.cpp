#include "shipping-adapters/flows/apply_updates.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "shipping-adapters/store/announce.hpp"
#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {

keel::Result<keel::Done> ApplyUpdates(keel::sql::Transaction& transaction, Shipment& shipment,
                                      const std::vector<Update>& updates, Source source, keel::Instant now,
                                      std::chrono::milliseconds poll_after) {
  TrackingStore tracking(transaction.session());
  for (const auto& update : updates) {
    const auto judged = Judge(shipment.standing, update);
    if (!tracking.Append(shipment, update, judged.moved, source, now)) {
      // The same word from another mouth may know more: a call has the reason, the carrier's books the cash paid out.
      if (update.note.empty() && update.flags == 0) continue;
      tracking.Annotate(shipment, update);
      const bool newest = shipment.standing.heard_at == update.at;
      shipment.standing.flags |= newest ? update.flags : update.flags & kLastingFlags;
      continue;
    }
    if (!update.state && update.flags == 0)
      keel::log::Warn("carrier-code-unknown",
                      {{"carrier", shipment.carrier}, {"code", update.code}, {"shipment", shipment.id.text()}});
    shipment.standing = judged.after;
    if (!judged.moved) continue;
    shipment.state_at = update.at;
    if (judged.correction)
      keel::log::Warn("shipment-corrected",
                      {{"shipment", shipment.id.text()}, {"state", Name(shipment.standing.state)}});
    // An end that came late is told as of the newest word before it: others order what they hear by that time.
    AnnounceMoved(transaction, shipment, std::max(update.at, shipment.standing.heard_at.value_or(update.at)));
    keel::metrics::Add("shipments_moved_total", Name(shipment.standing.state));
  }
  if (IsFinal(shipment.standing.state)) shipment.cancel_wanted = false;
  shipment.next_poll_at = now + poll_after;
  return ShipmentStore(transaction.session()).Save(shipment);
}

}  // namespace shipping
