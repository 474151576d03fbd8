#pragma once
#include <string>

#include "accounts/flows/ask_business.hpp"
#include "keel/http/client.hpp"

/// What this service asks others, over HTTP. Clients outlive the functions made.
namespace accounts {

/// GET /internal/parties/:id/business of orders, GET /internal/parties/:id/balance of payments. Errors: kUnavailable
/// "peer-unavailable".
AskBusiness AskTraders(keel::http::Client& orders, keel::http::Client& payments, std::function<std::string()> bearer);

}  // namespace accounts
