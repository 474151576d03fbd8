#pragma once
#include "keel/auth/principal.hpp"
#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/http/server.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/carriers/carriers.hpp"

namespace shipping {

/// What the shipment routes stand on. All of it outlives the server.
struct ShipmentRooms {
  keel::sql::Pool& pool;
  const keel::auth::Verifier& verifier;
  const Carriers& carriers;
  const keel::crypto::FieldKey& key;
  const keel::Clock& clock;
};

/// /v1/shipments…, /v1/orders/:order_id/tracking and /label.pdf. For those who may act for the seller, operators and
/// services; to anybody else a shipment is not there.
void MountShipmentRoutes(keel::http::Server& server, ShipmentRooms rooms);

}  // namespace shipping
