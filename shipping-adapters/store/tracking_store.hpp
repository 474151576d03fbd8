#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"

namespace shipping {

enum class Source : std::uint8_t { kWebhook, kPoll, kOurs };

/// A webhook as it came. `status` as in migration 0008.
struct InboxRow {
  std::int64_t id = 0;
  std::string carrier;
  std::vector<Heard> heard;
  int attempts = 0;
};

/// What carriers said: the history of parcels and the inbox of their calls. Throws keel::sql::Fault.
class TrackingStore {
 public:
  explicit TrackingStore(keel::sql::Session& session) : session_(session) {}

  /// False when the very same word (carrier, waybill, code, time) is there already: it must have no effect again.
  bool Append(const Shipment& shipment, const Update& update, bool moved, Source source, keel::Instant now);
  /// Adds what another mouth knew of a word that is there already: its reason, if it had none, and its flags.
  void Annotate(const Shipment& shipment, const Update& update);
  std::vector<TrackedEvent> HistoryOf(const ShipmentId& id);  ///< By the carrier's time, oldest first.

  /// Keeps the raw call. Answers its id and whether something is still to be made of it: false for one that was
  /// applied.
  struct Kept {
    std::int64_t id = 0;
    bool fresh = false;
  };
  Kept Keep(std::string_view carrier, std::string_view raw_body, const std::vector<Heard>& heard, keel::Instant now);
  void Settle(std::int64_t id, std::string_view status);
  void Postpone(std::int64_t id, keel::Instant until);
  std::vector<InboxRow> Waiting(keel::Instant now, std::size_t limit);
  /// Drops settled calls older than `before`, a few hundred at a time.
  void Forget(keel::Instant before);

 private:
  keel::sql::Session& session_;
};

}  // namespace shipping
