#pragma once
#include <string>

#include "payments/domain/intent.hpp"
#include "payments/domain/order_money.hpp"
#include "payments/flows/desk.hpp"
#include "payments/store/direct_store.hpp"

/// Where buyers transfer straight to the seller, no bank of ours sees the money: the seller's word is what we have. It
/// is booked as memo, and the seller answers for it.
namespace payments {

/// "The money is here": the order's payment counts as paid. Repeating it changes nothing. Errors: kNotFound
/// "order-not-found"; kConflict "order-not-direct" (its money comes another way), "intent-not-payable" (closed).
keel::Result<keel::Done> ConfirmReceived(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& order,
                                         const std::string& by);

/// "I sent it back": what is owed back to the buyer is. Errors: kNotFound "order-not-found"; kConflict
/// "order-not-direct", "nothing-to-refund".
keel::Result<keel::Done> ConfirmGivenBack(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& order,
                                          const std::string& bank_reference, const std::string& by);

/// How a settled order's money that the seller has is given back: what he said to have he gives back by his word.
GivenBackBy BackBy(keel::sql::Session& session, const OrderMoney& order, const Intent& intent);

}  // namespace payments
