#pragma once
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {

/// Pieces that come free of a harvest whose forecast was lowered below what was promised are not sold again: its lot
/// goes back to its cap, or to what is promised still. `changes` is what releasing them made of the levels, in the same
/// transaction; answers the levels as they are then.
std::vector<LevelChange> KeepToCap(keel::sql::Transaction& transaction, std::vector<LevelChange> changes,
                                   const std::string& by, keel::Instant at);

}  // namespace orders
