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

/// No carrier takes an order's parcel as it is.
struct ShipmentRefusal {
  std::string order_id, shipment_id, carrier;
  std::string problem;  ///< Shipping's code for why.
  keel::Instant at{};
};

/// What shipping told of parcels. Repeated and late words are kept once and change nothing newer.
/// Throws keel::sql::Fault on database faults.
class ShipmentStore {
 public:
  explicit ShipmentStore(keel::sql::Session& session) : session_(session) {}

  /// Keeps the scan, and moves the parcel's state unless a later one is known. An empty service or number leaves what
  /// is there. The scan keeps the carrier's own time; which is later goes by `counts_at`.
  void Save(const ShipmentFact& fact, keel::Instant counts_at);
  /// The parcel is kParcelRefused from now on, without a number; not one of its scans. False when a later word of the
  /// parcel, or this very one, is known.
  bool Save(const ShipmentRefusal& refusal);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
