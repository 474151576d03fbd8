#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "keel/names.hpp"
#include "keel/result.hpp"

/// Where an order can be, and the only ways it moves. This table is the documentation, and
/// tests/unit/orders/order_states_test.cpp checks every (state, event) pair.
/// Money has its own machine in payments: an order paid on delivery is confirmed, not paid.
namespace orders {

enum class OrderState : std::uint8_t {
  kPlaced,     ///< Taken, its stock reserved; the money is not there yet.
  kConfirmed,  ///< Payment secured (or due at the door); waits for the shop.
  kAccepted,   ///< The shop said yes.
  kPacked,     ///< Ready; waits for the carrier.
  kShipped,    ///< With the carrier; nobody can cancel any more.
  kDelivered,
  kReturned,  ///< Back with the shop, or lost on the way.
  kCancelled,
};
enum class OrderEvent : std::uint8_t {
  kPaymentSecured,
  kAccepted,
  kPacked,
  kCollected,
  kDelivered,
  kSentBack,
  kCancelled,
};

/// Wire and database names, by enumerator. Renaming one is a migration and an API change.
inline constexpr auto kStateNames = keel::NamesOf<OrderState>({{OrderState::kPlaced, "placed"},
                                                               {OrderState::kConfirmed, "confirmed"},
                                                               {OrderState::kAccepted, "accepted"},
                                                               {OrderState::kPacked, "packed"},
                                                               {OrderState::kShipped, "shipped"},
                                                               {OrderState::kDelivered, "delivered"},
                                                               {OrderState::kReturned, "returned"},
                                                               {OrderState::kCancelled, "cancelled"}});
inline constexpr auto kEventNames = keel::NamesOf<OrderEvent>({{OrderEvent::kPaymentSecured, "payment-secured"},
                                                               {OrderEvent::kAccepted, "accepted"},
                                                               {OrderEvent::kPacked, "packed"},
                                                               {OrderEvent::kCollected, "collected"},
                                                               {OrderEvent::kDelivered, "delivered"},
                                                               {OrderEvent::kSentBack, "sent-back"},
                                                               {OrderEvent::kCancelled, "cancelled"}});

constexpr std::string_view NameOf(OrderState state) {
  return kStateNames[std::size_t(state)];
}

/// Empty for a name that is no state's.
constexpr std::optional<OrderState> FindState(std::string_view name) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i)
    if (kStateNames[i] == name) return OrderState(i);
  return std::nullopt;
}

/// For rows this program wrote. Throws std::runtime_error naming the unknown state.
inline OrderState StateFromRow(std::string_view name) {
  if (const auto state = FindState(name)) return *state;
  throw std::runtime_error("unknown order state in the database: " + std::string(name));
}

struct Transition {
  OrderState from;
  OrderEvent on;
  OrderState to;
};

inline constexpr std::array kTransitions{
    Transition{OrderState::kPlaced, OrderEvent::kPaymentSecured, OrderState::kConfirmed},
    Transition{OrderState::kPlaced, OrderEvent::kCancelled, OrderState::kCancelled},
    Transition{OrderState::kConfirmed, OrderEvent::kAccepted, OrderState::kAccepted},
    Transition{OrderState::kConfirmed, OrderEvent::kCancelled, OrderState::kCancelled},
    Transition{OrderState::kAccepted, OrderEvent::kPacked, OrderState::kPacked},
    Transition{OrderState::kAccepted, OrderEvent::kCancelled, OrderState::kCancelled},
    Transition{OrderState::kPacked, OrderEvent::kCollected, OrderState::kShipped},
    Transition{OrderState::kPacked, OrderEvent::kCancelled, OrderState::kCancelled},
    Transition{OrderState::kShipped, OrderEvent::kDelivered, OrderState::kDelivered},
    Transition{OrderState::kShipped, OrderEvent::kSentBack, OrderState::kReturned},
    Transition{OrderState::kDelivered, OrderEvent::kSentBack, OrderState::kReturned},
};

constexpr std::optional<OrderState> Lookup(OrderState from, OrderEvent on) {
  for (const Transition& t : kTransitions)
    if (t.from == from && t.on == on) return t.to;
  return std::nullopt;
}

/// The state after `on`. Errors: kConflict "order-state-conflict" where the table has no row;
/// asking again cannot help until something else moves the order.
inline keel::Result<OrderState> Next(OrderState from, OrderEvent on) {
  if (const auto to = Lookup(from, on)) return *to;
  return keel::Error{keel::Kind::kConflict, "order-state-conflict",
                     "An order that is " + std::string(NameOf(from)) + " cannot do that.", std::string(NameOf(from))};
}

/// What a carrier's word about a parcel means for the order, as the events that lead there. Carriers skip scans
/// ("delivered" with no pick-up before it), so every step on the way stands in the list.
inline constexpr std::array kWayToShipped{OrderEvent::kCollected};
inline constexpr std::array kWayToDelivered{OrderEvent::kCollected, OrderEvent::kDelivered};
inline constexpr std::array kWayToReturned{OrderEvent::kCollected, OrderEvent::kSentBack};

/// Empty for parcel states that do not move an order (created, cancelled, delivery_failed while still at the shop …)
/// and for words we do not know: those are kept with the shipment and never guessed.
constexpr std::span<const OrderEvent> WayFor(std::string_view parcel_state) {
  if (parcel_state == "delivered") return kWayToDelivered;
  if (parcel_state == "returned" || parcel_state == "lost_damaged") return kWayToReturned;
  for (const std::string_view moving : {"picked_up", "in_transit", "out_for_delivery", "delivery_failed", "returning"})
    if (parcel_state == moving) return kWayToShipped;
  return {};
}

namespace checks {
constexpr bool OneRowPerPair() {
  for (std::size_t a = 0; a < kTransitions.size(); ++a)
    for (std::size_t b = a + 1; b < kTransitions.size(); ++b)
      if (kTransitions[a].from == kTransitions[b].from && kTransitions[a].on == kTransitions[b].on) return false;
  return true;
}
constexpr bool EveryStateReachable() {
  std::array<bool, kStateNames.size()> seen{true};  // kPlaced is where orders are born.
  for (std::size_t round = 0; round < seen.size(); ++round)
    for (const Transition& t : kTransitions)
      if (seen[std::size_t(t.from)]) seen[std::size_t(t.to)] = true;
  for (const bool s : seen)
    if (!s) return false;
  return true;
}
/// Stock that left the house cannot be given back by a cancellation.
constexpr bool NoCancelOnceCollected() {
  for (const OrderState state : {OrderState::kShipped, OrderState::kDelivered, OrderState::kReturned})
    if (Lookup(state, OrderEvent::kCancelled)) return false;
  return true;
}
constexpr bool CancelledIsFinal() {
  for (const Transition& t : kTransitions)
    if (t.from == OrderState::kCancelled || t.from == OrderState::kReturned) return false;
  return true;
}
static_assert(OneRowPerPair(), "two rows of kTransitions answer the same (state, event)");
static_assert(EveryStateReachable(), "a state of kTransitions can never be entered");
static_assert(NoCancelOnceCollected(), "a collected order may not be cancelled");
static_assert(CancelledIsFinal(), "cancelled and returned are final");
}  // namespace checks

}  // namespace orders
