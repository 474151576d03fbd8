#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/names.hpp"

namespace orders {

/// What other services may know of a level: enough for a badge, not enough to count a shop's shelves.
enum class Band : std::uint8_t { kOut, kLow, kIn };
inline constexpr auto kBandNames = keel::NamesOf<Band>({{Band::kOut, "out"}, {Band::kLow, "low"}, {Band::kIn, "in"}});
inline constexpr std::int64_t kLowAtMost = 5;

constexpr Band BandOf(std::int64_t free) {
  return free <= 0 ? Band::kOut : free <= kLowAtMost ? Band::kLow : Band::kIn;
}

/// The levels of one variant. `free` may be negative for a while: a shop may count fewer than it has promised.
struct Level {
  std::int64_t on_hand = 0;   ///< Owned by the shop: on the shelf, or on the way to a buyer.
  std::int64_t reserved = 0;  ///< Promised to orders that are neither delivered, returned nor cancelled.
  /// Free, but not for this market's buyers: in lots that expired or are held, or kept back for other channels.
  std::int64_t held = 0;
  constexpr std::int64_t free() const { return on_hand - reserved - held; }
  constexpr bool operator==(const Level&) const = default;
};

enum class MovementKind : std::uint8_t {
  kCountedIn,  ///< First stock of a variant or of a lot.
  kReserved,   ///< An order was placed.
  kReleased,   ///< It was cancelled.
  kSold,       ///< It was delivered.
  kReturned,   ///< It came back, from the road or from the buyer.
  kCorrected,  ///< A later count, or goods lost on the way.
  kPromised,   ///< A forecast may be sold ahead; taken back when the harvest is cut and counted in.
  kSpoiled,    ///< Thrown away.
  kMoved,      ///< From one place to another: two rows that cancel out.
};
inline constexpr auto kMovementNames = keel::NamesOf<MovementKind>({{MovementKind::kCountedIn, "counted_in"},
                                                                    {MovementKind::kReserved, "reserved"},
                                                                    {MovementKind::kReleased, "released"},
                                                                    {MovementKind::kSold, "sold"},
                                                                    {MovementKind::kReturned, "returned"},
                                                                    {MovementKind::kCorrected, "corrected"},
                                                                    {MovementKind::kPromised, "promised"},
                                                                    {MovementKind::kSpoiled, "spoiled"},
                                                                    {MovementKind::kMoved, "moved"}});

/// Where pieces are: in which lot, at which of the seller's places. Empty names are the default lot, and home.
struct Bin {
  std::string lot_id, place_id;
  auto operator<=>(const Bin&) const = default;
};

/// One row of the append-only ledger. A level is the sum of its movements; `orders stock-verify` adds them up.
struct Movement {
  std::string variant_id;
  MovementKind kind;
  std::int64_t on_hand = 0;   ///< Change, may be negative.
  std::int64_t reserved = 0;  ///< Change, may be negative.
  /// What caused it: the order's id, or for counts an id of their own. (cause, kind, variant, bin) is unique, so that
  /// no order can release or sell the same goods twice whatever calls are repeated.
  std::string cause;
  std::string by;   ///< Who: an account, "buyer", "system", "carrier".
  std::string why;  ///< A stable name or a person's note; may be empty.
  /// Empty: the store chooses. Promises take the lot that expires first; what an order gives back or takes away comes
  /// from the lots it was promised; goods without lots have the default one only.
  std::optional<Bin> bin = std::nullopt;
  /// Whose promise it is, where that is not `cause`: an amendment's movements name their order here.
  std::string holder = {};
};

/// What a movement of `quantity` pieces changes. Returned goods of a delivered order go back on the shelf; those that
/// never arrived are still on the books and only stop being promised.
constexpr Level ChangeOf(MovementKind kind, std::int64_t quantity, bool was_delivered = false) {
  switch (kind) {
    case MovementKind::kReserved:
      return {0, quantity};
    case MovementKind::kReleased:
      return {0, -quantity};
    case MovementKind::kSold:
      return {-quantity, -quantity};
    case MovementKind::kReturned:
      return was_delivered ? Level{quantity, 0} : Level{0, -quantity};
    case MovementKind::kSpoiled:
      return {-quantity, 0};
    case MovementKind::kCountedIn:
    case MovementKind::kCorrected:
    case MovementKind::kPromised:
    case MovementKind::kMoved:
      return {quantity, 0};
  }
  return {};
}

}  // namespace orders
