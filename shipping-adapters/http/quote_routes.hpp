#pragma once
#include "keel/http/server.hpp"
#include "keel/places/places.hpp"
#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/flows/quote_desk.hpp"

namespace shipping {

/// POST /v1/quotes and GET /v1/carriers: public, for what a parcel costs is no secret.
void MountQuoteRoutes(keel::http::Server& server, QuoteDesk& desk, const Carriers& carriers,
                      const keel::places::Places& places);

}  // namespace shipping
