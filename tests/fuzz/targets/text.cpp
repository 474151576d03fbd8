// Vietnamese text in any shape: nothing breaks, everything done twice is as done once.
#include "keel/text/text.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace keel::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto nfc = Nfc(text);
  const bool ascii = std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
  fuzz::Demand(IsUtf8(nfc), "composed text is UTF-8");
  fuzz::Demand(Nfc(nfc) == nfc, "composing twice changes nothing");
  fuzz::Demand(!ascii || IsUtf8(text), "ASCII is UTF-8");
  if (IsUtf8(text))
    fuzz::Demand(nfc.find("\xEF\xBF\xBD") == nfc.npos || text.find("\xEF\xBF\xBD") != text.npos,
                 "what is UTF-8 is not replaced");

  const auto seen = Visible(text);
  fuzz::Demand(Visible(seen) == seen, "what is seen stays");
  const auto folded = Fold(nfc);
  fuzz::Demand(IsUtf8(folded) && Fold(folded) == folded, "folding twice changes nothing");
  const auto exact = Exact(nfc);
  fuzz::Demand(IsUtf8(exact) && Exact(exact) == exact, "an exact key is its own");
  fuzz::Demand(Fold(exact) == folded, "folding forgets what the exact key keeps");
  const auto trimmed = Trim(text);
  fuzz::Demand(Trim(trimmed) == trimmed && Length(trimmed) <= Length(text), "trimming twice changes nothing");

  const auto slug = Slug(text);
  fuzz::Demand(!slug.empty() && slug.size() <= 80 && Slug(slug) == slug, "a slug is short, and its own");
  fuzz::Demand(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == slug.npos && slug.front() != '-' &&
                   slug.back() != '-',
               "a slug is of letters, digits and single dashes");
  fuzz::Demand(std::ranges::all_of(Ascii(text), [](unsigned char c) { return c < 0x80; }), "ASCII is ASCII");
  for (const auto& word : Words(text)) fuzz::Demand(!word.empty() && IsUtf8(word), "a word is text");
  return 0;
}
