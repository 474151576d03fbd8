#pragma once
#include "keel/clock.hpp"
#include "keel/outbox/consumer.hpp"
#include "shipping-adapters/carriers/carriers.hpp"

namespace shipping {

/// Listens to orders: "order.state-changed" to packed wants a shipment, to cancelled calls it off;
/// "purchase.erasing" names parcels whose receiver is to be forgotten. All in the transaction that moves the cursor; no
/// carrier is spoken to here.
void ListenToOrders(keel::outbox::Consumer& orders, const Carriers& carriers, const keel::Clock& clock);

}  // namespace shipping
