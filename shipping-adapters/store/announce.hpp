#pragma once
#include <string_view>

#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"

/// What shipping tells the others (docs/api/events.yaml), written in the transaction of the fact.
namespace shipping {

void AnnounceBooked(keel::sql::Transaction& transaction, const Shipment& shipment, keel::Instant at);
/// `code` says why, as shipment.problem does. People may try again.
void AnnounceFailed(keel::sql::Transaction& transaction, const Shipment& shipment, std::string_view code,
                    keel::Instant at);
/// The shipment as it is after the movement; `at` is the carrier's time. A delivery with cash says how much was
/// collected.
void AnnounceMoved(keel::sql::Transaction& transaction, const Shipment& shipment, keel::Instant at);

/// "purchase.parcels-erased": nothing here says any more whom its parcels went to.
void AnnounceParcelsErased(keel::sql::Transaction& transaction, const std::string& purchase_id, keel::Instant at);

}  // namespace shipping
