#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/shares.hpp"

namespace orders {

enum class HarvestState : std::uint8_t { kOpen, kCut };
inline constexpr auto kHarvestStates =
    keel::NamesOf<HarvestState>({{HarvestState::kOpen, "open"}, {HarvestState::kCut, "cut"}});

/// A harvest that is sold ahead. Its pieces are those of a lot that grows: promised up to the cap, and replaced by what
/// was packed when it is cut. Quantities are pieces of the variant.
struct Harvest {
  HarvestId id;
  std::string variant_id, shop_id, party_id, lot_id;
  HarvestState state = HarvestState::kOpen;
  std::string ready_on;                       ///< The day it is expected, "2026-12-20".
  std::int64_t forecast = 0, confidence = 0;  ///< Pieces; so many of a hundred the seller is sure of.
  ShortRule rule = ShortRule::kFirstCome;     ///< Chosen before anything is sold; never changed.
  std::int64_t cap = 0;
  std::int64_t cut = 0, graded = 0, packed = 0;  ///< Cut from the field; good enough; ready to sell.
  std::int64_t promised = 0;                     ///< Sold ahead when it was cut.
  keel::Instant opened_at{};
  std::optional<keel::Instant> cut_at;
  std::int64_t version = 1;
};

}  // namespace orders
