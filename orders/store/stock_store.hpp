#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/lots.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

/// What a set of movements did to one variant.
struct LevelChange {
  std::string variant_id;
  Level before, after;
  std::int64_t terms = 0;         ///< The offer's, under the lock; see migration 0024.
  bool tracked = false;           ///< Kept by lots.
  std::int64_t held_by_lots = 0;  ///< The part of `after.held` that stood in the row for lots; for the store itself.
  bool lacking = false;           ///< Lots that may be sold hold too little for what was promised: roll back.
  bool Enough() const { return after.free() >= 0 && !lacking; }
  bool BandMoved() const { return BandOf(before.free()) != BandOf(after.free()); }
};

/// Levels and the ledger of movements as rows, always written together. Throws keel::sql::Fault on database faults.
class StockStore {
 public:
  explicit StockStore(keel::sql::Session& session) : session_(session) {}

  /// Makes the row of a new variant, at zero. False when it was there.
  bool Ensure(const std::string& variant_id);
  /// The offer changed: purchases planned before it start again.
  void NewTerms(const std::string& variant_id);
  void NewTermsOfShop(const std::string& shop_id);
  /// Whether this cause moved this variant in this way before.
  bool Has(const std::string& variant_id, MovementKind kind, const std::string& cause);

  /// Appends the movements and changes the levels; one change a variant is answered. Rows are locked in the order of
  /// their keys, whatever order they come in, so that two buyers of the same goods never wait for each other crosswise;
  /// the levels are answered by the same statement that changed them, under its lock. It is for the caller to look at
  /// them and roll back: a promise that is not Enough() must not be committed.
  /// Throws Fault 1062 "uq_movement_cause" for a cause that did the same before; Fault 1020 when goods began to be kept
  /// by lots meanwhile (RunInTransaction starts again).
  std::vector<LevelChange> Apply(std::vector<Movement> movements, keel::Instant at);
  /// The same in two statements for goods without lots, for who knows already which of the variants have them: when
  /// `tracked` is not what the rows say, nothing of those is written, and the answer's terms are other ones than the
  /// caller planned with, since they move when goods begin to be kept by lots.
  std::vector<LevelChange> ApplyKnowing(std::vector<Movement> movements, const std::set<std::string>& tracked,
                                        keel::Instant at);

  /// Pieces promised to one holder become promised to another, of the same lots, what still grows and what expires last
  /// first; no level changes, and nobody finds them free in between. `pieces` by variant.
  void HandOver(const std::string& from, const std::string& to, const std::map<std::string, std::int64_t>& pieces,
                const std::string& cause, const std::string& by, std::string_view why, keel::Instant at);

  /// From now on the goods are kept by lots; what is there becomes the default lot at home. Holds the row.
  void Track(const std::string& variant_id);
  /// Bins of goods kept by lots, in the order they are promised; none for others.
  std::vector<BinLevel> Bins(const std::string& variant_id, keel::Instant at);
  /// Lots changed their state or their days: what is held back follows. Holds the row; answers before and after.
  LevelChange Reweigh(const std::string& variant_id, keel::Instant at);
  /// Pieces the shop keeps back from this market for its other channels. Holds the row.
  LevelChange Keep(const std::string& variant_id, std::int64_t pieces);
  /// Of that, what is not cut yet: on the books up to its cap, and on no shelf, also where its lot was recalled or
  /// outlived its last day before (then `held`).
  Level GrowingOf(const std::string& variant_id);
  std::int64_t KeptOf(const std::string& variant_id);

  /// Holds the row until the transaction ends. Empty for an unknown variant.
  std::optional<Level> LevelToEdit(const std::string& variant_id);
  std::optional<Level> LevelOf(const std::string& variant_id);

  struct Row {
    std::string id;
    Movement movement;
    keel::Instant at{};
  };
  /// Newest first; those before `before_id` when it is not empty.
  std::vector<Row> Movements(const std::string& variant_id, const std::string& before_id, std::int64_t limit);

  /// A level that is not the sum of its movements, or is promised to fewer or more orders than are open.
  struct Difference {
    std::string variant_id;
    Level level, ledger;
    std::int64_t open_orders = 0;  ///< Pieces in orders that are placed to shipped, and in cooperatives' fills.
  };
  std::vector<Difference> Differences();

  /// A bin that is not the sum of its movements, a variant that is not the sum of its bins, or pieces held back that
  /// its lots do not explain, or promises of a bin that are not those of its holders; `where` names it.
  struct BinDifference {
    std::string where;
    Level level, ledger;
  };
  std::vector<BinDifference> BinDifferences(keel::Instant at);

 private:
  std::set<std::string> TrackedOf(const std::vector<Movement>& movements);
  void LockLevels(std::vector<LevelChange>& changes);
  keel::sql::Session& session_;
};

}  // namespace orders
