#include "orders/flows/payments_taken.hpp"

#include <algorithm>

#include "orders/flows/context.hpp"

namespace orders {

using keel::Error;
using keel::Kind;

void PaymentMemory::Keep(std::vector<PaymentTaken> taken) {
  const std::lock_guard lock(mutex_);
  taken_ = std::move(taken);
}

keel::Result<keel::Done> PaymentMemory::Takes(Payment payment, keel::Money amount) const {
  const std::lock_guard lock(mutex_);
  if (!taken_) return keel::Done{};
  const auto found = std::ranges::find(*taken_, payment, &PaymentTaken::payment);
  if (found == taken_->end())
    return Error{Kind::kConflict, "payment-not-taken", "This market does not take that way to pay.",
                 std::string(NameOf(payment))};
  if (found->most && amount > *found->most)
    return Error{Kind::kConflict, "payment-too-great", "So much cannot be paid that way at once.",
                 std::to_string(found->most->dong())};
  if (found->least && amount < *found->least)
    return Error{Kind::kConflict, "payment-too-small", "So little cannot be paid that way.",
                 std::to_string(found->least->dong())};
  return keel::Done{};
}

void RefreshPaymentsTaken(const Context& context, const AskPayments& ask) {
  if (context.payments == nullptr) return;
  if (auto taken = ask()) context.payments->Keep(std::move(*taken));
}

}  // namespace orders
