#pragma once
#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// A buyer is looking at how to pay: his goods are kept for Context::hold_more longer, but never past
/// Context::unpaid_life after placing, and payments is told to take money until then. Calling it often does no harm; it
/// never shortens. Answers until when.
/// Errors: kNotFound "purchase-not-found"; kConflict "nothing-held": nothing of it waits for money.
keel::Result<keel::Instant> HoldGoods(keel::sql::Transaction& transaction, const Context& context,
                                      const PurchaseId& id);

}  // namespace orders
