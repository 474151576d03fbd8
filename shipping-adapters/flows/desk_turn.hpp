#pragma once
#include <chrono>
#include <cstddef>

#include "keel/result.hpp"
#include "shipping-adapters/carriers/carrier.hpp"

/// What the booking and the cancel desk have in common in taking turns at shipments.
namespace shipping {

inline constexpr std::size_t kShipmentsAtOnce = 16;

inline keel::Error NotDue() {
  return {keel::Kind::kConflict, "not-due", "Somebody else works on it."};
}

inline Deadline In(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

}  // namespace shipping
