#include "keel/places/place_name.hpp"

#include <algorithm>
#include <array>

#include "keel/text/text.hpp"

namespace keel::places {
namespace {

struct KindWord {
  std::string_view typed, kind;  // Folded, with the blank after it: something must follow, a kind alone is no name.
};
// "Thi xa" may be the kind, but "thi tran" must not be read as a short "t".
constexpr std::array kKindWords{
    KindWord{"thi tran ", "thitran"}, KindWord{"thi xa ", "thixa"},  KindWord{"thanh pho ", "thanhpho"},
    KindWord{"dac khu ", "dackhu"},   KindWord{"t p ", "thanhpho"},  KindWord{"t t ", "thitran"},
    KindWord{"t x ", "thixa"},        KindWord{"phuong ", "phuong"}, KindWord{"xa ", "xa"},
    KindWord{"huyen ", "huyen"},      KindWord{"quan ", "quan"},     KindWord{"tinh ", "tinh"},
    KindWord{"tt ", "thitran"},       KindWord{"tx ", "thixa"},      KindWord{"tp ", "thanhpho"},
    KindWord{"dk ", "dackhu"},        KindWord{"p ", "phuong"},      KindWord{"x ", "xa"},
    KindWord{"h ", "huyen"},          KindWord{"q ", "quan"},        KindWord{"t ", "tinh"},
};

constexpr std::string_view kApostropheLead = "\xE2\x80";  // ‘ and ’ are this and 0x98 or 0x99.

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Where the text of a number starts: "01" is "1".
void DropLeadingZeros(std::string& spaced, std::size_t word_start) {
  if (word_start >= spaced.size() || !IsDigit(spaced[word_start])) return;
  const auto start = std::min(spaced.find_first_not_of('0', word_start), spaced.size() - 1);
  spaced.erase(word_start, start - word_start);
}

std::string Compact(std::string_view spaced) {
  std::string compact(spaced);
  std::erase(compact, ' ');
  return compact;
}

std::pair<std::string_view, std::string_view> SplitKind(std::string_view spaced) {
  for (const auto& [typed, kind] : kKindWords) {
    if (spaced.size() > typed.size() && spaced.starts_with(typed)) return {kind, spaced.substr(typed.size())};
  }
  return {{}, spaced};
}

}  // namespace

std::string SpacedName(std::string_view text) {
  const auto folded = text::Fold(text);
  std::string spaced;
  spaced.reserve(folded.size() + 4);
  std::size_t word_start = 0;
  const auto end_word = [&] {
    if (spaced.size() == word_start) return;
    DropLeadingZeros(spaced, word_start);
    spaced.push_back(' ');
    word_start = spaced.size();
  };
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    if (c == '\'' || c == '`') continue;  // An apostrophe does not end a word: "M'Drắk".
    if (folded.compare(at, 2, kApostropheLead) == 0 && at + 2 < folded.size() &&
        (folded[at + 2] == '\x98' || folded[at + 2] == '\x99')) {
      at += 2;
      continue;
    }
    if (!IsDigit(c) && !IsLetter(c)) {
      end_word();
      continue;
    }
    // Digits stand apart from letters: "P1".
    if (spaced.size() > word_start && IsDigit(spaced.back()) != IsDigit(c)) end_word();
    spaced.push_back(c);
  }
  end_word();
  if (!spaced.empty()) spaced.pop_back();
  return spaced;
}

TypedName ReadName(std::string_view text) {
  const auto spaced = SpacedName(text);
  const auto [kind, rest] = SplitKind(spaced);
  return {Compact(spaced), std::string(kind), Compact(rest)};
}

KnownName SplitName(std::string_view text) {
  const auto spaced = SpacedName(text);
  const auto [kind, rest] = SplitKind(spaced);
  return {std::string(kind), Compact(rest)};
}

int Fit(const TypedName& typed, std::string_view kind, std::string_view bare) {
  if (!typed.kind.empty() && typed.kind == kind && typed.rest == bare) return 3;
  if (typed.whole == bare) return 2;
  return !typed.kind.empty() && typed.rest == bare ? 1 : 0;
}

}  // namespace keel::places
