#include "orders/flows/payments_taken.hpp"

#include <algorithm>

#include "orders/flows/context.hpp"

namespace orders {

void PaymentMemory::Keep(std::vector<Payment> taken) {
  const std::lock_guard lock(mutex_);
  taken_ = std::move(taken);
}

bool PaymentMemory::Takes(Payment payment) const {
  const std::lock_guard lock(mutex_);
  return !taken_ || std::ranges::find(*taken_, payment) != taken_->end();
}

void RefreshPaymentsTaken(const Context& context, const AskPayments& ask) {
  if (context.payments == nullptr) return;
  if (auto taken = ask()) context.payments->Keep(std::move(*taken));
}

}  // namespace orders
