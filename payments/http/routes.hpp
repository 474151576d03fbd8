#pragma once
#include <functional>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "keel/outbox/consumer.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// Asks orders whether somebody with this phone, or whoever sent `request`, bought this purchase. `phone` may be empty.
/// Errors: kNotFound "purchase-not-found" when not; kTooMany or kUnavailable as orders says.
using ProveBuyer = std::function<keel::Result<keel::Done>(const PurchaseId& purchase, const std::string& phone,
                                                          const keel::http::Request& request)>;

/// Asks orders what whoever sent `request` bought. Errors: kUnavailable "peer-unavailable".
using AskPurchases = std::function<keel::Result<std::vector<PurchaseId>>(const keel::http::Request& request)>;

/// Asks catalog whether goods have this category, for `request`. Errors: kUnavailable as catalog says.
using KnowsCategory =
    std::function<keel::Result<bool>(const std::string& category, const keel::http::Request& request)>;

/// What the routes need; outlives the server.
struct Front {
  keel::http::Server& server;
  const keel::auth::Verifier& verifier;
  const Desk& desk;
  keel::outbox::Consumer& orders;     ///< Asked to catch up when somebody comes with a purchase not told of yet.
  ProveBuyer prove_buyer = {};        ///< Empty: nobody can prove it.
  AskPurchases ask_purchases = {};    ///< Empty: nobody bought anything.
  KnowsCategory knows_category = {};  ///< Empty: any is taken.
};

void MountPublicRoutes(const Front& front);   ///< Payers: what is to be paid and how, QR pictures, net quotes.
void MountWebhookRoutes(const Front& front);  ///< Providers.
void MountGatewayRoutes(const Front& front);  ///< Payers sent to a provider; operators: refunds through providers.
void MountReconciliationRoutes(const Front& front);  ///< Operators: providers' files of a day.
void MountSellerRoutes(const Front& front);          ///< Sellers: their money.
void MountReceiptRoutes(const Front& front);         ///< Operators: receipts, refunds, payouts.
void MountLedgerRoutes(const Front& front);          ///< Operators: the ledger, intents, rules.

void MountPayoutRoutes(const Front& front);        ///< Operators: rounds of payouts and their bank files.
void MountBankRefundRoutes(const Front& front);    ///< Refunds that the market's bank sends, and where they go.
void MountWriteOffRoutes(const Front& front);      ///< Operators: what buyers were sent too much, given up.
void MountToldTransferRoutes(const Front& front);  ///< Operators: transfers that the bank told of and nobody booked.
void MountCodRoutes(const Front& front);           ///< Operators: cash on delivery, carriers' statements, ageing.
void MountTaxRoutes(const Front& front);        ///< Declarations, certificates, tax rules, what a fee change would do.
void MountStatementRoutes(const Front& front);  ///< Sellers: statements, payouts, the account money goes to.
void MountPersonalRoutes(const Front& front);   ///< What is kept about a buyer; whether a seller may go.

}  // namespace payments
