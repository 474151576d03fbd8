#include "orders/flows/keep_to_cap.hpp"

#include <algorithm>

#include "orders/domain/ids.hpp"
#include "orders/store/harvest_store.hpp"

namespace orders {

std::vector<LevelChange> KeepToCap(keel::sql::Transaction& transaction, std::vector<LevelChange> changes,
                                   const std::string& by, keel::Instant at) {
  HarvestStore harvests(transaction.session());
  std::vector<Movement> movements;
  const auto cause = MovementId::New(at).text();
  for (const LevelChange& change : changes) {
    if (!change.tracked) continue;  // What grows is kept by lots.
    for (const auto& [lot_id, pieces] : harvests.BeyondCap(change.variant_id))
      movements.push_back(
          {change.variant_id, MovementKind::kPromised, -pieces, 0, cause, by, "forecast", Bin{lot_id, ""}});
  }
  if (movements.empty()) return changes;
  for (const LevelChange& kept : StockStore(transaction.session()).Apply(std::move(movements), at))
    std::ranges::find(changes, kept.variant_id, &LevelChange::variant_id)->after = kept.after;
  return changes;
}

}  // namespace orders
