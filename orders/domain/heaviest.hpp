#pragma once
#include <cstdint>

#include "keel/result.hpp"
#include "orders/domain/offer.hpp"

namespace orders {

/// The most an order's goods may weigh with their box, on paper as on the scales when it is packed. Carriers take less
/// in one parcel; an order may be sent in parts.
inline constexpr std::int64_t kHeaviestOrderGrams = 200'000;

/// Said of an order past that, which holds `one`. kConflict "order-too-heavy" (argument: the shop).
inline keel::Error TooHeavy(const Offer& one) {
  return {keel::Kind::kConflict, "order-too-heavy", "An order weighs at most 200 kg.", one.shop_name};
}

}  // namespace orders
