#pragma once
#include <array>
#include <string_view>

#include "keel/names.hpp"

/// Who may have the buyer's money (Decree 52/2024: keeping it for others needs a licence). A market runs in one mode;
/// each order is frozen with what the mode meant for it, so that a market may change its mode without touching the
/// past.
namespace payments {

enum class LegalMode : std::uint8_t {
  kPartner,  ///< A licensed bank, gateway or post company holds the money and pays out as we instruct.
  kDirect,   ///< Buyers pay the seller; we touch no money, write memo balances and bill our fee.
  kPost,     ///< As kPartner for transfers; cash at the door goes from the post to the seller without us.
};
inline constexpr auto kLegalModeNames = keel::NamesOf<LegalMode>(
    {{LegalMode::kPartner, "partner"}, {LegalMode::kDirect, "direct"}, {LegalMode::kPost, "post"}});

enum class Custody : std::uint8_t {
  kHeld,         ///< The market's partner has it until it is paid out.
  kWithSeller,   ///< The seller has it from the start.
  kWithCarrier,  ///< The carrier has it until it pays the seller.
};
inline constexpr auto kCustodyNames = keel::NamesOf<Custody>(
    {{Custody::kHeld, "held"}, {Custody::kWithSeller, "with-seller"}, {Custody::kWithCarrier, "with-carrier"}});

constexpr Custody CustodyOf(LegalMode mode, bool paid_before_shipping) {
  if (mode == LegalMode::kDirect) return Custody::kWithSeller;
  return mode == LegalMode::kPost && !paid_before_shipping ? Custody::kWithCarrier : Custody::kHeld;
}

}  // namespace payments
