#include "shipping-adapters/store/erasure_store.hpp"

#include <sstream>

#include "shipping-adapters/store/sealed_ends.hpp"

namespace shipping {
namespace {

constexpr std::string_view kAdd = "INSERT IGNORE INTO erasures (purchase_id, order_ids, asked_at) VALUES (?, ?, ?)";
constexpr std::string_view kWaiting =
    "SELECT purchase_id, order_ids FROM erasures WHERE erased_at IS NULL AND purchase_id > ? ORDER BY purchase_id "
    "LIMIT "
    "?";
constexpr std::string_view kLock = "SELECT 1 FROM erasures WHERE purchase_id = ? AND erased_at IS NULL FOR UPDATE";
constexpr std::string_view kEraseEnds = "UPDATE shipments SET sealed_ends = ?, version = version + 1 WHERE id = ?";
constexpr std::string_view kEraseNotes = "UPDATE shipment_events SET note = '' WHERE shipment_id = ?";
constexpr std::string_view kErased = "UPDATE erasures SET erased_at = ? WHERE purchase_id = ?";

}  // namespace

void ErasureStore::Add(const Forgetting& one, keel::Instant asked_at) {
  std::string ids;
  for (const auto& id : one.order_ids) ids += (ids.empty() ? "" : " ") + id;
  session_.Execute(kAdd, {one.purchase_id, ids, asked_at});
}

std::vector<Forgetting> ErasureStore::Waiting(const std::string& after, std::size_t limit) {
  std::vector<Forgetting> waiting;
  for (auto rows = session_.Query(kWaiting, {after, limit}); rows.Next();) {
    Forgetting one{rows.Text(0), {}};
    std::istringstream ids(rows.Text(1));
    for (std::string id; ids >> id;) one.order_ids.push_back(id);
    waiting.push_back(std::move(one));
  }
  return waiting;
}

bool ErasureStore::LockWaiting(const std::string& purchase_id) {
  return session_.Query(kLock, {purchase_id}).size() > 0;
}

void ErasureStore::EraseReceiver(const Shipment& shipment, const keel::crypto::FieldKey& key) {
  if (!shipment.sealed_ends.empty()) {
    auto ends = OpenEnds(key, shipment.sealed_ends);
    ends.to.name.clear();
    ends.to.phone.clear();
    ends.to.line.clear();
    session_.Execute(kEraseEnds, {SealEnds(key, ends), shipment.id.text()});
  }
  session_.Execute(kEraseNotes, {shipment.id.text()});
}

void ErasureStore::MarkErased(const std::string& purchase_id, keel::Instant now) {
  session_.Execute(kErased, {now, purchase_id});
}

}  // namespace shipping
