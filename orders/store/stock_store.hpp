#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

/// What a set of movements did to one variant.
struct LevelChange {
  std::string variant_id;
  Level before, after;
  std::int64_t terms = 0;  ///< The offer's, under the lock; see migration 0024.
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

  /// Appends the movements and changes the levels, in two statements; one change a variant is answered. Rows are locked
  /// in the order of their keys, whatever order they come in, so that two buyers of the same goods never wait for each
  /// other crosswise; the levels are answered by the same statement that changed them, under its lock. It is for the
  /// caller to look at them and roll back: a reservation that leaves `after.free()` below 0 must not be committed.
  /// Throws Fault 1062 "uq_movement_cause" for a cause that did the same before.
  std::vector<LevelChange> Apply(std::vector<Movement> movements, keel::Instant at);

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
    std::int64_t open_orders = 0;  ///< Pieces in orders that are placed to shipped.
  };
  std::vector<Difference> Differences();

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
