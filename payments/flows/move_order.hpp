#pragma once
#include <string>

#include "payments/domain/order_money.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// An order was delivered, cancelled or came back: moves its money as docs/money.md shows. Repeating it does nothing. A
/// move of an order not known yet is kept and applied when the purchase is; one that the table of steps forbids, or
/// whose money is not there, is kept, logged and not applied: one odd order must not stop everybody's money. `carrier`
/// (may be empty) replaces the one chosen at checkout. Errors: kRaced.
keel::Result<keel::Done> MoveOrder(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& id,
                                   OrderMove move, const std::string& carrier, keel::Instant at);

}  // namespace payments
