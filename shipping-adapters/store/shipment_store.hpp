#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"

namespace shipping {

/// Shipments as rows, and no rules. Lives as long as one transaction (or one session, for reads).
/// Throws keel::sql::Fault on database faults.
class ShipmentStore {
 public:
  explicit ShipmentStore(keel::sql::Session& session) : session_(session) {}

  /// False when the order has a shipment already; nothing is changed then.
  bool Insert(const Shipment& shipment);
  /// Errors: kNotFound "shipment-not-found".
  keel::Result<Shipment> Find(std::string_view id);
  /// As Find, and the row stays locked until the transaction ends.
  keel::Result<Shipment> Lock(std::string_view id);
  std::optional<Shipment> FindByOrder(std::string_view order_id);
  std::optional<Shipment> LockByOrder(std::string_view order_id);
  std::optional<Shipment> FindByTracking(std::string_view carrier, std::string_view tracking_number);
  /// Locked until the transaction ends.
  std::optional<Shipment> LockByTracking(std::string_view carrier, std::string_view tracking_number);
  /// Newest first, after the one with id `before` (empty: from the newest).
  std::vector<Shipment> OfParty(std::string_view party_id, std::string_view before, std::size_t limit);

  /// Ids of what is to be done by `now`, the longest waiting first.
  std::vector<std::string> DueForBooking(keel::Instant now, std::size_t limit);
  std::vector<std::string> DueForCancelling(keel::Instant now, std::size_t limit);
  std::vector<std::string> DueForPolling(keel::Instant now, std::size_t limit);

  /// Writes all that may change and bumps the version; `shipment.version` follows.
  /// Errors: kRaced "shipment-changed" if somebody saved it since it was read.
  keel::Result<keel::Done> Save(Shipment& shipment);

 private:
  std::optional<Shipment> One(std::string_view statement, const keel::sql::Values& values);
  std::vector<std::string> Ids(std::string_view statement, keel::Instant now, std::size_t limit);
  keel::sql::Session& session_;
};

}  // namespace shipping
