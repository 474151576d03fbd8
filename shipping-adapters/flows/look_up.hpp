#pragma once
#include <string_view>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"
#include "shipping-adapters/store/sealed_ends.hpp"
#include "shipping-adapters/store/tracking_store.hpp"

/// Reading shipments, each only by whom it concerns: who may act for the selling party, or for the cooperative that
/// took the order over and sends it; operators and services. Somebody else's shipment is not there.
namespace shipping {

/// Errors: kNotFound "shipment-not-found".
keel::Result<Shipment> LookUp(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view id);
/// Errors: kNotFound "order-not-found".
keel::Result<Shipment> LookUpByOrder(keel::sql::Pool& pool, const keel::auth::Principal& who,
                                     std::string_view order_id);

struct Tracking {
  Shipment shipment;
  std::vector<TrackedEvent> history;
};
/// Errors: kNotFound "order-not-found".
keel::Result<Tracking> TrackingOf(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view order_id);

struct Page {
  std::vector<Shipment> shipments;
  std::string next;  ///< Id after which the next page begins; empty at the end.
};
/// Newest first. Errors: kNotFound "party-not-found": to whoever may not act for it, it is not there.
keel::Result<Page> OfParty(keel::sql::Pool& pool, const keel::auth::Principal& who, std::string_view party_id,
                           std::string_view after, std::size_t limit);

struct Printable {
  Shipment shipment;
  Ends ends;
};
/// What the label needs. Errors: kNotFound "order-not-found"; kConflict "label-not-ready".
keel::Result<Printable> ForLabel(keel::sql::Pool& pool, const keel::crypto::FieldKey& key,
                                 const keel::auth::Principal& who, std::string_view order_id);

}  // namespace shipping
