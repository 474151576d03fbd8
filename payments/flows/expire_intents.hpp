#pragma once
#include "payments/flows/desk.hpp"

namespace payments {

/// Closes every open intent whose time is over, each in a transaction of its own, and tells orders (payment.failed, why
/// "expired"). What came in part becomes owed back. Answers how many it closed. Several replicas may run it at once.
std::size_t ExpireIntents(const Desk& desk);

/// Orders keeps a purchase's goods until then: so long its intents take money. Never shortens.
void KeepOpen(keel::sql::Transaction& transaction, const PurchaseId& purchase, keel::Instant until);

}  // namespace payments
