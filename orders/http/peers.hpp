#pragma once
#include <functional>
#include <string>

#include "keel/http/client.hpp"
#include "orders/domain/freight.hpp"
#include "orders/flows/consign_order.hpp"

/// What this service asks others, over HTTP. Clients outlive the functions made.
namespace orders {

using Bearer = std::function<std::string()>;

/// POST /v1/quotes of shipping. Errors: kUnavailable "peer-unavailable".
AskFreight AskShipping(keel::http::Client& shipping, Bearer bearer);
/// GET /internal/parties/:id/contact of accounts. Errors: kUnavailable "peer-unavailable"; kNotFound "sender-unknown".
AskContact AskAccounts(keel::http::Client& accounts, Bearer bearer);

}  // namespace orders
