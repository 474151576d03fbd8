#include "keel/id.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>

namespace keel {

std::string NewUlid(Instant at) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<unsigned char, 10> random;
  randombytes_buf(random.data(), random.size());

  std::string text(26, '0');
  auto milliseconds = static_cast<std::uint64_t>(at.time_since_epoch().count()) & 0xFFFF'FFFF'FFFFu;
  for (int i = 9; i >= 0; --i, milliseconds >>= 5) text[static_cast<std::size_t>(i)] = kAlphabet[milliseconds & 31];
  // 80 bits in 16 letters of 5: two halves of 40 bits, so that no letter straddles a word.
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) bits = bits << 8 | random[half * 5 + i];
    for (std::size_t i = 8; i-- > 0; bits >>= 5) text[10 + half * 8 + i] = kAlphabet[bits & 31];
  }
  return text;
}

}  // namespace keel
