#pragma once
#include <cstdint>
#include <optional>

#include "orders/domain/order_states.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

/// What becomes of the goods when a parcel comes to its end without its buyer.
enum class Fate : std::uint8_t { kBackToShop, kLost };

struct GoodsEffect {
  MovementKind kind;
  Level one;  ///< Change a piece.
};

/// What it does to the stock of each piece that an order enters `to`, if anything.
constexpr std::optional<GoodsEffect> EffectOf(OrderState from, OrderState to, Fate fate) {
  const auto made = [&](MovementKind kind) {
    return GoodsEffect{kind, ChangeOf(kind, 1, from == OrderState::kDelivered)};
  };
  switch (to) {
    case OrderState::kCancelled:
      return made(MovementKind::kReleased);
    case OrderState::kDelivered:
      return made(MovementKind::kSold);
    case OrderState::kReturned:
      if (fate == Fate::kBackToShop) return made(MovementKind::kReturned);
      if (from == OrderState::kDelivered) return std::nullopt;  // Off the books already.
      return GoodsEffect{MovementKind::kCorrected, {-1, -1}};
    case OrderState::kPlaced:
    case OrderState::kConfirmed:
    case OrderState::kAccepted:
    case OrderState::kPacked:
    case OrderState::kShipped:
      return std::nullopt;
  }
  return std::nullopt;
}

/// The same for a stray: a parcel that was taken although its order was cancelled. It goes the way of a parcel that was
/// packed, but that its goods had been set free, so that leaving the shop takes them off sale again.
constexpr std::optional<GoodsEffect> StrayEffectOf(OrderState from, OrderState to, Fate fate) {
  if (to == OrderState::kShipped) return GoodsEffect{MovementKind::kReserved, ChangeOf(MovementKind::kReserved, 1)};
  return EffectOf(from, to, fate);
}

}  // namespace orders
