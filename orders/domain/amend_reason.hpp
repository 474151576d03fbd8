#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "keel/names.hpp"

namespace orders {

/// Why an order became smaller, by stable name.
enum class AmendReason : std::uint8_t {
  kShopShort,      ///< The shop takes the order, but not all of it.
  kShopCancelled,  ///< The shop takes a part back later.
  kBuyerCancelled,
  kSubstituted,   ///< The buyer agreed to something else instead.
  kCatchWeight,   ///< The scales said less than was ordered.
  kShortHarvest,  ///< The harvest gave less than was promised.
};
inline constexpr auto kAmendReasons =
    keel::NamesOf<AmendReason>({{AmendReason::kShopShort, "shop-short"},
                                {AmendReason::kShopCancelled, "shop-part-cancelled"},
                                {AmendReason::kBuyerCancelled, "buyer-part-cancelled"},
                                {AmendReason::kSubstituted, "substituted"},
                                {AmendReason::kCatchWeight, "catch-weight"},
                                {AmendReason::kShortHarvest, "short-harvest"}});
constexpr std::string_view NameOf(AmendReason reason) {
  return kAmendReasons[std::size_t(reason)];
}

}  // namespace orders
