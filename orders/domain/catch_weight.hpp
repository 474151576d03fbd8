#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "keel/money.hpp"
#include "keel/names.hpp"

/// Goods whose price follows the scales: ordered grams, packed grams, settled grams. The buyer never pays more than he
/// agreed to, and never gets much less without being asked.
namespace orders {

enum class Weighing : std::uint8_t {
  kSettled,   ///< Within the tolerance, or more than ordered: nothing to ask.
  kAsked,     ///< Too light: the buyer says yes or no.
  kAccepted,  ///< He takes it at its price.
  kDeclined,  ///< He does not want it: the line goes.
};
inline constexpr auto kWeighings = keel::NamesOf<Weighing>({{Weighing::kSettled, "settled"},
                                                            {Weighing::kAsked, "asked"},
                                                            {Weighing::kAccepted, "accepted"},
                                                            {Weighing::kDeclined, "declined"}});
constexpr std::string_view NameOf(Weighing weighing) {
  return kWeighings[std::size_t(weighing)];
}

/// A mistyped weight is put right by weighing again: as long as the buyer has answered nothing.
constexpr bool MayWeighAgain(Weighing before) {
  return before == Weighing::kSettled || before == Weighing::kAsked;
}

struct Weighed {
  Weighing outcome = Weighing::kSettled;
  std::int64_t settled_g = 0;  ///< What is paid for: never above what was ordered.
  keel::Money total;           ///< For those grams.
};

/// What a line of `ordered_g` grams for `agreed` costs when the scales say `packed_g`. Rounded half up to the đồng, and
/// never above `agreed`. `tolerance_bp`: how much lighter it may be without asking, in hundredths of a percent.
constexpr Weighed Weigh(std::int64_t ordered_g, std::int64_t packed_g, keel::Money agreed, std::int64_t tolerance_bp) {
  if (ordered_g <= 0 || packed_g >= ordered_g) return {Weighing::kSettled, ordered_g, agreed};
  packed_g = std::max<std::int64_t>(packed_g, 0);
  const auto wide = static_cast<keel::detail::Wide>(agreed.dong()) * packed_g;
  const auto total = keel::Money::Vnd(static_cast<std::int64_t>((wide * 2 + ordered_g) / (ordered_g * 2)));
  const bool light = static_cast<keel::detail::Wide>(ordered_g - packed_g) * 10'000 >
                     static_cast<keel::detail::Wide>(ordered_g) * tolerance_bp;
  return {light ? Weighing::kAsked : Weighing::kSettled, packed_g, total};
}

}  // namespace orders
