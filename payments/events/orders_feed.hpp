#pragma once
#include "keel/outbox/consumer.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// Listens to orders: purchase.placed opens intents; order.state-changed to delivered, returned or cancelled moves
/// money, its other states do not; order.amended and order.refund-due change what an order comes to, order.split makes
/// two of one. Amounts are whole đồng.
void ListenToOrders(keel::outbox::Consumer& feed, const Desk& desk);

/// Listens to orders too: order.return-changed and order.dispute-changed hold what their order would bring its
/// seller, order.filled says whose goods filled a cooperative's order.
void ListenToCases(keel::outbox::Consumer& feed);

/// Listens to orders too: purchase.erasing names a purchase whose buyer is to be forgotten.
void ListenToErasures(keel::outbox::Consumer& feed, const Desk& desk);

/// Listens to shipping: shipment.moved to delivered with cod_collected is kept beside what the order was to bring.
void ListenToShipping(keel::outbox::Consumer& feed);

/// Listens to accounts: cooperative.member-changed says who may read whose statement, party.changed what sellers are
/// called.
void ListenToAccounts(keel::outbox::Consumer& feed);

}  // namespace payments
