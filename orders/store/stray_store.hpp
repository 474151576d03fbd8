#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/order_states.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

/// Goods of parcels that were taken although their order was cancelled. Throws keel::sql::Fault on database faults.
class StrayStore {
 public:
  explicit StrayStore(keel::sql::Session& session) : session_(session) {}

  struct Stray {
    OrderState state = OrderState::kShipped;
    std::string cause;  ///< What its movements are filed under.
  };
  /// Empty while its parcel is not known to have left.
  std::optional<Stray> Find(const OrderId& order);

  struct Pieces {
    std::string variant_id;
    Bin bin;
    std::int64_t quantity = 0;
  };
  /// What its cancelling set free: the goods of its parcel, and the lots they are of.
  std::vector<Pieces> SetFreeBy(const OrderId& order);

  void Save(const OrderId& order, const Stray& stray, const std::vector<Pieces>& goods);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
