#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/packing_clock.hpp"

namespace orders {

/// Packing clocks of accepted orders. Throws keel::sql::Fault on database faults.
class PackingStore {
 public:
  explicit PackingStore(keel::sql::Session& session) : session_(session) {}

  struct Row {
    OrderId order;
    PackingStep step = PackingStep::kShop;
    keel::Instant pack_by{};
  };
  struct Accepted {
    OrderId order;
    std::string shop_id;
    keel::Instant at{};
  };

  /// The shop's, or the usual ones.
  std::int64_t DaysOf(const std::string& shop_id);
  /// Of a shop whose hours were saved before.
  void SaveDays(const std::string& shop_id, std::int64_t days);

  /// Accepted orders that have no clock, of whatever age.
  std::vector<Accepted> WithoutClock(std::int64_t limit);
  /// By the shop's own days and by what of the order still grows; read anew each time, for both may change.
  keel::Instant PackByOf(const Accepted& order);
  /// Does nothing for an order that has a clock.
  void Start(const Row& row);
  std::optional<keel::Instant> Find(const OrderId& order);
  /// Clocks whose next reminder is due, the longest due first.
  std::vector<Row> Due(keel::Instant now, std::int64_t limit);
  /// From `row.step` to `step`, which is due at `next_at` (empty: never). False when somebody moved it before.
  bool Move(const Row& row, PackingStep step, keel::Instant pack_by, std::optional<keel::Instant> next_at);
  void Drop(const OrderId& order);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
