#pragma once
#include "catalog/flows/catalog.hpp"
#include "keel/outbox/consumer.hpp"

/// What the catalog is told by others. An event that cannot be read stops its feed (it is repeated and logged), never
/// lost.
namespace catalog {

void ListenToAccounts(keel::outbox::Consumer& accounts, const Catalog& catalog);
void ListenToOrders(keel::outbox::Consumer& orders, const Catalog& catalog);

}  // namespace catalog
