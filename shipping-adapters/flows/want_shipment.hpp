#pragma once
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/domain/shipment.hpp"

/// What people and orders may wish of a shipment. Each only writes the wish; booking_desk and cancel_desk speak with
/// the carriers, outside of any transaction.
namespace shipping {

struct PackedOrder {
  std::string order_id, order_code, shop_id, party_id;
  std::string carrier, service;  ///< Empty or unknown: our first carrier and its own choice.
};

/// An order is packed: a parcel is to be booked. Repeating it changes nothing.
keel::Result<keel::Done> WantShipment(keel::sql::Transaction& transaction, const Carriers& carriers,
                                      const PackedOrder& order, keel::Instant now);

/// An order is cancelled: its parcel, if it has one, is to be called off. Repeating it changes nothing.
keel::Result<keel::Done> CallOff(keel::sql::Transaction& transaction, std::string_view order_id, keel::Instant now);

/// The seller wants no courier after all. Done, too, when it is cancelled already.
/// Errors: kNotFound "shipment-not-found"; kConflict "already-collected".
keel::Result<Shipment> WantCancel(keel::sql::Transaction& transaction, std::string_view id, keel::Instant now);

/// The carriers that WantRetry takes now, the shipment's own first. Empty when there is nothing to try again.
std::vector<std::string> CarriersToRetry(const Carriers& carriers, const Shipment& shipment);

/// Books again what was given up, dropped or cancelled; with `carrier` (empty: the same one) and `service`.
/// Errors: kNotFound "shipment-not-found"; kInvalid "carrier-unknown"; kConflict "nothing-to-retry", "order-cancelled",
/// "booking-uncertain" (the first carrier may have it: only the same one may be asked).
keel::Result<Shipment> WantRetry(keel::sql::Transaction& transaction, const Carriers& carriers, std::string_view id,
                                 const std::string& carrier, const std::string& service, keel::Instant now);

}  // namespace shipping
