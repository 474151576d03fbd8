#pragma once
#include "keel/clock.hpp"
#include "keel/outbox/consumer.hpp"
#include "shipping-adapters/carriers/carriers.hpp"

namespace shipping {

/// Listens to orders: "order.state-changed" to packed wants a shipment, to cancelled calls it off. Both in the
/// transaction that moves the cursor; no carrier is spoken to here.
void ListenToOrders(keel::outbox::Consumer& orders, const Carriers& carriers, const keel::Clock& clock);

}  // namespace shipping
