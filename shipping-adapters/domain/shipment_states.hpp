#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "keel/names.hpp"

/// Where a parcel can be, the same words for every carrier, and the only ways it moves. Missing steps are normal
/// (carriers skip), so the table has the jumps too; it has no way back except a delivery that is tried again, after it
/// failed or on the way home (a sender may still stop a return that waits for his word).
namespace shipping {

enum class ShipmentState : std::uint8_t {
  kCreated,
  kPickedUp,
  kInTransit,
  kOutForDelivery,
  kDelivered,
  kDeliveryFailed,
  kReturning,
  kReturned,
  kLostDamaged,
  kCancelled,
};
/// Wire and database names, by enumerator. Renaming one is a migration and an API change.
inline constexpr auto kStateNames = keel::NamesOf<ShipmentState>({{ShipmentState::kCreated, "created"},
                                                                  {ShipmentState::kPickedUp, "picked_up"},
                                                                  {ShipmentState::kInTransit, "in_transit"},
                                                                  {ShipmentState::kOutForDelivery, "out_for_delivery"},
                                                                  {ShipmentState::kDelivered, "delivered"},
                                                                  {ShipmentState::kDeliveryFailed, "delivery_failed"},
                                                                  {ShipmentState::kReturning, "returning"},
                                                                  {ShipmentState::kReturned, "returned"},
                                                                  {ShipmentState::kLostDamaged, "lost_damaged"},
                                                                  {ShipmentState::kCancelled, "cancelled"}});

constexpr std::string_view Name(ShipmentState state) {
  return kStateNames[static_cast<std::size_t>(state)];
}

constexpr std::optional<ShipmentState> StateNamed(std::string_view name) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i)
    if (kStateNames[i] == name) return static_cast<ShipmentState>(i);
  return std::nullopt;
}

namespace detail {
constexpr std::uint16_t Bits() {
  return 0;
}
template <class... More>
constexpr std::uint16_t Bits(ShipmentState first, More... more) {
  return static_cast<std::uint16_t>((1U << static_cast<unsigned>(first)) | Bits(more...));
}
}  // namespace detail

/// By state: the states it may move to.
/// Out of delivered only a carrier's later word that it goes back or was lost: a correction, which is logged.
inline constexpr std::array<std::uint16_t, kStateNames.size()> kMoves = [] {
  using enum ShipmentState;
  std::array<std::uint16_t, kStateNames.size()> moves{};
  const auto row = [&](ShipmentState from, std::uint16_t to) { moves[static_cast<std::size_t>(from)] = to; };
  using detail::Bits;
  row(kCreated, Bits(kPickedUp, kInTransit, kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned,
                     kLostDamaged, kCancelled));
  row(kPickedUp, Bits(kInTransit, kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged));
  row(kInTransit, Bits(kOutForDelivery, kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged));
  row(kOutForDelivery, Bits(kDelivered, kDeliveryFailed, kReturning, kReturned, kLostDamaged));
  row(kDeliveryFailed, Bits(kOutForDelivery, kDelivered, kReturning, kReturned, kLostDamaged));
  row(kReturning, Bits(kOutForDelivery, kDelivered, kReturned, kLostDamaged));
  row(kDelivered, Bits(kReturning, kReturned, kLostDamaged));
  return moves;
}();

constexpr bool MayMove(ShipmentState from, ShipmentState to) {
  return (kMoves[static_cast<std::size_t>(from)] & detail::Bits(to)) != 0;
}

/// Nothing more is expected from the carrier.
constexpr bool IsFinal(ShipmentState state) {
  using enum ShipmentState;
  return state == kDelivered || state == kReturned || state == kLostDamaged || state == kCancelled;
}

}  // namespace shipping
