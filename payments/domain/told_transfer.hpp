#pragma once
#include <cstdint>
#include <string_view>

#include "payments/domain/payout_state.hpp"

namespace payments {

/// What the bank's word that it sent a transfer comes to, for what is booked.
enum class Heard : std::uint8_t {
  kConfirms,  ///< It was waited for.
  kAlready,   ///< Nothing new.
  kAnother,   ///< Money left for it that is not booked: a person decides.
};

/// `was_paid`: booked as paid once, by `booked` (empty: without a number). `came_back`: a line brought it back before
/// anybody told that it had left. `number`: the one told of now, or empty. A word without a number says nothing new of
/// what was paid; of what was never paid it says that it was.
constexpr Heard Hear(PayoutState state, bool was_paid, std::string_view booked, bool came_back,
                     std::string_view number) {
  if (state == PayoutState::kPrepared) return Heard::kConfirms;
  const bool same = was_paid ? number.empty() || booked.empty() || number == booked : came_back;
  return same ? Heard::kAlready : Heard::kAnother;
}

}  // namespace payments
