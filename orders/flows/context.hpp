#pragma once
#include <chrono>
#include <string>

#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/places/places.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/freight.hpp"
#include "orders/flows/payments_taken.hpp"
#include "orders/store/offer_memory.hpp"
#include "orders/store/phone_store.hpp"

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
  /// The most an unpaid order is kept, however long its buyer looks at how to pay; then it is cancelled, if payments
  /// did not say so before.
  std::chrono::hours unpaid_life{24};
  std::chrono::milliseconds quote_wait{1'500};       ///< For all shops of a cart together.
  std::string public_url = "http://127.0.0.1:8080";  ///< Where messages lead people, without a slash at its end.
  std::int64_t freight_guard_percent =
      0;  ///< Freight above this share of an order's goods needs the buyer's word; 0: never.
  std::int64_t return_freight_percent = 50;  ///< What the way back costs, of the way there; for what shops are shown.
  RefuserMemory* refusers = nullptr;         ///< Without it every number's record is read.
  CashMemory* cash = nullptr;                ///< Without it each purchase's cash counts by itself.
  PaymentMemory* payments = nullptr;         ///< Without it every way to pay counts as taken.
  std::int64_t cod_purchases = 10;           ///< So many of the greatest may be under way to a number; see CodUnderWay.
  std::chrono::days return_window{7};        ///< So long after its delivery goods may be asked to be taken back.
  std::chrono::minutes hold{180};            ///< So long goods are kept for an order that is to be paid ahead …
  std::chrono::minutes hold_more{30};        ///< … and so much longer each time the buyer looks at how to pay.
};

}  // namespace orders
