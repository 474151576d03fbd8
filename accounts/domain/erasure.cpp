#include "accounts/domain/erasure.hpp"

namespace accounts {

using keel::Error;
using keel::Kind;

keel::Instant AcknowledgeBy(keel::Instant asked) {
  constexpr std::chrono::hours kVietnam{7};
  auto day = std::chrono::floor<std::chrono::days>(asked + kVietnam);
  for (int left = kAcknowledgeWithin; left > 0;) {
    day += std::chrono::days(1);
    const std::chrono::weekday weekday(day);
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --left;
  }
  return keel::Instant(day + std::chrono::days(1)) - kVietnam;
}

keel::Result<keel::Done> MayWithdraw(const Erasure& erasure) {
  if (erasure.state == ErasureState::kOpen && erasure.waits_until) return keel::Done{};
  return Error{Kind::kConflict, "erasure-begun", "Erasing has begun and cannot be stopped."};
}

keel::Result<keel::Done> MayErase(const std::string& name, const PartyBusiness& business) {
  if (!business.open_shop.empty())
    return Error{Kind::kConflict, "erasure-shop-open", "A shop of yours is still open.", business.open_shop};
  if (business.open_orders > 0)
    return Error{Kind::kConflict, "erasure-orders-open", "Orders of your shop are not ended.",
                 std::to_string(business.open_orders)};
  if (business.money_open)
    return Error{Kind::kConflict, "erasure-money-open", "Money between you and the market is not settled.", name};
  return keel::Done{};
}

}  // namespace accounts
