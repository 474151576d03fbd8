#pragma once
#include <string>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"

namespace orders {

struct ShipmentFact {
  std::string order_id, shipment_id, carrier, service, tracking_number;
  std::string state;   ///< As shipping names it; kept as it came.
  keel::Instant at{};  ///< The carrier's time.
};

/// What shipping told of parcels. Repeated and late words are kept once and change nothing newer.
/// Throws keel::sql::Fault on database faults.
class ShipmentStore {
 public:
  explicit ShipmentStore(keel::sql::Session& session) : session_(session) {}

  /// Keeps the scan, and moves the parcel's state unless a later one is known. An empty service or number leaves what
  /// is there.
  void Save(const ShipmentFact& fact);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
