#pragma once
#include "keel/outbox/consumer.hpp"
#include "orders/flows/context.hpp"

/// What this service hears of the others, as docs/api/events.yaml describes it. Every handler runs in the transaction
/// that moves the feed's cursor, so each effect happens once. A body that cannot be read stops the feed at that event,
/// with its position in the log: it is a broken contract between services, and nothing may be guessed or dropped.
namespace orders {

void ListenToCatalog(keel::outbox::Consumer& catalog, const Context& context);
void ListenToAccounts(keel::outbox::Consumer& accounts, const Context& context);
void ListenToPayments(keel::outbox::Consumer& payments, const Context& context);
/// Our own feed: what people are told, and acceptance clocks, follow what happened without slowing it down.
void ListenToOurselves(keel::outbox::Consumer& orders, const Context& context);
void ListenToShipping(keel::outbox::Consumer& shipping, const Context& context);

}  // namespace orders
