#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "keel/result.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

struct Context;

/// A way to pay, and what one payment of a purchase may come to; nothing where it has no such bound.
struct PaymentTaken {
  Payment payment = Payment::kCod;
  std::optional<keel::Money> least = {}, most = {};
};

/// The ways to pay that this market takes, as payments told last; some seconds behind. As long as it told nothing every
/// way counts as taken: payments being away stops nobody from ordering. Safe from several threads.
class PaymentMemory {
 public:
  void Keep(std::vector<PaymentTaken> taken);
  /// Whether so much can be paid so, all at once. Errors: kConflict "payment-not-taken" (argument: the way to pay),
  /// "payment-too-great", "payment-too-small" (argument: the most, the least, in đồng).
  keel::Result<keel::Done> Takes(Payment payment, keel::Money amount) const;

 private:
  mutable std::mutex mutex_;
  std::optional<std::vector<PaymentTaken>> taken_;
};

/// What payments answers. Errors: kUnavailable.
using AskPayments = std::function<keel::Result<std::vector<PaymentTaken>>()>;

/// Reads them again; what is known stays where payments does not answer.
void RefreshPaymentsTaken(const Context& context, const AskPayments& ask);

}  // namespace orders
