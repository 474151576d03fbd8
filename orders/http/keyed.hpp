#pragma once
#include <nlohmann/json.hpp>

#include "keel/idempotency/idempotency.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/routes.hpp"

/// Include from .cpp files only.
namespace orders {

/// Runs `deed` under the request's Idempotency-Key, which is required, and answers the document it made.
template <class Deed>
keel::Result<keel::http::Reply> Keyed(const Site& site, const keel::http::Request& request, std::string_view caller,
                                      int status, Deed deed) {
  return keel::idempotency::Run(site.context.pool, request, caller, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<keel::http::Reply> {
                                  const keel::Result<nlohmann::json> done = deed(transaction);
                                  if (!done) return done.error();
                                  return Private(status, *done);
                                });
}

}  // namespace orders
