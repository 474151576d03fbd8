#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "shipping-adapters/domain/shipment_states.hpp"

/// What a carrier says of a parcel, and what we make of it.
namespace shipping {

/// Facts beside the state; a bit set.
enum Flag : unsigned {
  kPickupProblem = 1,  ///< The courier came in vain. Ends with the next word of the carrier.
  kOnHold = 2,         ///< Something is wrong and nobody says what. Ends with the next word.
  kPartial = 4,        ///< Delivered or returned in part. Stays.
  kCodSettled = 8,     ///< The carrier has paid the collected cash out. Stays.
};
inline constexpr std::array<std::string_view, 4> kFlagNames{"pickup_problem", "on_hold", "partial", "cod_settled"};
inline constexpr unsigned kLastingFlags = kPartial | kCodSettled;

/// One thing a carrier said.
struct Update {
  std::string code;                                   ///< The carrier's own status code, kept as it came.
  keel::Instant at{};                                 ///< The carrier's time, not the time it reached us.
  std::optional<ShipmentState> state = std::nullopt;  ///< Empty: known to mean no movement, or not known at all.
  unsigned flags = 0;
  std::string note = {};  ///< The reason in the carrier's words; may be empty.
};

/// One line of a parcel's history.
struct TrackedEvent {
  Update update;
  bool moved = false;
};

/// One thing a carrier's call said.
struct Heard {
  std::string tracking_number;
  Update update;
  /// True when a signature covers it. A hint (false) changes nothing until the carrier says the same when asked.
  bool proven = false;
};

/// Where a parcel stands for us.
struct Standing {
  ShipmentState state = ShipmentState::kCreated;
  unsigned flags = 0;
  std::optional<keel::Instant> heard_at = std::nullopt;  ///< Newest carrier time believed; empty before its first word.
};

struct Judgement {
  Standing after;
  bool moved = false;
  bool correction = false;  ///< It had been delivered, and now it is not: for a person to look at.
};

/// Whether a word that comes late still ends the way of a parcel that is `now`. What is on its way home by a newer word
/// was delivered before it was sent back.
constexpr bool EndsThoughLate(ShipmentState now, ShipmentState word) {
  using enum ShipmentState;
  if (IsFinal(now) || (now == kReturning && word == kDelivered)) return false;
  return word == kDelivered || word == kReturned || word == kLostDamaged;
}

/// Rules: the carrier's time decides, not arrival; a late older word moves nothing, except that a parcel under way
/// comes to its end by it: a carrier's call bears the moment it was sent, so one about an earlier step that came after
/// the parcel was delivered must not hide the delivery from whoever asks later. An unknown code moves nothing; a step
/// the table does not have moves nothing. Whatever the answer, the caller keeps the update in the history.
inline Judgement Judge(const Standing& now, const Update& update) {
  Judgement judged{now};
  judged.after.flags |= update.flags & kLastingFlags;
  const bool late = now.heard_at && update.at < *now.heard_at;
  if (late && !(update.state && EndsThoughLate(now.state, *update.state))) return judged;
  if (!late && (update.state || update.flags != 0)) {
    judged.after.heard_at = update.at;
    judged.after.flags = (judged.after.flags & kLastingFlags) | update.flags;
  }
  if (!update.state || !MayMove(now.state, *update.state)) return judged;
  judged.after.state = *update.state;
  judged.moved = true;
  judged.correction = IsFinal(now.state);
  return judged;
}

}  // namespace shipping
