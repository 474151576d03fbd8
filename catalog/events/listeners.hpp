#pragma once
#include "catalog/flows/catalog.hpp"
#include "catalog/media/photo_files.hpp"
#include "keel/outbox/consumer.hpp"

/// What the catalog is told by others. An event that cannot be read stops its feed (it is repeated and logged), never
/// lost.
namespace catalog {

void ListenToAccounts(keel::outbox::Consumer& accounts, const Catalog& catalog);
/// `evidence`: where photos of returns and disputes are, until orders says that nobody needs one any more.
void ListenToOrders(keel::outbox::Consumer& orders, const Catalog& catalog, const media::PhotoFiles& evidence);

}  // namespace catalog
