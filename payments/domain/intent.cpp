#include "payments/domain/intent.hpp"

#include <algorithm>

namespace payments {
namespace {

using keel::Money;

void Secure(Intent& intent, keel::Instant now) {
  intent.phase = IntentPhase::kSecured;
  if (!intent.secured_at) intent.secured_at = now;
}

/// Runs `change` and answers what it did to the two accounts.
template <class Change>
Effect Measure(Intent& intent, Change change) {
  const auto deposit = intent.Deposit();
  const auto due = intent.refund_due;
  const bool was_secured = intent.phase == IntentPhase::kSecured;
  change();
  return {Difference(intent.Deposit(), deposit), Difference(intent.refund_due, due),
          !was_secured && intent.phase == IntentPhase::kSecured};
}

void Owe(Intent& intent, Money amount) {
  intent.refund_due = Sum(intent.refund_due, amount);
}

}  // namespace

IntentStatus Intent::Status() const {
  using enum IntentStatus;
  const bool owes = refund_due > Money();
  switch (phase) {
    case IntentPhase::kOpen:
      return Kept() > Money() ? kPartlyPaid : kAwaiting;
    case IntentPhase::kSecured:
      return !owes ? kSecured : refund_due == surplus ? kOverpaid : kRefundDue;
    case IntentPhase::kExpired:
      return owes ? kRefundDue : kExpired;
    case IntentPhase::kCancelled:
      break;
  }
  return owes ? kRefundDue : kCancelled;
}

Taken Take(Intent& intent, Money amount, keel::Instant now) {
  auto state = ReceiptState::kLate;
  const auto effect = Measure(intent, [&] {
    const auto remaining = intent.Remaining();
    intent.received = Sum(intent.received, amount);
    if (intent.phase != IntentPhase::kOpen) {
      state = intent.phase == IntentPhase::kSecured ? ReceiptState::kDouble : ReceiptState::kLate;
      Owe(intent, amount);
    } else if (amount < remaining) {
      state = ReceiptState::kUnder;
    } else {
      const auto surplus = Difference(amount, remaining);
      state = surplus == Money() ? ReceiptState::kExact : ReceiptState::kOver;
      Owe(intent, surplus);
      intent.surplus = Sum(intent.surplus, surplus);
      Secure(intent, now);
    }
  });
  return {state, effect};
}

Effect DropOrder(Intent& intent, Money total, keel::Instant now) {
  return Measure(intent, [&] {
    if (intent.phase != IntentPhase::kOpen && intent.phase != IntentPhase::kSecured) return;
    const auto kept = intent.Kept();
    intent.amount = Difference(intent.amount, total);
    // What was kept beyond the smaller amount is owed back: all of the order's total when secured, any excess when
    // open.
    if (kept > intent.amount) Owe(intent, Difference(kept, intent.amount));
    if (intent.amount == Money())
      intent.phase = IntentPhase::kCancelled;
    else if (kept >= intent.amount)
      Secure(intent, now);
  });
}

keel::Result<Effect> RaiseOrder(Intent& intent, Money more) {
  if (intent.phase != IntentPhase::kOpen)
    return keel::Error{keel::Kind::kConflict, "order-paid-already", "What is paid cannot cost more afterwards.",
                       intent.id.text()};
  return Measure(intent, [&] { intent.amount = Sum(intent.amount, more); });
}

keel::Result<Effect> Settle(Intent& intent, Money total) {
  if (total > intent.Deposit())
    return keel::Error{keel::Kind::kConflict, "order-not-paid", "The money for this order is not there.",
                       intent.id.text()};
  return Measure(intent, [&] { intent.settled = Sum(intent.settled, total); });
}

keel::Result<Effect> ReturnSettled(Intent& intent, Money total, keel::Instant now) {
  if (total > intent.settled)
    return keel::Error{keel::Kind::kConflict, "order-not-paid", "The money for this order is not there.",
                       intent.id.text()};
  return Measure(intent, [&] {
    intent.settled = Difference(intent.settled, total);
    intent.amount = Difference(intent.amount, total);
    Owe(intent, total);
    if (intent.amount == Money())
      intent.phase = IntentPhase::kCancelled;
    else if (intent.phase == IntentPhase::kOpen && intent.Kept() >= intent.amount)
      Secure(intent, now);
  });
}

Effect Expire(Intent& intent) {
  return Measure(intent, [&] {
    if (intent.phase != IntentPhase::kOpen) return;
    Owe(intent, intent.Kept());
    intent.phase = IntentPhase::kExpired;
  });
}

keel::Result<Effect> PayRefund(Intent& intent, Money amount, Money of_surplus) {
  if (amount > intent.refund_due)
    return keel::Error{keel::Kind::kConflict, "refund-too-large", "More than is owed back.",
                       std::to_string(intent.refund_due.dong())};
  return Measure(intent, [&] {
    intent.refund_due = Difference(intent.refund_due, amount);
    intent.refunded = Sum(intent.refunded, amount);
    intent.surplus = std::min(Difference(intent.surplus, of_surplus), intent.refund_due);
  });
}

keel::Result<Effect> RefundCameBack(Intent& intent, Money amount) {
  if (amount > intent.refunded)
    return keel::Error{keel::Kind::kConflict, "refund-too-large", "More than was sent back.",
                       std::to_string(intent.refunded.dong())};
  return Measure(intent, [&] {
    intent.refunded = Difference(intent.refunded, amount);
    Owe(intent, amount);
  });
}

}  // namespace payments
