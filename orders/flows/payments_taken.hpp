#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "keel/result.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

struct Context;

/// The ways to pay that this market takes, as payments told last; some seconds behind. As long as it told nothing every
/// way counts as taken: payments being away stops nobody from ordering. Safe from several threads.
class PaymentMemory {
 public:
  void Keep(std::vector<Payment> taken);
  bool Takes(Payment payment) const;

 private:
  mutable std::mutex mutex_;
  std::optional<std::vector<Payment>> taken_;
};

/// What payments answers. Errors: kUnavailable.
using AskPayments = std::function<keel::Result<std::vector<Payment>>()>;

/// Reads them again; what is known stays where payments does not answer.
void RefreshPaymentsTaken(const Context& context, const AskPayments& ask);

}  // namespace orders
