#pragma once
#include <map>
#include <string>

#include "keel/result.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/lots.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// Who takes goods off the shelf, and for what they were promised.
struct ShelfTake {
  std::string holder;  ///< The order, or the cooperative's fill.
  std::string by;
  /// By variant. An order that is packed in this transaction is among what is boxed already; a fill's part is not.
  std::map<std::string, std::int64_t> pieces;
  bool boxed = true;
};

/// Nobody packs what his own book says is not there: a parcel of goods that were thrown away or counted away would
/// drive the level below zero when it arrives. Where only the lots do not hold what was promised of them, or a lot's
/// last day is over or it was recalled, other lots are promised instead, by the same rule as at first. Holds the
/// variants' stock rows, in the order of their keys. Errors: kConflict "shelf-too-few" (argument: the variant's product
/// and how many are there); kConflict "lot-expired", "lot-recalled" (argument: the lot's code, label and product) where
/// no other lot holds enough.
keel::Result<keel::Done> HoldToShelf(keel::sql::Transaction& transaction, const Context& context,
                                     const ShelfTake& take);

}  // namespace orders
