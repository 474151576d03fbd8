#pragma once
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {

/// Adds up the ledger: every level must be the sum of its movements, and what is reserved must be what open orders
/// hold. Empty when all is well.
inline std::vector<StockStore::Difference> VerifyStock(keel::sql::Pool& pool) {
  return StockStore(*pool.Take()).Differences();
}

}  // namespace orders
