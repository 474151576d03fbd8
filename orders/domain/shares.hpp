#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/names.hpp"

/// How too little is shared: among the orders of a harvest that fell short, and among the members who fill a
/// cooperative's order. Whole pieces only; every number a share came from is kept, so that anybody can work it out
/// again.
namespace orders {

/// Parts of `total` in proportion to `weights`, each rounded down, what is left given one piece each to the largest
/// remainders; of equal ones to who comes first. Adds up to min(total, sum of the weights), and no part is above its
/// weight. Weights are 0 or more.
std::vector<std::int64_t> ProRata(std::int64_t total, const std::vector<std::int64_t>& weights);

enum class ShortRule : std::uint8_t {
  kFirstCome,  ///< Who ordered first gets all of his, until there is no more.
  kProRata,    ///< Everybody gets the same part of what he ordered.
};
inline constexpr auto kShortRules =
    keel::NamesOf<ShortRule>({{ShortRule::kFirstCome, "first-come"}, {ShortRule::kProRata, "pro-rata"}});
constexpr std::string_view NameOf(ShortRule rule) {
  return kShortRules[std::size_t(rule)];
}

struct Claim {
  std::string holder;  ///< An order.
  std::int64_t wanted = 0;
  keel::Instant at{};   ///< When it was placed.
  bool secured = true;  ///< Paid, or to be paid at the door. An unpaid order stands behind all others.
};
struct Share {
  std::string holder;
  std::int64_t wanted = 0, given = 0;
  std::int64_t position = 0;  ///< 1 for who ordered first.
  std::int64_t ahead = 0;     ///< Pieces that those before him ordered.
  bool operator==(const Share&) const = default;
};
/// In the order of placing (of the same moment: by name). Unpaid orders share what the others leave, under the same
/// rule. Everything that is there is given: the sum is min(available, all that is wanted).
std::vector<Share> ShareShort(std::vector<Claim> claims, std::int64_t available, ShortRule rule);

/// What may be sold ahead of a forecast: so many of a hundred pieces as the seller is sure of, rounded down.
constexpr std::int64_t CapOf(std::int64_t forecast, std::int64_t confidence_percent) {
  return forecast / 100 * confidence_percent + forecast % 100 * confidence_percent / 100;
}

enum class FillRule : std::uint8_t {
  kProRata,   ///< Each member gives in proportion to what he has.
  kRotation,  ///< Who gave longest ago gives all he has, then the next.
};
inline constexpr auto kFillRules =
    keel::NamesOf<FillRule>({{FillRule::kProRata, "pro-rata"}, {FillRule::kRotation, "rotation"}});
constexpr std::string_view NameOf(FillRule rule) {
  return kFillRules[std::size_t(rule)];
}

/// A member who could give. In the order of the cooperative's turns: who gave longest ago first.
struct Giver {
  std::string name;  ///< The member's variant.
  std::int64_t has = 0;
};
struct Part {
  std::string name;
  std::int64_t has = 0, given = 0;
  std::int64_t position = 0;  ///< In the turns, from 1.
  bool operator==(const Part&) const = default;
};
/// One part for each giver, in their order, also those of nothing. Adds up to min(wanted, all they have).
std::vector<Part> FillFrom(const std::vector<Giver>& givers, std::int64_t wanted, FillRule rule);

}  // namespace orders
