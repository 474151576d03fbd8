#include "shipping-adapters/flows/forget_receivers.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "shipping-adapters/domain/erasure.hpp"
#include "shipping-adapters/store/announce.hpp"
#include "shipping-adapters/store/shipment_store.hpp"

namespace shipping {
namespace {

constexpr std::size_t kAtOnce = 200;

bool AreOver(const std::vector<Shipment>& shipments) {
  return std::ranges::all_of(shipments, MayErase);
}

}  // namespace

void FollowErasing(keel::sql::Transaction& transaction, const Forgetting& one, keel::Instant at) {
  ErasureStore(transaction.session()).Add(one, at);
}

int ForgetReceivers(keel::sql::Pool& pool, const keel::crypto::FieldKey& key, const keel::Clock& clock) {
  std::vector<Forgetting> due;
  for (std::string after;;) {
    // Few wait; only what is over is worth a transaction.
    const auto session = pool.Take();
    ShipmentStore shipments(*session);
    const auto page = ErasureStore(*session).Waiting(after, kAtOnce);
    for (const auto& one : page) {
      std::vector<Shipment> parcels;
      for (const auto& id : one.order_ids)
        if (auto parcel = shipments.FindByOrder(id)) parcels.push_back(*std::move(parcel));
      if (AreOver(parcels)) due.push_back(one);
    }
    if (page.size() < kAtOnce) break;
    after = page.back().purchase_id;
  }
  int forgotten = 0;
  for (const auto& one : due) {
    const keel::fault::Doing doing("forget-receivers");
    const auto done = keel::sql::RunInTransaction(pool, [&](keel::sql::Transaction& transaction) -> keel::Result<bool> {
      ErasureStore store(transaction.session());
      if (!store.LockWaiting(one.purchase_id)) return false;
      std::vector<Shipment> parcels;
      for (const auto& id : one.order_ids)
        if (auto parcel = ShipmentStore(transaction.session()).LockByOrder(id)) parcels.push_back(*std::move(parcel));
      if (!AreOver(parcels)) return false;
      for (const auto& parcel : parcels) store.EraseReceiver(parcel, key);
      const auto now = clock.Now();
      store.MarkErased(one.purchase_id, now);
      AnnounceParcelsErased(transaction, one.purchase_id, now);
      return true;
    });
    if (done && *done) ++forgotten;
  }
  return forgotten;
}

}  // namespace shipping
