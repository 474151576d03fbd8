#include "payments/flows/look.hpp"

#include <algorithm>

#include "payments/store/attempt_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/refund_store.hpp"
#include "payments/store/rules_store.hpp"
#include "payments/store/seller_store.hpp"
#include "payments/store/told_transfer_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kRecent = 50;
constexpr std::size_t kSuggestions = 5;
constexpr std::size_t kDifferences = 100;

IntentView ViewOf(const Desk& desk, keel::sql::Session& session, Intent intent) {
  IntentView view{.intent = std::move(intent)};
  const auto* provider = desk.providers.Find(view.intent.method);
  view.to_seller = DirectStore(session).PayeeOf(view.intent.id);
  if (provider != nullptr && !view.to_seller) {
    view.pay_to = provider->HowToPay(view.intent);
  } else if (provider != nullptr) {
    if (const auto payee = PayeeStore(session).Find(*view.to_seller, desk.seal))
      view.pay_to = provider->HowToPayTo(view.intent, {payee->bank_bin, "", payee->account, payee->holder, ""});
  }
  if (provider != nullptr && provider->gateway() != nullptr) {
    view.provider = provider->gateway()->title();
    view.redirects = !view.to_seller && view.intent.Remaining() > keel::Money() &&
                     (!view.intent.expires_at || *view.intent.expires_at > desk.clock.Now());
    if (auto attempts = AttemptStore(session).OfIntent(view.intent.id); !attempts.empty())
      view.last_attempt = std::move(attempts.front());
  }
  for (const auto& order : OrderMoneyStore(session).OfIntent(view.intent.id)) view.order_ids.push_back(order.id.text());
  return view;
}

}  // namespace

keel::Result<std::vector<IntentView>> PurchasePayment(const Desk& desk, const PurchaseId& id) {
  const auto session = desk.pool.Take();
  IntentStore intents(*session);
  if (!intents.KnowsPurchase(id))
    return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  std::vector<IntentView> views;
  for (auto& intent : intents.OfPurchase(id)) views.push_back(ViewOf(desk, *session, std::move(intent)));
  return views;
}

keel::Result<IntentView> OneIntent(const Desk& desk, const IntentId& id) {
  const auto session = desk.pool.Take();
  auto intent = IntentStore(*session).Find(id);
  if (!intent) return intent.error();
  return ViewOf(desk, *session, std::move(*intent));
}

PartyMoney MoneyOf(const Desk& desk, const PartyId& party) {
  const auto session = desk.pool.Take();
  OrderMoneyStore orders(*session);
  PartyMoney money{.owed = Negated(LedgerStore(*session).Balance(Account::SellerPayable(party.text()))),
                   .paid_out = orders.PaidOut(party.text()),
                   .repaid = SellerStore(*session).Repaid(party),
                   .recent = orders.OfParty(party.text(), kRecent),
                   .direct = DirectStore(*session).OfParty(party),
                   .on_hold = HoldStore(*session).OfParty(party),
                   .in_doubt = ToldTransferStore(*session).AnyOpen(party.text()),
                   .refused = std::nullopt};
  if (const auto payee = PayeeStore(*session).Find(party, desk.seal); payee && !payee->refused_payout.empty())
    if (auto payout = PayoutStore(*session, desk.seal).Find(PayoutId::FromRow(payee->refused_payout)))
      money.refused = std::move(*payout);
  keel::Money disputed;  // What the market has of delivered orders and does not pay out.
  for (const auto& order : money.on_hold)
    if (!order.with_carrier && order.amount > keel::Money()) disputed = Sum(disputed, order.amount);
  for (const auto& held : orders.HeldFor(party.text())) {
    // What the market has of delivered orders it may have paid out already.
    const bool market = held.by == "market";
    const auto paid = Difference(money.paid_out, money.repaid);
    const auto amount = market && held.since ? Difference(Difference(held.amount, paid), disputed) : held.amount;
    if (amount <= keel::Money()) continue;
    std::optional<keel::Instant> expected;
    if (held.since) expected = *held.since + (market ? desk.paid_out_after : desk.cod_remitted_after);
    money.held.push_back({held.by, amount, expected});
  }
  if (disputed > keel::Money()) money.held.push_back({"dispute", disputed, std::nullopt});
  return money;
}

std::vector<ReceiptView> ReceiptsToSee(const Desk& desk, const std::vector<ReceiptState>& states,
                                       const std::optional<std::string>& before, std::size_t limit, bool odd) {
  const auto session = desk.pool.Take();
  std::vector<ReceiptView> views;
  for (auto& receipt : ReceiptStore(*session).List(states, before, limit, odd)) {
    std::vector<Intent> suggestions;
    if (receipt.state == ReceiptState::kUnmatched)
      suggestions = IntentStore(*session).OpenWithRemaining(receipt.line.amount, kSuggestions);
    views.push_back({.receipt = std::move(receipt), .suggestions = std::move(suggestions)});
  }
  return views;
}

std::vector<AccountRow> LedgerAccounts(const Desk& desk) {
  return LedgerStore(*desk.pool.Take()).Accounts();
}

std::vector<EntryRow> LedgerEntries(const Desk& desk, const std::string& account,
                                    const std::optional<std::string>& before, std::size_t limit) {
  return LedgerStore(*desk.pool.Take()).Entries(account, before, limit);
}

std::vector<Intent> Intents(const Desk& desk, const std::string& status, const std::optional<std::string>& before,
                            std::size_t limit) {
  return IntentStore(*desk.pool.Take()).List(status, before, limit);
}

std::vector<RefundJob> Refunds(const Desk& desk, const std::string& state, const std::optional<std::string>& before,
                               std::size_t limit) {
  return RefundStore(*desk.pool.Take()).List(state, before, limit);
}

std::vector<Reconciliation> Reconciliations(const Desk& desk, const std::optional<std::string>& before,
                                            std::size_t limit) {
  return ReconciliationStore(*desk.pool.Take()).List(before, limit);
}

std::optional<Reconciliation> OneReconciliation(const Desk& desk, const ReconciliationId& id) {
  return ReconciliationStore(*desk.pool.Take()).Find(id);
}

std::vector<OrderView> CodDifferences(const Desk& desk) {
  return OrderMoneyStore(*desk.pool.Take()).CollectedDifferently(kDifferences);
}

bool IsResident(const Desk& desk, const PartyId& party) {
  return PayeeStore(*desk.pool.Take()).NotResidentOf({party.text()}).empty();
}

keel::Result<Quote> QuoteNet(const Desk& desk, keel::Money price, const std::string& party_kind,
                             const std::string& category, const std::string& channel, bool prepaid, bool resident) {
  const SaleFacts facts{channel, CustodyOf(desk.mode, prepaid) == Custody::kHeld, resident};
  const auto rate = RateFor(CommissionRules(desk), party_kind, category, desk.clock.Now(), facts);
  if (!rate) return rate.error();
  return Quote{*rate, NetOf(price, *rate)};
}

keel::Result<OrderView> MoneyOfOrder(const Desk& desk, const OrderId& id) {
  const auto session = desk.pool.Take();
  auto view = OrderMoneyStore(*session).View(id);
  if (view) return std::move(*view);
  return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order."};
}

std::vector<LedgerStore::PeriodRow> LedgerPeriods(const Desk& desk) {
  return LedgerStore(*desk.pool.Take()).Periods();
}

bool IsOffered(const Desk& desk, const Provider& provider, const std::vector<PartyId>& sellers) {
  if (!provider.Offered()) return false;
  if (desk.mode != LegalMode::kDirect || !provider.PaidBeforeShipping()) return true;
  if (provider.gateway() != nullptr) return false;
  const auto session = desk.pool.Take();
  PayeeStore payees(*session);
  return std::ranges::all_of(sellers,
                             [&](const PartyId& seller) { return payees.Find(seller, desk.seal).has_value(); });
}

Rules CommissionRules(const Desk& desk) {
  return RulesStore(*desk.pool.Take()).All();
}

}  // namespace payments
