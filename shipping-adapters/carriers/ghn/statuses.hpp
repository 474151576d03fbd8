#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "shipping-adapters/domain/tracking.hpp"

namespace shipping::ghn {

struct Meaning {
  std::string_view status;
  std::optional<ShipmentState> state;
  unsigned flags;
};

/// All 22 statuses of GHN's list. Anything else is unknown: kept in the history, moves nothing.
inline constexpr std::array<Meaning, 22> kMeanings{{
    {"ready_to_pick", ShipmentState::kCreated, 0},
    {"picking", ShipmentState::kCreated, 0},
    {"money_collect_picking", ShipmentState::kCreated, 0},
    {"picked", ShipmentState::kPickedUp, 0},
    {"storing", ShipmentState::kInTransit, 0},
    {"transporting", ShipmentState::kInTransit, 0},
    {"sorting", ShipmentState::kInTransit, 0},
    {"delivering", ShipmentState::kOutForDelivery, 0},
    {"money_collect_delivering", ShipmentState::kOutForDelivery, 0},
    {"delivered", ShipmentState::kDelivered, 0},
    {"delivery_fail", ShipmentState::kDeliveryFailed, 0},
    {"waiting_to_return", ShipmentState::kDeliveryFailed, 0},
    {"return", ShipmentState::kReturning, 0},
    {"return_transporting", ShipmentState::kReturning, 0},
    {"return_sorting", ShipmentState::kReturning, 0},
    {"returning", ShipmentState::kReturning, 0},
    {"return_fail", ShipmentState::kReturning, 0},
    {"returned", ShipmentState::kReturned, 0},
    {"cancel", ShipmentState::kCancelled, 0},
    {"exception", std::nullopt, kOnHold},
    {"damage", ShipmentState::kLostDamaged, 0},
    {"lost", ShipmentState::kLostDamaged, 0},
}};

/// Null for a status GHN did not tell of.
constexpr const Meaning* MeaningOf(std::string_view status) {
  for (const auto& meaning : kMeanings)
    if (meaning.status == status) return &meaning;
  return nullptr;
}

/// A failed pick-up has no status of its own: it shows in the reason ("GHN-PFA1A0", "GHN-PCB0B2").
constexpr bool IsPickupProblem(std::string_view reason_code) {
  return reason_code.starts_with("GHN-PF") || reason_code.starts_with("GHN-PCB");
}

}  // namespace shipping::ghn
