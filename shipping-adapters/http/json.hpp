#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "shipping-adapters/domain/quote.hpp"
#include "shipping-adapters/domain/shipment.hpp"
#include "shipping-adapters/domain/tracking.hpp"

/// What our API shows, as docs/api/shipping.yaml says. Names, phones and streets are never in it.
namespace shipping {

nlohmann::json ToJson(const Quote& quote);
nlohmann::json ToJson(const Shipment& shipment);
nlohmann::json ToJson(const Shipment& shipment, const std::vector<TrackedEvent>& history);

}  // namespace shipping
