#pragma once
#include <string>
#include <string_view>

namespace payments {

/// The first `most` bytes of a UTF-8 text, fewer where a character would be cut in two: half a one no column takes.
inline std::string Beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

}  // namespace payments
