#pragma once
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "keel/http/client.hpp"
#include "keel/places/places.hpp"
#include "shipping-adapters/domain/consignment.hpp"

namespace shipping {

/// Asks orders what is in a packed order and where it goes (GET /internal/orders/:id/consignment), and accounts for the
/// sender's name and phone where orders gives only the party. The one place that asks our own services.
/// Safe from several threads.
class Consignments {
 public:
  Consignments(keel::http::Client& orders, keel::http::Client& accounts, const keel::places::Places& places,
               keel::Secret internal_key, const keel::Clock& clock)
      : orders_(orders), accounts_(accounts), places_(places), internal_key_(std::move(internal_key)), clock_(clock) {}

  struct Asked {
    Consignment consignment;  ///< `reference` and `inspection` are the caller's to fill.
    std::string carrier, service;
    std::string taker_id;  ///< The cooperative that took the order over, if one did.
  };
  /// Errors: kUnavailable "orders-unavailable"; kNotFound "order-not-found"; kInvalid "consignment-unusable" (a place
  /// we do not know, no weight, no phone): asking again is useless until orders knows better.
  keel::Result<Asked> Of(std::string_view order_id, keel::http::Deadline deadline) const;

 private:
  keel::Result<std::string> Get(keel::http::Client& peer, const std::string& path, keel::http::Deadline deadline) const;
  keel::http::Client& orders_;
  keel::http::Client& accounts_;
  const keel::places::Places& places_;
  keel::Secret internal_key_;
  const keel::Clock& clock_;
};

}  // namespace shipping
