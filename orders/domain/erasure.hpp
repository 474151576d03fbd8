#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "orders/domain/order_states.hpp"

/// When what is kept of a buyer may be erased: once nothing about the order can come any more that needs it.
namespace orders {

/// Why an order is not erased yet. The last two are other services' to say.
enum class ErasureHold : std::uint8_t { kNone, kUnderWay, kReturnOpen, kDisputeOpen, kReturnTime, kMoney, kParcel };
inline constexpr auto kHoldNames = keel::NamesOf<ErasureHold>({{ErasureHold::kNone, ""},
                                                               {ErasureHold::kUnderWay, "under-way"},
                                                               {ErasureHold::kReturnOpen, "return-open"},
                                                               {ErasureHold::kDisputeOpen, "dispute-open"},
                                                               {ErasureHold::kReturnTime, "return-time"},
                                                               {ErasureHold::kMoney, "money"},
                                                               {ErasureHold::kParcel, "parcel"}});
constexpr std::string_view NameOf(ErasureHold hold) {
  return kHoldNames[std::size_t(hold)];
}

/// What decides about one order.
struct ErasureFacts {
  OrderState state = OrderState::kPlaced;
  keel::Instant moved_at{};  ///< When it came into its state.
  bool return_open = false, dispute_open = false;
};

struct Held {
  ErasureHold why = ErasureHold::kNone;
  std::optional<keel::Instant> until = {};  ///< When that is known.
};

/// Disputes may be opened for twice the days of returns (dispute_order.cpp); an order that was cancelled or came back
/// has neither any more.
constexpr Held HoldOf(const ErasureFacts& facts, std::chrono::days return_window, keel::Instant now) {
  const bool ended = facts.state == OrderState::kDelivered || facts.state == OrderState::kReturned ||
                     facts.state == OrderState::kCancelled;
  if (!ended) return {ErasureHold::kUnderWay};
  if (facts.dispute_open) return {ErasureHold::kDisputeOpen};
  if (facts.return_open) return {ErasureHold::kReturnOpen};
  const auto until = facts.moved_at + 2 * return_window;
  if (facts.state == OrderState::kDelivered && now <= until) return {ErasureHold::kReturnTime, until};
  return {};
}

}  // namespace orders
