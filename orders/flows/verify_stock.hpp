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

/// The same for lots and places: every bin is the sum of its movements, and every variant the sum of its bins.
inline std::vector<StockStore::BinDifference> VerifyBins(keel::sql::Pool& pool, keel::Instant at) {
  return StockStore(*pool.Take()).BinDifferences(at);
}

}  // namespace orders
