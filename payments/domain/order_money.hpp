#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "payments/domain/commission.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"

/// The money of one order: what was agreed when it was placed, where it stands, and the entries its moves make.
namespace payments {

/// Money has its own machine: an order is settled once, and may be undone once.
enum class MoneyState : std::uint8_t { kOpen, kSettled, kReturned, kCancelled };
inline constexpr std::array<std::string_view, 4> kMoneyStateNames{"open", "settled", "returned", "cancelled"};

/// What orders tells us that moves money; all its other states do not.
enum class OrderMove : std::uint8_t { kDelivered, kReturned, kCancelled };
inline constexpr std::array<std::string_view, 3> kOrderMoveNames{"delivered", "returned", "cancelled"};

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

/// One order as frozen at purchase.placed. goods + freight = total; goods = commission + commission_tax + net.
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
};

/// Delivered. `from` is buyer_deposits, or the carrier who took the cash.
keel::Result<Entry> SettleEntry(const OrderMoney& order, const Account& from);

/// Cancelled after money came in: `owed` goes from deposits to refunds.
keel::Result<Entry> CancelEntry(const OrderId& order, keel::Money owed);

/// Came back undelivered: `owed` goes from deposits to refunds, and the carrier is still to be paid for carrying.
/// Nothing moves where neither is above zero: Errors: kInvalid "entry-empty", which is not a fault.
keel::Result<Entry> ReturnOpenEntry(const OrderMoney& order, keel::Money owed);

/// Came back after it was settled: the seller's and the market's parts are taken back, the payer is owed all.
keel::Result<Entry> ReturnSettledEntry(const OrderMoney& order);

}  // namespace payments
