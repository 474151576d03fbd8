#pragma once
#include <chrono>

#include "keel/clock.hpp"

/// Nobody is woken: between nine in the evening and six in the morning no message goes out and no clock runs. Vietnam
/// is seven hours ahead of UTC all year.
namespace orders {

inline constexpr std::chrono::hours kVietnam{7};
inline constexpr std::chrono::hours kWakes{6}, kSleeps{21};
inline constexpr std::chrono::hours kWakingDay = kSleeps - kWakes;

namespace detail {
/// Time of day in Vietnam.
constexpr std::chrono::milliseconds TimeOfDay(keel::Instant at) {
  const auto local = at + kVietnam;
  return local - std::chrono::floor<std::chrono::days>(local);
}
}  // namespace detail

constexpr bool IsQuiet(keel::Instant at) {
  const auto time = detail::TimeOfDay(at);
  return time < kWakes || time >= kSleeps;
}

/// `at`, or the next morning's first moment when `at` is at night.
constexpr keel::Instant AfterQuiet(keel::Instant at) {
  const auto time = detail::TimeOfDay(at);
  if (time < kWakes) return at + (kWakes - time);
  if (time >= kSleeps) return at + (std::chrono::hours(24) - time) + kWakes;
  return at;
}

/// The moment when `waking` time has passed since `at`, nights not counted; so it never lies in one, but may be the
/// evening's last moment. `waking` is not negative.
constexpr keel::Instant AddWaking(keel::Instant at, std::chrono::milliseconds waking) {
  at = AfterQuiet(at);
  for (;;) {
    const auto left_today = kSleeps - detail::TimeOfDay(at);
    if (waking <= left_today) return at + waking;
    waking -= left_today;
    at = AfterQuiet(at + left_today);
  }
}

}  // namespace orders
