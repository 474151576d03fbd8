#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "orders/domain/quiet_hours.hpp"

/// How long an order waits for a yes, and whose it may be: first the shop's, then also its helper's, then also its
/// cooperative's, then nobody's and it is cancelled. Whoever was asked before may still answer.
namespace orders {

/// kNew: nobody was asked yet; that takes a moment.
enum class ClockStep : std::uint8_t { kShop, kHelper, kCooperative, kOver, kNew };
inline constexpr auto kClockSteps = keel::NamesOf<ClockStep>({{ClockStep::kShop, "shop"},
                                                              {ClockStep::kHelper, "helper"},
                                                              {ClockStep::kCooperative, "cooperative"},
                                                              {ClockStep::kOver, "over"},
                                                              {ClockStep::kNew, "new"}});
constexpr std::string_view NameOf(ClockStep step) {
  return kClockSteps[std::size_t(step)];
}

/// Waking hours of each step, as the shop chose; 0 leaves a step out, but the shop's.
struct ClockHours {
  std::int64_t shop = 6, helper = 4, cooperative = 6;
  constexpr bool operator==(const ClockHours&) const = default;
};
inline constexpr std::int64_t kMostClockHours = 48;

struct ClockTimes {
  keel::Instant shop_until, helper_until, cooperative_until;  ///< Each not before the one before it.

  constexpr keel::Instant Until(ClockStep step) const {
    return step == ClockStep::kShop ? shop_until : step == ClockStep::kHelper ? helper_until : cooperative_until;
  }
  constexpr ClockStep At(keel::Instant now) const {
    return now < shop_until          ? ClockStep::kShop
           : now < helper_until      ? ClockStep::kHelper
           : now < cooperative_until ? ClockStep::kCooperative
                                     : ClockStep::kOver;
  }
};

/// The deadlines of an order that could be accepted from `since` on.
constexpr ClockTimes TimesOf(keel::Instant since, const ClockHours& hours) {
  const auto step = [](keel::Instant from, std::int64_t waking) {
    return waking == 0 ? from : AddWaking(from, std::chrono::hours(waking));  // A step left out takes no night either.
  };
  const auto shop = step(since, hours.shop);
  const auto helper = step(shop, hours.helper);
  return {shop, helper, step(helper, hours.cooperative)};
}

/// What the buyer is shown while the order waits.
struct AnswerClock {
  ClockStep step = ClockStep::kShop;
  keel::Instant until{};
};

}  // namespace orders
