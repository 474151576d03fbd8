#pragma once
#include <chrono>

#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/places/places.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/freight.hpp"
#include "orders/store/offer_memory.hpp"

namespace orders {

/// What flows work with. Made in main, outlives the server. Safe from several threads.
struct Context {
  keel::sql::Pool& pool;
  const keel::Clock& clock;
  const keel::crypto::FieldKey& key;
  const keel::places::Places& places;
  OfferMemory& offers;
  FlatRate flat;
  std::chrono::minutes quote_life{60};  ///< A freight quote older than this is not charged.
  std::chrono::hours unpaid_life{24};   ///< Then an unpaid order is cancelled, if payments did not say so before.
  std::chrono::milliseconds quote_wait{1'500};  ///< For all shops of a cart together.
};

}  // namespace orders
