#pragma once
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "orders/domain/quiet_hours.hpp"

/// How long an accepted order may wait to be packed, and who hears that it still does: its shop, a day later those who
/// stand by the shop, another day later the buyer, who may then cancel. Nothing is cancelled by itself: what is made to
/// order or still grows takes its time, and a buyer may want it all the same.
namespace orders {

/// Who hears next.
enum class PackingStep : std::uint8_t { kShop, kHelpers, kBuyer, kNobody };
inline constexpr auto kPackingSteps = keel::NamesOf<PackingStep>({{PackingStep::kShop, "shop"},
                                                                  {PackingStep::kHelpers, "helpers"},
                                                                  {PackingStep::kBuyer, "buyer"},
                                                                  {PackingStep::kNobody, "nobody"}});
constexpr std::string_view NameOf(PackingStep step) {
  return kPackingSteps[std::size_t(step)];
}

inline constexpr std::int64_t kUsualPackDays = 2, kMostPackDays = 60;
inline constexpr std::chrono::hours kBetweenReminders{24};

/// When an order accepted at `accepted` should be packed: `days` times 24 hours later, or after the day when the last
/// of its goods is ready, should that come later. Never at night.
constexpr keel::Instant PackBy(keel::Instant accepted, std::optional<keel::Instant> ready, std::int64_t days) {
  return AfterQuiet(std::max(accepted, ready.value_or(accepted)) + std::chrono::hours(24) * days);
}

/// When `step` is told of an order that should be packed by `pack_by`; empty for kNobody.
constexpr std::optional<keel::Instant> ReminderAt(keel::Instant pack_by, PackingStep step) {
  if (step == PackingStep::kNobody) return std::nullopt;
  return pack_by + kBetweenReminders * std::int64_t(step);
}

}  // namespace orders
