#pragma once
#include <array>
#include <string_view>

#include "orders/domain/amend_reason.hpp"
#include "orders/domain/message.hpp"
#include "orders/domain/order_states.hpp"

/// What each side is told when an order moves. Beside kTransitions it is the documentation of the order's life; the
/// first row that fits answers, an empty `why` fits every one, and kEither fits however it was paid.
namespace orders {

/// Which orders a row is for: what was paid before goes back, what was to be paid at the door was never collected.
enum class PaidHow : std::uint8_t { kEither, kCash, kAhead };

struct Telling {
  OrderState to;
  std::string_view why;
  MessageKind buyer, shop;
  PaidHow paid = PaidHow::kEither;
};

inline constexpr std::array kTellings{
    Telling{OrderState::kPlaced, "", MessageKind::kNone, MessageKind::kNone},
    // The question to the shop goes out with its clock: see flows/run_clocks.cpp.
    Telling{OrderState::kConfirmed, "", MessageKind::kNone, MessageKind::kAskShop},
    // The buyer is told once that a part was taken, by the amendment.
    Telling{OrderState::kAccepted, "accepted-part", MessageKind::kNone, MessageKind::kNone},
    Telling{OrderState::kAccepted, "taken-over", MessageKind::kAccepted, MessageKind::kTakenOver},
    Telling{OrderState::kAccepted, "", MessageKind::kAccepted, MessageKind::kNone},
    Telling{OrderState::kPacked, "", MessageKind::kNone, MessageKind::kNone},
    Telling{OrderState::kShipped, "", MessageKind::kShipped, MessageKind::kNone},
    Telling{OrderState::kDelivered, "", MessageKind::kDelivered, MessageKind::kNone},
    Telling{OrderState::kReturned, "lost_damaged", MessageKind::kLostToBuyer, MessageKind::kLostToShopCash,
            PaidHow::kCash},
    Telling{OrderState::kReturned, "lost_damaged", MessageKind::kLostToBuyer, MessageKind::kLostToShop},
    Telling{OrderState::kReturned, "", MessageKind::kReturnedToBuyer, MessageKind::kReturnedToShopCash, PaidHow::kCash},
    Telling{OrderState::kReturned, "", MessageKind::kReturnedToBuyer, MessageKind::kReturnedToShop},
    Telling{OrderState::kCancelled, "buyer-cancelled", MessageKind::kNone, MessageKind::kCancelledByBuyer},
    Telling{OrderState::kCancelled, "payment-failed", MessageKind::kUnpaid, MessageKind::kNone},
    Telling{OrderState::kCancelled, "payment-expired", MessageKind::kUnpaid, MessageKind::kNone},
    Telling{OrderState::kCancelled, "shop-silent", MessageKind::kCancelledSilent, MessageKind::kShopWasSilent},
    // Told by the harvest itself, with how it was shared.
    Telling{OrderState::kCancelled, "short-harvest", MessageKind::kNone, MessageKind::kNone},
    Telling{OrderState::kCancelled, "weight-refused", MessageKind::kNone, MessageKind::kNone},
    Telling{OrderState::kCancelled, "", MessageKind::kCancelledByShop, MessageKind::kNone},
};

constexpr const Telling& TellingOf(OrderState to, std::string_view why, PaidHow paid = PaidHow::kEither) {
  for (const Telling& telling : kTellings)
    if (telling.to == to && (telling.why.empty() || telling.why == why) &&
        (telling.paid == PaidHow::kEither || telling.paid == paid))
      return telling;
  return kTellings.front();
}

/// Whoever made an order smaller knows; the other side is told.
constexpr Telling TellingOf(AmendReason why) {
  switch (why) {
    case AmendReason::kBuyerCancelled:
      return {OrderState::kPlaced, "", MessageKind::kNone, MessageKind::kAmendedByBuyer};
    case AmendReason::kShopShort:
    case AmendReason::kShopCancelled:
      return {OrderState::kPlaced, "", MessageKind::kAmendedByShop, MessageKind::kNone};
    case AmendReason::kSubstituted:  // Told by the substitution itself.
      return {OrderState::kPlaced, "", MessageKind::kNone, MessageKind::kNone};
    case AmendReason::kShortHarvest:  // Told by the harvest itself, with how it was shared.
      return {OrderState::kPlaced, "", MessageKind::kNone, MessageKind::kNone};
    case AmendReason::kCatchWeight:
      return {OrderState::kPlaced, "", MessageKind::kAmendedOther, MessageKind::kNone};
  }
  return {};
}

namespace checks {
constexpr bool EveryStateIsTold() {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    bool found = false;
    for (const Telling& telling : kTellings)
      found = found || (telling.to == OrderState(i) && telling.why.empty() && telling.paid == PaidHow::kEither);
    if (!found) return false;
  }
  return true;
}
static_assert(EveryStateIsTold(), "what is told in a state stands in kTellings, be it nothing");
}  // namespace checks

}  // namespace orders
