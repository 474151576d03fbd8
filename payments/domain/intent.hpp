#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"

/// What one purchase is to be paid by one method, and what has come in. The functions here are the only ways it
/// changes; each says what the change means for the ledger, so that the intent and the ledger cannot drift apart. Pure.
namespace payments {

enum class IntentPhase : std::uint8_t { kOpen, kSecured, kExpired, kCancelled };
inline constexpr auto kPhaseNames = keel::NamesOf<IntentPhase>({{IntentPhase::kOpen, "open"},
                                                                {IntentPhase::kSecured, "secured"},
                                                                {IntentPhase::kExpired, "expired"},
                                                                {IntentPhase::kCancelled, "cancelled"}});

/// What people are told; derived from the phase and the amounts.
enum class IntentStatus : std::uint8_t {
  kAwaiting,
  kPartlyPaid,
  kSecured,
  kOverpaid,
  kExpired,
  kCancelled,
  kRefundDue
};
inline constexpr auto kStatusNames = keel::NamesOf<IntentStatus>({{IntentStatus::kAwaiting, "awaiting"},
                                                                  {IntentStatus::kPartlyPaid, "partly-paid"},
                                                                  {IntentStatus::kSecured, "secured"},
                                                                  {IntentStatus::kOverpaid, "overpaid"},
                                                                  {IntentStatus::kExpired, "expired"},
                                                                  {IntentStatus::kCancelled, "cancelled"},
                                                                  {IntentStatus::kRefundDue, "refund-due"}});

struct Intent {
  IntentId id;
  PurchaseId purchase;
  std::string method;     ///< A provider's code: "vietqr", "cod".
  std::string reference;  ///< The memo payers' banks copy; empty where the method needs none.
  IntentPhase phase = IntentPhase::kOpen;
  keel::Money amount;      ///< Of the orders that are still to be paid or were paid.
  keel::Money received;    ///< All that ever came in for it.
  keel::Money settled;     ///< Of orders delivered: no longer a deposit.
  keel::Money refund_due;  ///< Owed back to the payer.
  keel::Money refunded;    ///< Sent back.
  keel::Money surplus;     ///< The part of refund_due that came in one transfer with the right money.
  keel::Instant created_at{};
  std::optional<keel::Instant> expires_at, secured_at;
  std::int64_t version = 1;

  /// Money of the payer that stays for this purchase: below `amount` while open, equal to it once secured, 0 when
  /// closed.
  keel::Money Kept() const { return Difference(Difference(received, refund_due), refunded); }
  /// This intent's part of the account buyer_deposits.
  keel::Money Deposit() const { return Difference(Kept(), settled); }
  /// Still to be paid; 0 unless open.
  keel::Money Remaining() const { return phase == IntentPhase::kOpen ? Difference(amount, Kept()) : keel::Money(); }
  IntentStatus Status() const;
};

/// What a change of an intent means: amounts by which buyer_deposits and refunds_payable grow (below zero: shrink).
struct Effect {
  keel::Money deposit, refund;
  bool secured = false;  ///< It became secured by this change.
};

/// How a bank line fared; also the state under which operators find it.
enum class ReceiptState : std::uint8_t {
  kUnmatched,   ///< Nobody knows what for. Needs a look.
  kExact,       ///< Paid what was asked, or the last part of it.
  kUnder,       ///< Less than asked; the rest may follow. Needs a look.
  kOver,        ///< More than asked; the surplus is owed back. Needs a look.
  kDouble,      ///< Was paid already; owed back. Needs a look.
  kLate,        ///< Came for an intent that had expired or been cancelled; owed back. Needs a look.
  kReturned,    ///< Sent back, wholly or the surplus of it.
  kRemittance,  ///< A carrier's payment of collected cash.
  kOutgoing,    ///< Money that left the account: kept; booked by the transfer it was, or by what an operator says.
  kExplained,   ///< Came in, and was nothing that a buyer paid: an operator said what.
};
inline constexpr auto kReceiptStateNames = keel::NamesOf<ReceiptState>({{ReceiptState::kUnmatched, "unmatched"},
                                                                        {ReceiptState::kExact, "exact"},
                                                                        {ReceiptState::kUnder, "under"},
                                                                        {ReceiptState::kOver, "over"},
                                                                        {ReceiptState::kDouble, "double"},
                                                                        {ReceiptState::kLate, "late"},
                                                                        {ReceiptState::kReturned, "returned"},
                                                                        {ReceiptState::kRemittance, "remittance"},
                                                                        {ReceiptState::kOutgoing, "outgoing"},
                                                                        {ReceiptState::kExplained, "explained"}});

/// Money came in. `state` tells how it fits; what is over is owed back at once.
struct Taken {
  ReceiptState state;
  Effect effect;
};
Taken Take(Intent& intent, keel::Money amount, keel::Instant now);

/// An order of the purchase was cancelled, or sent back, before it was settled: no longer asked for; if paid, owed
/// back.
Effect DropOrder(Intent& intent, keel::Money total, keel::Instant now);

/// An order of the purchase came to more before it was delivered. Errors: kConflict "order-paid-already" once it is
/// paid or closed: nobody is asked for more afterwards.
keel::Result<Effect> RaiseOrder(Intent& intent, keel::Money more);

/// An order was delivered: its deposit becomes the seller's, the market's and the carrier's. The deposit shrinks by
/// `total`. Errors: kConflict "order-not-paid" when the deposit does not cover it.
keel::Result<Effect> Settle(Intent& intent, keel::Money total);

/// A settled order came back: its total is owed back to the payer. Errors: kConflict "order-not-paid".
keel::Result<Effect> ReturnSettled(Intent& intent, keel::Money total, keel::Instant now);

/// The time to pay is over. Nothing happens to an intent that is not open. What came in part is owed back.
Effect Expire(Intent& intent);

/// Money was sent back to the payer. `of_surplus`: the part of it that was a surplus.
/// Errors: kConflict "refund-too-large" above refund_due.
keel::Result<Effect> PayRefund(Intent& intent, keel::Money amount, keel::Money of_surplus);

/// What was sent back came back to us: owed again. Errors: kConflict "refund-too-large" above what was refunded.
keel::Result<Effect> RefundCameBack(Intent& intent, keel::Money amount);

}  // namespace payments
