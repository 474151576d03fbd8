#include "keel/text/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace keel::text {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kFirstMark = 0x0300;
constexpr char32_t kLastMark = 0x036F;
constexpr std::size_t kLongestSlug = 80;

bool IsMark(char32_t c) {
  return c >= kFirstMark && c <= kLastMark;
}

/// Reads the code point at `at` and moves past it; a broken sequence reads as U+FFFD, as ICU does it.
char32_t Read(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  std::int32_t index = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(text.data(), index, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(index);
  return static_cast<char32_t>(c);
}

void Write(char32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

const icu::Normalizer2& Normalizer(bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = compose ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalization data");
  return *found;
}

icu::UnicodeString ToIcu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string FromIcu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString Normalized(const icu::UnicodeString& text, bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  auto out = Normalizer(compose).normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalize a text");
  return out;
}

/// đ has no decomposition. Ð (eth) looks the same and stands for it in texts that went through old code pages.
char32_t Undash(char32_t c) {
  switch (c) {
    case 0x0111:
    case 0x00F0:
      return U'd';
    case 0x0110:
    case 0x00D0:
      return U'D';
    default:
      return c;
  }
}

/// The whole rule, for any script: NFD, marks U+0300..036F dropped, đ → d, lower case if asked for, NFC.
std::string FoldByIcu(std::string_view text, bool lower) {
  const auto parts = Normalized(ToIcu(text), /*compose=*/false);
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
    auto c = static_cast<char32_t>(parts.char32At(at));
    if (IsMark(c)) continue;
    c = Undash(c);
    kept.append(lower ? u_tolower(static_cast<UChar32>(c)) : static_cast<UChar32>(c));
  }
  return FromIcu(Normalized(kept, /*compose=*/true));
}

/// One row a code point: what FoldByIcu makes of it, where that is at most one code point (0: nothing).
/// Latin, with the Vietnamese block at its end: outside these, letters may combine with their neighbours.
constexpr char32_t kLatinEnd = 0x0250;
constexpr char32_t kVietnameseStart = 0x1E00;
constexpr char32_t kVietnameseEnd = 0x1F00;
constexpr char16_t kSlow = 0xFFFF;

struct Table {
  std::array<char16_t, kLatinEnd> latin{};
  std::array<char16_t, kVietnameseEnd - kVietnameseStart> vietnamese{};

  explicit Table(bool lower) {
    for (char32_t c = 0; c < kLatinEnd; ++c) latin[c] = Of(c, lower);
    for (char32_t c = kVietnameseStart; c < kVietnameseEnd; ++c) vietnamese[c - kVietnameseStart] = Of(c, lower);
  }
  static char16_t Of(char32_t c, bool lower) {
    std::string one;
    Write(c, one);
    const auto folded = FoldByIcu(one, lower);
    std::size_t at = 0;
    const auto first = folded.empty() ? U'\0' : Read(folded, at);
    return at == folded.size() && first < kSlow ? static_cast<char16_t>(first) : kSlow;
  }
};

std::string FoldWith(std::string_view text, bool lower) {
  static const Table kLower(true);
  static const Table kKept(false);
  const Table& table = lower ? kLower : kKept;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = Read(text, at);
    char16_t folded = kSlow;
    if (c < kLatinEnd) {
      folded = table.latin[c];
      if (c == 0) {
        out.push_back('\0');
        continue;
      }
    } else if (c >= kVietnameseStart && c < kVietnameseEnd) {
      folded = table.vietnamese[c - kVietnameseStart];
    } else if (IsMark(c)) {
      continue;
    } else if (c >= 0x2010 && c < 0x2027) {
      folded =
          static_cast<char16_t>(c);  // Dashes, quotes, dots: in many product names, and nothing combines with them.
    }
    if (folded == kSlow) return FoldByIcu(text, lower);
    if (folded != 0) Write(folded, out);
  }
  return out;
}

/// Vowels that carry a tone, by tone: none, grave, hook, tilde, acute, dot.
using Toned = std::array<char32_t, 6>;
constexpr Toned kA{U'a', U'à', U'ả', U'ã', U'á', U'ạ'};
constexpr Toned kE{U'e', U'è', U'ẻ', U'ẽ', U'é', U'ẹ'};
constexpr Toned kO{U'o', U'ò', U'ỏ', U'õ', U'ó', U'ọ'};
constexpr Toned kU{U'u', U'ù', U'ủ', U'ũ', U'ú', U'ụ'};
constexpr Toned kY{U'y', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ'};

std::size_t ToneOf(const Toned& vowel, char32_t c) {
  for (std::size_t tone = 1; tone < vowel.size(); ++tone) {
    if (vowel[tone] == c) return tone;
  }
  return 0;
}

/// hòa → hoà, khỏe → khoẻ, thủy → thuỷ: in a syllable that ends in oa, oe or uy the mark stands on the last letter.
void ModernTones(icu::UnicodeString& text) {
  for (std::int32_t at = 0; at + 1 < text.length(); ++at) {
    if (at + 2 < text.length() && u_isalpha(text.char32At(at + 2))) continue;
    const auto tone_on_o = ToneOf(kO, text[at]);
    const auto tone_on_u = ToneOf(kU, text[at]);
    const char32_t next = text[at + 1];
    const auto move = [&](const Toned& from, const Toned& to, std::size_t tone) {
      text.setCharAt(at, static_cast<char16_t>(from[0]));
      text.setCharAt(at + 1, static_cast<char16_t>(to[tone]));
    };
    if (tone_on_o && next == U'a') move(kO, kA, tone_on_o);
    if (tone_on_o && next == U'e') move(kO, kE, tone_on_o);
    if (tone_on_u && next == U'y') move(kU, kY, tone_on_u);
  }
}

bool IsAlnumAscii(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Typographic signs that have a plain twin.
std::string_view PlainSign(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x2032:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return "-";
    case 0x2026:
      return "...";
    case 0x00D7:
      return "x";
    case 0x20AB:
      return "d";
    case 0x00A0:
    case 0x2009:
    case 0x202F:
      return " ";
    default:
      return {};
  }
}

}  // namespace

std::string Utf8Of(std::string_view file) {
  if (file.starts_with("\xEF\xBB\xBF")) return std::string(file.substr(3));
  const bool little = file.starts_with("\xFF\xFE"), big = file.starts_with("\xFE\xFF");
  if (!little && !big) return std::string(file);
  std::u16string units;
  units.reserve(file.size() / 2);
  for (std::size_t at = 2; at + 1 < file.size(); at += 2) {
    const auto first = static_cast<unsigned char>(file[at]), second = static_cast<unsigned char>(file[at + 1]);
    units += static_cast<char16_t>(little ? second << 8 | first : first << 8 | second);
  }
  return FromIcu(icu::UnicodeString(units.data(), static_cast<std::int32_t>(units.size())));
}

bool IsUtf8(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char first = byte(at);
    if (first < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return false;
    for (std::size_t next = 1; next < length; ++next) {
      if ((byte(at + next) & 0xC0) != 0x80) return false;
    }
    const unsigned char second = byte(at + 1);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
        (first == 0xF4 && second > 0x8F))
      return false;
    at += length;
  }
  return true;
}

std::string Visible(std::string_view text) {
  constexpr char32_t kJoiner = 0x200D, kTextStyle = 0xFE0E, kEmojiStyle = 0xFE0F;
  std::string out;
  out.reserve(text.size());
  bool after_sign = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = Read(text, at);
    const auto point = static_cast<UChar32>(c);
    const bool joins = c == kJoiner || c == kTextStyle || c == kEmojiStyle;
    if (joins ? !after_sign
              : u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
                    u_hasBinaryProperty(point, UCHAR_BIDI_CONTROL) || U_IS_UNICODE_NONCHAR(point))
      continue;
    Write(c, out);
    after_sign = !u_isUWhiteSpace(point);
  }
  return out;
}

std::string Nfc(std::string_view text) {
  bool plain = true;
  for (const char c : text) plain = plain && static_cast<unsigned char>(c) < 0x80;
  return plain ? std::string(text) : FromIcu(Normalized(ToIcu(text), /*compose=*/true));
}

std::string Fold(std::string_view text) {
  return FoldWith(text, /*lower=*/true);
}

std::string Exact(std::string_view text) {
  auto letters = Normalized(ToIcu(text), /*compose=*/true);
  icu::UnicodeString lower;
  for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1))
    lower.append(u_tolower(letters.char32At(at)));
  lower = Normalized(lower, /*compose=*/true);
  ModernTones(lower);
  return FromIcu(lower);
}

std::string Slug(std::string_view text) {
  std::string slug;
  bool gap = false;
  for (const char c : Fold(text)) {
    if (!IsAlnumAscii(c)) {
      gap = true;
      continue;
    }
    if (gap && !slug.empty()) slug.push_back('-');
    gap = false;
    slug.push_back(c);
  }
  if (slug.size() > kLongestSlug) {
    const auto cut = slug.rfind('-', kLongestSlug);
    slug.resize(cut == std::string::npos || cut < kLongestSlug / 2 ? kLongestSlug : cut);
  }
  return slug.empty() ? "muc" : slug;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = Read(text, at);
    const bool inside = c != kReplacement && (u_isalnum(static_cast<UChar32>(c)) || (IsMark(c) && !word.empty()));
    if (inside) {
      Write(c, word);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::size_t Length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++length) Read(text, at);
  return length;
}

std::string Trim(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = Read(text, at);
    if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out.push_back(' ');
    gap = false;
    out.append(text.substr(start, at - start));
  }
  return out;
}

std::string Ascii(std::string_view text) {
  const auto folded = FoldWith(text, /*lower=*/false);
  std::string out;
  out.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = Read(folded, at);
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else {
      out.append(PlainSign(c));
    }
  }
  return out;
}

}  // namespace keel::text
