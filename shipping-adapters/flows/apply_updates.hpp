#pragma once
#include <chrono>
#include <vector>

#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"
#include "shipping-adapters/store/tracking_store.hpp"

namespace shipping {

/// Puts what a carrier said into the history and moves the shipment where Judge allows; tells the others of every
/// movement. What was said before has no effect. `shipment` must be locked by this transaction; it is saved here, and
/// asked after again not before now + `poll_after`. Errors: those of ShipmentStore::Save.
keel::Result<keel::Done> ApplyUpdates(keel::sql::Transaction& transaction, Shipment& shipment,
                                      const std::vector<Update>& updates, Source source, keel::Instant now,
                                      std::chrono::milliseconds poll_after);

}  // namespace shipping
