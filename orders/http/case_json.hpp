#pragma once
#include <nlohmann/json_fwd.hpp>

#include "orders/flows/order_cases.hpp"
#include "orders/flows/substitute.hpp"

/// Returns, disputes and substitutions as JSON, as docs/api/orders.yaml describes them.
namespace orders {

nlohmann::json ToJson(const Return& one);
nlohmann::json ToJson(const Dispute& one);
nlohmann::json ToJson(const Substitution& one);
/// What the link shows somebody who has it: no buyer.
nlohmann::json ToJson(const ShownSubstitution& shown);
/// Puts an order's cases into its document; messages in `language`.
void AddCases(nlohmann::json& order, const OrderCases& cases, Language language);

}  // namespace orders
