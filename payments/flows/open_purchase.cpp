#include "payments/flows/open_purchase.hpp"

#include <map>
#include <set>

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

/// A seller looks at his bank when he has time; as long as orders keeps the goods.
constexpr std::chrono::minutes kSellersWord{180};

/// What one transaction writes of several purchases.
struct Opened {
  std::vector<IntentStore::Purchase> purchases;
  std::vector<Intent> intents;
  std::vector<OrderMoney> orders;
};

/// What the terms of an order follow from, beside the order itself.
struct Ground {
  const Desk& desk;
  const Rules& rules;
  const std::set<std::string>& not_resident;
  const std::set<std::string>& payees;  ///< Sellers with an account; looked up where buyers pay them directly.
  keel::Instant now;
};

keel::Result<OrderMoney> Frozen(const Ground& ground, const PlacedPurchase& purchase, const PlacedOrder& order,
                                const Intent& intent, Custody custody) {
  const SaleFacts facts{order.channel, custody == Custody::kHeld, !ground.not_resident.contains(order.party.text())};
  const auto terms = TermsOf(ground.rules, order.party_kind, order.categories, order.goods, purchase.placed_at, facts);
  if (!terms) return terms.error();
  return OrderMoney{.id = order.id,
                    .purchase = purchase.id,
                    .intent = intent.id,
                    .party = order.party,
                    .code = order.code,
                    .shop_id = order.shop_id,
                    .party_kind = order.party_kind,
                    .method = order.method,
                    .carrier = order.carrier,
                    .service = order.service,
                    .goods = order.goods,
                    .freight = order.freight,
                    .total = order.total,
                    .terms = *terms,
                    .placed_at = purchase.placed_at,
                    .state_at = purchase.placed_at,
                    .custody = custody,
                    .channel = order.channel};
}

keel::Result<keel::Done> OpenOne(const Ground& ground, const PlacedPurchase& purchase, Opened& opened) {
  // Where each seller is paid directly, one transfer cannot pay two of them.
  const bool apart = ground.desk.mode == LegalMode::kDirect;
  std::map<std::pair<std::string, std::string>, std::vector<const PlacedOrder*>> by_method;
  for (const auto& order : purchase.orders)
    by_method[{order.method, apart ? order.id.text() : std::string()}].push_back(&order);
  for (const auto& [key, orders] : by_method) {
    const auto& method = key.first;
    const auto* provider = ground.desk.providers.Find(method);
    if (provider == nullptr)
      return keel::Error{keel::Kind::kInvalid, "payment-method-unknown", "No such way of paying: " + method + ".",
                         method};
    const auto amount = AmountOf(orders);
    if (!amount) return amount.error();
    Intent intent{.id = IntentId::New(ground.now),
                  .purchase = purchase.id,
                  .method = method,
                  .amount = *amount,
                  .created_at = ground.now,
                  .expires_at = provider->ExpiresAt(ground.now)};
    intent.reference = provider->Reference(intent.id);
    if (apart && intent.expires_at) intent.expires_at = ground.now + kSellersWord;
    // Asked for all the same, past the page that does not offer it: nobody could pay, so it runs out at once and the
    // goods are free again.
    const bool no_payee = apart && provider->PaidBeforeShipping() &&
                          (!provider->Offered() || provider->gateway() != nullptr ||
                           !ground.payees.contains(orders.front()->party.text()));
    if (no_payee || !provider->Bounds().Hold(intent.amount)) intent.expires_at = ground.now;
    const auto custody = CustodyOf(ground.desk.mode, provider->PaidBeforeShipping());
    for (const auto* order : orders) {
      auto frozen = Frozen(ground, purchase, *order, intent, custody);
      if (!frozen) return frozen.error();
      opened.orders.push_back(std::move(*frozen));
    }
    opened.intents.push_back(std::move(intent));
  }
  opened.purchases.push_back({purchase.id, purchase.placed_at});
  return keel::Done{};
}

template <class Item, class Get>
std::vector<std::string> TextsOf(const std::vector<Item>& items, Get get) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const auto& item : items) texts.push_back(get(item));
  return texts;
}

}  // namespace

keel::Result<keel::Done> OpenPurchases(keel::sql::Transaction& transaction, const Desk& desk,
                                       const std::vector<PlacedPurchase>& purchases) {
  auto& session = transaction.session();
  IntentStore intents(session);
  auto known = intents.KnownOf(TextsOf(purchases, [](const PlacedPurchase& one) { return one.id.text(); }));
  std::vector<std::string> parties;
  for (const auto& purchase : purchases)
    for (const auto& order : purchase.orders) parties.push_back(order.party.text());
  const auto not_resident = PayeeStore(session).NotResidentOf(parties);
  const auto payees = desk.mode == LegalMode::kDirect ? PayeeStore(session).KnownOf(parties) : std::set<std::string>();
  const auto rules = RulesStore(session).All();

  Opened opened;
  const Ground ground{desk, rules, not_resident, payees, desk.clock.Now()};
  for (const auto& purchase : purchases)
    if (known.insert(purchase.id.text()).second)
      if (const auto one = OpenOne(ground, purchase, opened); !one) return one;
  intents.AddPurchases(opened.purchases);
  if (auto added = intents.AddAll(opened.intents); !added) return added;
  OrderMoneyStore store(session);
  store.AddAll(opened.orders);

  const auto early_ones =
      store.WithEarlyMoves(TextsOf(opened.orders, [](const OrderMoney& one) { return one.id.text(); }));
  for (const auto& order : opened.orders) {
    if (!early_ones.contains(order.id.text())) continue;
    for (const auto& early : store.EarlyMoves(order.id))
      if (auto moved = MoveOrder(transaction, desk, order.id, early.move, early.carrier, early.at); !moved)
        return moved;
  }
  return keel::Done{};
}

}  // namespace payments
