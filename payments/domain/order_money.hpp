#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "keel/names.hpp"
#include "payments/domain/commission.hpp"
#include "payments/domain/custody.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"

/// The money of one order: what was agreed when it was placed, where it stands, and the entries its moves make.
namespace payments {

/// Money has its own machine: an order is settled once, and may be undone once.
enum class MoneyState : std::uint8_t { kOpen, kSettled, kReturned, kCancelled };
inline constexpr auto kMoneyStateNames = keel::NamesOf<MoneyState>({{MoneyState::kOpen, "open"},
                                                                    {MoneyState::kSettled, "settled"},
                                                                    {MoneyState::kReturned, "returned"},
                                                                    {MoneyState::kCancelled, "cancelled"}});

/// What orders tells us that moves money; all its other states do not.
enum class OrderMove : std::uint8_t { kDelivered, kReturned, kCancelled };
inline constexpr auto kOrderMoveNames = keel::NamesOf<OrderMove>(
    {{OrderMove::kDelivered, "delivered"}, {OrderMove::kReturned, "returned"}, {OrderMove::kCancelled, "cancelled"}});

struct MoneyStep {
  MoneyState from;
  OrderMove on;
  MoneyState to;
};
inline constexpr std::array kMoneySteps{
    MoneyStep{MoneyState::kOpen, OrderMove::kDelivered, MoneyState::kSettled},
    MoneyStep{MoneyState::kOpen, OrderMove::kReturned, MoneyState::kReturned},
    MoneyStep{MoneyState::kOpen, OrderMove::kCancelled, MoneyState::kCancelled},
    MoneyStep{MoneyState::kSettled, OrderMove::kReturned, MoneyState::kReturned},
};

/// Errors: kConflict "order-money-conflict" where the table has no row.
keel::Result<MoneyState> NextMoney(MoneyState from, OrderMove on);

/// One order as frozen at purchase.placed or order.split, or as last amended. goods + freight = total; goods = the
/// parts of terms.sum.
struct OrderMoney {
  OrderId id;
  PurchaseId purchase;
  IntentId intent;
  PartyId party;
  std::string code, shop_id, party_kind, method, carrier, service;
  keel::Money goods, freight, total;
  Terms terms;
  MoneyState state = MoneyState::kOpen;
  keel::Instant placed_at{}, state_at{};
  std::optional<keel::Instant> remitted_at;  ///< The carrier paid us its cash.
  std::int64_t version = 1;
  Custody custody = Custody::kHeld;  ///< Frozen when it was placed.
  std::string channel = {};          ///< Where it was sold; empty: this market's own pages.
  keel::Money cash = {};             ///< What the carrier was to collect when it was delivered; later refunds leave it.
};

/// What the market's fee on the order comes to: commission and the tax on it.
inline keel::Money FeeOf(const Net& net) {
  return Sum(net.commission, net.commission_tax);
}

/// What its parcel costs, whoever bears it.
inline keel::Money Carriage(const OrderMoney& order) {
  return Sum(order.freight, order.terms.sum.post);
}

/// What the order puts to the seller's account with us: the net where we hold the money; else our fee, which the seller
/// owes (below zero).
keel::Money SellersPart(const OrderMoney& order);

/// Delivered. `from` is buyer_deposits, or the carrier who took the cash; where the money is not held here, cash leaves
/// no mark but a memo, and what was paid before is let go of where it came in (`paid_into`). `by_sellers_word`: what of
/// it the seller said to have, which never was in our books.
keel::Result<Entry> SettleEntry(const OrderMoney& order, const Account& from, keel::Money by_sellers_word = {},
                                const Account& paid_into = Account::BankMarket());

/// Cancelled after money came in: `owed` goes from deposits to refunds.
keel::Result<Entry> CancelEntry(const OrderId& order, keel::Money owed);

/// Its amounts became smaller before it was settled: `owed` goes from deposits to refunds.
keel::Result<Entry> AmendEntry(const AdjustmentId& id, keel::Money owed);

/// Came back undelivered: `owed` goes from deposits to refunds, and the carrier is still to be paid for carrying.
/// Nothing moves where neither is above zero: Errors: kInvalid "entry-empty", which is not a fault.
keel::Result<Entry> ReturnOpenEntry(const OrderMoney& order, keel::Money owed);

/// How it is known that a seller who has the buyer's money himself gave it back.
enum class GivenBackBy : std::uint8_t {
  kAssumed,      ///< Nobody says so: cash, and money that came through our own bank.
  kSellersWord,  ///< He is asked for his word; until then it is owed.
};

/// Came back after it was settled: the seller's and the market's parts are taken back, the payer is owed all.
keel::Result<Entry> ReturnSettledEntry(const OrderMoney& order, GivenBackBy by = GivenBackBy::kAssumed);

/// Part of a settled order is owed back to the payer: everybody's parts of the difference are taken back. `before` and
/// `after` are the order with its terms before and after; the carrier has carried all the same.
keel::Result<Entry> AdjustEntry(const AdjustmentId& id, const OrderMoney& before, const OrderMoney& after,
                                GivenBackBy by = GivenBackBy::kAssumed);

/// The order after `refund` of its total is owed back: goods first, then freight, at the frozen rates.
/// Errors: kConflict "refund-too-large" above the total.
keel::Result<OrderMoney> LessRefund(const OrderMoney& order, keel::Money refund);

}  // namespace payments
