#pragma once
#include "payments/store/order_money_store.hpp"

namespace payments {

/// A carrier says what it collected at the door. Kept once an order, also before the order is known; it moves no money,
/// which follows the order's own word, but is shown to sellers and held against the order's total for operators.
void NoteCollection(keel::sql::Transaction& transaction, const Collection& collection);

}  // namespace payments
