#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace payments {

/// Where a transfer of the market's bank stands, out to a seller or back to a buyer.
enum class PayoutState : std::uint8_t { kPrepared, kPaid, kBounced };
inline constexpr std::array<std::string_view, 3> kPayoutStateNames{"prepared", "paid", "bounced"};

}  // namespace payments
