#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bank_simulator {

/// What a banking app reads from a VietQR picture.
struct Payload {
  std::string bin, account, memo;
  std::optional<std::int64_t> amount;
};

/// Empty when the text is no VietQR code, or damaged. Written for the simulator alone, from the format's description: a
/// mistake in the market's own writer must not be repeated here.
std::optional<Payload> ReadPayload(std::string_view text);

}  // namespace bank_simulator
