// Amounts in files that others wrote.
#include "keel/text/number.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = keel::text::ReadDong(text);
  if (!read) return 0;
  const auto dong = read->dong();
  fuzz::Demand(keel::text::ReadDong(std::to_string(dong)) == read, "an amount that is written again reads the same");
  // The longest file anybody may send has 20000 rows.
  fuzz::Demand(dong <= INT64_MAX / 20'000 && dong >= -(INT64_MAX / 20'000), "a file of such amounts adds up");
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  const auto plain = std::to_string(dong < 0 ? -dong : dong);
  fuzz::Demand(digits.find(plain) != digits.npos, "no digit comes from nowhere");
  return 0;
}
