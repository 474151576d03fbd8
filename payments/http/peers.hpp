#pragma once
#include "keel/http/client.hpp"
#include "payments/flows/compare_orders.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/http/routes.hpp"

/// What this service asks others, over HTTP. Clients outlive the functions made.
namespace payments {

/// GET /v1/purchases/:id?phone= of orders, with the asker's own token if he sent one.
ProveBuyer AskOrders(keel::http::Client& orders);

/// GET /v1/me/personal-data of orders, with the asker's own token.
AskPurchases AskWhatWasBought(keel::http::Client& orders);

/// GET /v1/categories of catalog.
KnowsCategory AskCatalog(keel::http::Client& catalog);

/// GET /internal/parties/:id/contact of accounts.
AskName AskAccounts(keel::http::Client& accounts, std::function<std::string()> bearer);

/// GET /internal/order-amounts of orders.
AskOrderWords AskForAmounts(keel::http::Client& orders, std::function<std::string()> bearer);

}  // namespace payments
