#pragma once
#include <optional>
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/explanation_store.hpp"
#include "payments/store/hold_store.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/payout_store.hpp"
#include "payments/store/receipt_store.hpp"
#include "payments/store/reconciliation_store.hpp"

/// Reading. Nothing here changes anything.
namespace payments {

struct IntentView {
  Intent intent;
  std::optional<PayTo> pay_to;         ///< Empty where nothing can be sent now.
  std::vector<std::string> order_ids;  ///< All of the intent's orders.
  std::string provider;                ///< "VNPAY" where the payer is sent to a provider; else empty.
  bool redirects = false;              ///< The payer can be sent there now.
  std::optional<PartyId> to_seller;    ///< The money goes straight to this seller; no pay_to: who has no account yet.
  std::optional<Attempt> last_attempt;
};

/// Errors: kNotFound "purchase-not-found".
keel::Result<std::vector<IntentView>> PurchasePayment(const Desk& desk, const PurchaseId& id);
/// Errors: kNotFound "intent-not-found".
keel::Result<IntentView> OneIntent(const Desk& desk, const IntentId& id);

struct PartyMoney {
  struct Held {
    std::string by;
    keel::Money amount;
    std::optional<keel::Instant> expected_on;
  };
  std::vector<Held> held;      ///< Net money on its way, by who has it now.
  keel::Money owed, paid_out;  ///< Settled and not yet paid; paid.
  keel::Money repaid;          ///< By the seller, of what he owed after a return.
  std::vector<OrderView> recent;
  std::vector<DirectSale> direct;  ///< Transfers straight to the seller, of which he has something to say.
  std::vector<HeldOrder> on_hold;  ///< Orders whose return or dispute is not over.
  bool in_doubt = false;  ///< The bank told of a transfer to him that nobody decided: nothing is paid meanwhile.
  std::optional<PayoutRow> refused;  ///< Came back from the account that still stands; nothing is paid meanwhile.
};
PartyMoney MoneyOf(const Desk& desk, const PartyId& party);

struct ReceiptView {
  Receipt receipt;
  std::vector<Intent> suggestions = {};         ///< For an unmatched one: open intents that ask for just this amount.
  std::optional<Explanation> explanation = {};  ///< What an operator said it was.
  std::vector<WaitingEntry> bookings = {};      ///< For one that left: entries of its amount without a line.
};
/// As ReceiptStore::List.
std::vector<ReceiptView> ReceiptsToSee(const Desk& desk, const std::vector<ReceiptState>& states,
                                       const std::optional<std::string>& before, std::size_t limit, bool odd = false);

std::vector<AccountRow> LedgerAccounts(const Desk& desk);
/// Newest first; empty `account`: all.
std::vector<EntryRow> LedgerEntries(const Desk& desk, const std::string& account,
                                    const std::optional<std::string>& before, std::size_t limit);
/// Newest first; empty `status`: all.
std::vector<Intent> Intents(const Desk& desk, const std::string& status, const std::optional<std::string>& before,
                            std::size_t limit);
/// Refunds that providers carry out, newest first; empty `state`: all.
std::vector<RefundJob> Refunds(const Desk& desk, const std::string& state, const std::optional<std::string>& before,
                               std::size_t limit);
/// What holding providers' files against our books brought, newest first, without the findings.
std::vector<Reconciliation> Reconciliations(const Desk& desk, const std::optional<std::string>& before,
                                            std::size_t limit);
std::optional<Reconciliation> OneReconciliation(const Desk& desk, const ReconciliationId& id);
/// Orders whose carrier reports other cash than the order says.
std::vector<OrderView> CodDifferences(const Desk& desk);
/// Whether this way of paying is offered for goods of these sellers; in a direct market each needs an account to be
/// paid to, and providers that would hold the money are none.
bool IsOffered(const Desk& desk, const Provider& provider, const std::vector<PartyId>& sellers);
Rules CommissionRules(const Desk& desk);
/// What the seller said to the tax office's question; who said nothing is taken for a resident.
bool IsResident(const Desk& desk, const PartyId& party);
/// What a seller receives for a price now: rates, and by them the parts. `prepaid`: paid before shipping.
/// Errors: those of RateFor.
struct Quote {
  Rate rate;
  Net net;
};
keel::Result<Quote> QuoteNet(const Desk& desk, keel::Money price, const std::string& party_kind,
                             const std::string& category, const std::string& channel, bool prepaid,
                             bool resident = true);
/// One order with its lines. Errors: kNotFound "order-not-found".
keel::Result<OrderView> MoneyOfOrder(const Desk& desk, const OrderId& id);
std::vector<LedgerStore::PeriodRow> LedgerPeriods(const Desk& desk);

}  // namespace payments
