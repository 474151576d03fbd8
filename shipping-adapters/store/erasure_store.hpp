#pragma once
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/domain/shipment.hpp"

namespace shipping {

/// A purchase whose buyer is to be forgotten.
struct Forgetting {
  std::string purchase_id;
  std::vector<std::string> order_ids;
};

/// Forgetting receivers, as rows. Lives as long as its session. Throws keel::sql::Fault on database faults.
class ErasureStore {
 public:
  explicit ErasureStore(keel::sql::Session& session) : session_(session) {}
  void Add(const Forgetting& one, keel::Instant asked_at);  ///< Once; the same again changes nothing.
  /// By id, after `after`: those that wait for long must not hide those that do not.
  std::vector<Forgetting> Waiting(const std::string& after, std::size_t limit);
  /// False when it was done before. Locked until the transaction ends.
  bool LockWaiting(const std::string& purchase_id);
  /// The receiver's name, phone and lines, and what carriers wrote beside their words. The sender, the commune,
  /// weights, amounts and the parcel's way stay.
  void EraseReceiver(const Shipment& shipment, const keel::crypto::FieldKey& key);
  void MarkErased(const std::string& purchase_id, keel::Instant now);

 private:
  keel::sql::Session& session_;
};

}  // namespace shipping
