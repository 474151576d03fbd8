#pragma once
#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/store/erasure_store.hpp"

/// Forgetting whom parcels went to, once they are at the end of their way. Orders says which; we say when it is done.
namespace shipping {

/// "purchase.erasing" of orders.
void FollowErasing(keel::sql::Transaction& transaction, const Forgetting& one, keel::Instant at);

/// The sweeper: blanks what has ended and tells "purchase.parcels-erased". Safe to repeat; answers how many.
int ForgetReceivers(keel::sql::Pool& pool, const keel::crypto::FieldKey& key, const keel::Clock& clock);

}  // namespace shipping
