#pragma once
#include "accounts/flows/deps.hpp"
#include "keel/outbox/consumer.hpp"

namespace accounts {

/// Listens to orders: "erasure.progressed" says what is erased of a person, and what is held back and why.
void ListenToOrders(keel::outbox::Consumer& orders, const Deps& deps);

}  // namespace accounts
