#pragma once
#include <string>

#include "payments/domain/order_money.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// Writes down, beside the ledger entry of the same subject, what changed for the seller and for the tax office when an
/// order's money went from `before` to `after` (both with their lines): the item of the seller's statement, and one tax
/// line a bucket, declared in the month the entry counts in. `kind`: "sale", "return", "adjustment".
void ShareOut(keel::sql::Session& session, const Desk& desk, const OrderMoney& before, const OrderMoney& after,
              const std::string& kind, const std::string& subject, keel::Instant at);

/// The order as it was before anything was settled, or after all was taken back: its lines, with nothing in them.
OrderMoney Emptied(const OrderMoney& order);

}  // namespace payments
