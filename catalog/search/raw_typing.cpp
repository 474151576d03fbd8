#include "catalog/search/raw_typing.hpp"

namespace catalog::search {
namespace {

bool IsVowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}
/// VNI's keys, and Telex's that no syllable holds behind its vowel: tones, the horn, the bar of đ.
bool IsKeyBehindVowel(char c) {
  return std::string_view("0123456789sfrxjwzd").find(c) != std::string_view::npos;
}

}  // namespace

std::string WithoutTypingKeys(std::string_view folded) {
  std::string meant, vowels;
  for (const char c : folded) {
    if (vowels.empty()) {
      if (c == 'd' && meant == "d") continue;  // dd: đ
      if (c >= '0' && c <= '9' && !meant.empty()) continue;
      const char letter = c == 'w' ? 'u' : c;  // A lone w is ư.
      meant += letter;
      if (IsVowel(letter)) vowels += letter;
      continue;
    }
    const bool circumflex = (c == 'a' || c == 'e' || c == 'o') && vowels.find(c) != std::string::npos;
    if (circumflex || IsKeyBehindVowel(c)) continue;
    meant += c;
    if (IsVowel(c)) vowels += c;
  }
  return vowels.empty() ? std::string(folded) : meant;
}

}  // namespace catalog::search
