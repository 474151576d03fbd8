#include "payments/flows/open_purchase.hpp"

#include <map>

#include "payments/flows/move_order.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/rules_store.hpp"

namespace payments {
namespace {

using keel::Money;

keel::Result<Money> AmountOf(const std::vector<const PlacedOrder*>& orders) {
  Money amount;
  for (const auto* order : orders) {
    const auto total = keel::Add(order->goods, order->freight);
    if (!total || *total != order->total || order->goods < Money() || order->freight < Money())
      return keel::Error{keel::Kind::kInvalid, "order-does-not-add-up", "Goods and freight are not the total.",
                         order->id.text()};
    const auto sum = keel::Add(amount, order->total);
    if (!sum) return sum.error();
    amount = *sum;
  }
  return amount;
}

/// Adds the intent under a reference nobody has; the chance of one repetition is 1 to 729 million per intent there is.
Intent AddIntent(IntentStore& intents, const Provider& provider, const PurchaseId& purchase, Money amount,
                 keel::Instant now) {
  for (int attempt = 1;; ++attempt) {
    Intent intent{.id = IntentId::New(now),
                  .purchase = purchase,
                  .method = std::string(provider.code()),
                  .amount = amount,
                  .created_at = now,
                  .expires_at = provider.ExpiresAt(now)};
    intent.reference = provider.Reference(intent.id);
    try {
      intents.Add(intent);
      return intent;
    } catch (const keel::sql::Fault& fault) {
      if (attempt == 5 || !fault.constraint.ends_with("uq_intents_reference")) throw;
    }
  }
}

}  // namespace

keel::Result<keel::Done> OpenPurchase(keel::sql::Transaction& transaction, const Desk& desk,
                                      const PlacedPurchase& purchase) {
  auto& session = transaction.session();
  IntentStore intents(session);
  if (intents.KnowsPurchase(purchase.id)) return keel::Done{};
  intents.AddPurchase(purchase.id, purchase.placed_at);

  const auto now = desk.clock.Now();
  const auto rules = RulesStore(session).All();
  OrderMoneyStore store(session);
  std::map<std::string, std::vector<const PlacedOrder*>> by_method;
  for (const auto& order : purchase.orders) by_method[order.method].push_back(&order);

  for (const auto& [method, orders] : by_method) {
    const auto* provider = desk.providers.Find(method);
    if (provider == nullptr)
      return keel::Error{keel::Kind::kInvalid, "payment-method-unknown", "No such way of paying: " + method + ".",
                         method};
    const auto amount = AmountOf(orders);
    if (!amount) return amount.error();
    const auto intent = AddIntent(intents, *provider, purchase.id, *amount, now);
    for (const auto* order : orders) {
      const auto custody = CustodyOf(desk.mode, provider->PaidBeforeShipping());
      const SaleFacts facts{order->channel, custody == Custody::kHeld, PayeeStore(session).IsResident(order->party)};
      const auto terms = TermsOf(rules, order->party_kind, order->categories, order->goods, purchase.placed_at, facts);
      if (!terms) return terms.error();
      store.Add({.id = order->id,
                 .purchase = purchase.id,
                 .intent = intent.id,
                 .party = order->party,
                 .code = order->code,
                 .shop_id = order->shop_id,
                 .party_kind = order->party_kind,
                 .method = method,
                 .carrier = order->carrier,
                 .service = order->service,
                 .goods = order->goods,
                 .freight = order->freight,
                 .total = order->total,
                 .terms = *terms,
                 .placed_at = purchase.placed_at,
                 .state_at = purchase.placed_at,
                 .custody = custody,
                 .channel = order->channel});
    }
  }
  for (const auto& order : purchase.orders)
    for (const auto& early : store.EarlyMoves(order.id))
      if (auto moved = MoveOrder(transaction, desk, order.id, early.move, early.carrier, early.at); !moved)
        return moved;
  return keel::Done{};
}

}  // namespace payments
