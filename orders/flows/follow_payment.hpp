#pragma once
#include <string>
#include <vector>

#include "orders/flows/move_order.hpp"

namespace orders {

/// payments says the money is there. Orders that are not waiting for it (confirmed before, cancelled meanwhile) stay as
/// they are: payments hears of a cancelled order by its own feed and gives the money back. Errors: kRaced
/// "order-changed".
keel::Result<keel::Done> ConfirmPaid(keel::sql::Transaction& transaction, const Context& context,
                                     const std::vector<OrderId>& orders);
/// payments says it will not come: what still waits for it is cancelled and its stock given back.
keel::Result<keel::Done> CancelUnpaid(keel::sql::Transaction& transaction, const Context& context,
                                      const std::vector<OrderId>& orders, CancelReason reason);

/// The safety net under payments' own expiry: cancels orders that wait longer than Context::unpaid_life. Safe to repeat
/// and to run in several processes. Answers how many it cancelled.
std::int64_t SweepUnpaid(const Context& context);

}  // namespace orders
