#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "keel/names.hpp"

namespace payments {

/// Where a transfer of the market's bank stands, out to a seller or back to a buyer.
enum class PayoutState : std::uint8_t { kPrepared, kPaid, kBounced };
inline constexpr auto kPayoutStateNames = keel::NamesOf<PayoutState>(
    {{PayoutState::kPrepared, "prepared"}, {PayoutState::kPaid, "paid"}, {PayoutState::kBounced, "bounced"}});

}  // namespace payments
