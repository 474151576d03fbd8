#include "keel/places/place_name.hpp"

#include <array>
#include <vector>

#include "keel/text/text.hpp"

namespace keel::places {
namespace {

struct KindWord {
  std::string_view first, second, kind;
};
// The longer spellings first, so that "thi tran" is not read as a short "t".
constexpr std::array kKindWords{
    KindWord{"thi", "tran", "thitran"}, KindWord{"thi", "xa", "thixa"},   KindWord{"thanh", "pho", "thanhpho"},
    KindWord{"dac", "khu", "dackhu"},   KindWord{"t", "p", "thanhpho"},   KindWord{"t", "t", "thitran"},
    KindWord{"t", "x", "thixa"},        KindWord{"phuong", "", "phuong"}, KindWord{"xa", "", "xa"},
    KindWord{"huyen", "", "huyen"},     KindWord{"quan", "", "quan"},     KindWord{"tinh", "", "tinh"},
    KindWord{"tt", "", "thitran"},      KindWord{"tx", "", "thixa"},      KindWord{"tp", "", "thanhpho"},
    KindWord{"dk", "", "dackhu"},       KindWord{"p", "", "phuong"},      KindWord{"x", "", "xa"},
    KindWord{"h", "", "huyen"},         KindWord{"q", "", "quan"},        KindWord{"t", "", "tinh"},
};

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Folded words; an apostrophe does not end one ("M'Drắk"), digits stand apart from letters ("P1"), "01" is "1".
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    if (IsDigit(word[0])) {
      const auto start = word.find_first_not_of('0');
      word.erase(0, start == std::string::npos ? word.size() - 1 : start);
    }
    words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text::Ascii(text::Fold(text))) {
    if (c == '\'' || c == '`') continue;
    if (!IsDigit(c) && !IsLetter(c)) {
      end_word();
      continue;
    }
    if (!word.empty() && IsDigit(word.back()) != IsDigit(c)) end_word();
    word.push_back(c);
  }
  end_word();
  return words;
}

std::string Join(const std::vector<std::string>& words, std::size_t from, std::string_view between) {
  std::string joined;
  for (std::size_t at = from; at < words.size(); ++at) {
    if (at > from) joined += between;
    joined += words[at];
  }
  return joined;
}

/// The kind the first words mean, and how many they are. A kind alone is no name: something must follow.
std::pair<std::string_view, std::size_t> LeadingKind(const std::vector<std::string>& words) {
  for (const auto& [first, second, kind] : kKindWords) {
    const std::size_t length = second.empty() ? 1 : 2;
    if (words.size() > length && words[0] == first && (second.empty() || words[1] == second)) return {kind, length};
  }
  return {{}, 0};
}

}  // namespace

TypedName ReadName(std::string_view text) {
  const auto words = WordsOf(text);
  const auto [kind, length] = LeadingKind(words);
  return {Join(words, 0, ""), std::string(kind), Join(words, length, "")};
}

KnownName SplitName(std::string_view text) {
  const auto words = WordsOf(text);
  const auto [kind, length] = LeadingKind(words);
  return {std::string(kind), Join(words, length, "")};
}

int Fit(const TypedName& typed, std::string_view kind, std::string_view bare) {
  if (!typed.kind.empty() && typed.kind == kind && typed.rest == bare) return 3;
  if (typed.whole == bare) return 2;
  return !typed.kind.empty() && typed.rest == bare ? 1 : 0;
}

std::string SpacedName(std::string_view text) {
  return Join(WordsOf(text), 0, " ");
}

}  // namespace keel::places
