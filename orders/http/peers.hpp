#pragma once
#include <functional>
#include <string>

#include "keel/http/client.hpp"
#include "orders/domain/freight.hpp"
#include "orders/flows/consign_order.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/evidence.hpp"
#include "orders/flows/payments_taken.hpp"
#include "orders/flows/send_messages.hpp"

/// What this service asks others, over HTTP. Clients outlive the functions made.
namespace orders {

using Bearer = std::function<std::string()>;

/// POST /v1/quotes of shipping. Errors: kUnavailable "peer-unavailable".
AskFreight AskShipping(keel::http::Client& shipping, Bearer bearer);
/// GET /internal/parties/:id/contact of accounts. Errors: kUnavailable "peer-unavailable"; kNotFound "sender-unknown".
AskContact AskAccounts(keel::http::Client& accounts, Bearer bearer);

/// The same for whoever helps the party. Errors: kNotFound "sender-unknown" when nobody does.
AskContact AskHelper(keel::http::Client& accounts, Bearer bearer);
/// GET /internal/accounts/:id/phone-index of accounts. Errors: kUnavailable "peer-unavailable".
AskPhoneIndex AskIndex(keel::http::Client& accounts, Bearer bearer);
/// GET /v1/payment-methods of payments. Errors: kUnavailable "peer-unavailable".
AskPayments AskWhatIsTaken(keel::http::Client& payments);
/// POST and GET /internal/evidence of the catalog.
PhotoRoom PhotosAtCatalog(keel::http::Client& catalog, Bearer bearer);
/// POST /messages of the gateway: {to, text, dedupe_id}, answered in the shape of eSMS. Errors: kUnavailable
/// "gateway-unavailable"; kInvalid "message-refused".
SendText SendByGateway(keel::http::Client& gateway);

}  // namespace orders
