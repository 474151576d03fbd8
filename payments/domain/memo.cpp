#include "payments/domain/memo.hpp"

#include <algorithm>
#include <cstdint>

#include "keel/text/text.hpp"

namespace payments {
namespace {

constexpr std::uint64_t kBase = kMemoAlphabet.size();

/// Luhn's scheme over the alphabet's 30 letters: finds every single wrong letter and almost every swap of neighbours.
char CheckLetter(std::string_view letters) {
  std::uint64_t factor = 2, sum = 0;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    const std::uint64_t product = factor * kMemoAlphabet.find(*letter);
    sum += product / kBase + product % kBase;
    factor = 3 - factor;
  }
  return kMemoAlphabet[(kBase - sum % kBase) % kBase];
}

bool IsCode(std::string_view code) {
  return code.size() == kMemoLetters + 1 &&
         std::ranges::all_of(code, [](char c) { return kMemoAlphabet.find(c) != kMemoAlphabet.npos; }) &&
         CheckLetter(code.substr(0, kMemoLetters)) == code.back();
}

}  // namespace

std::string ReferenceOf(std::string_view prefix, const IntentId& id) {
  // The last eight of a ULID's letters are 40 random bits: enough for 30^6.
  constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::uint64_t number = 0;
  for (const char letter : std::string_view(id.text()).substr(id.text().size() - 8))
    number = number * 32 + kCrockford.find(letter);
  std::string code(kMemoLetters, ' ');
  for (char& letter : code) {
    letter = kMemoAlphabet[number % kBase];
    number /= kBase;
  }
  return std::string(prefix) + code + CheckLetter(code);
}

bool IsReference(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) && IsCode(text.substr(prefix.size()));
}

std::string MemoText(std::string_view text) {
  std::string kept;
  for (const char c : keel::text::Ascii(text)) {
    if (c >= 'a' && c <= 'z')
      kept += static_cast<char>(c - 'a' + 'A');
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      kept += c;
  }
  return kept;
}

std::vector<std::string> FindReferences(std::string_view prefix, std::string_view bank_text) {
  const std::string text = MemoText(bank_text);
  const std::size_t length = prefix.size() + kMemoLetters + 1;
  std::vector<std::string> found;
  for (std::size_t at = text.find(prefix); at != text.npos && at + length <= text.size();
       at = text.find(prefix, at + 1)) {
    const auto candidate = text.substr(at, length);
    if (IsReference(prefix, candidate) && std::ranges::find(found, candidate) == found.end())
      found.push_back(candidate);
  }
  return found;
}

std::vector<std::string> FindOrderCodes(std::string_view bank_text) {
  constexpr std::string_view kPrefix = "CP";
  constexpr std::size_t kLetters = 7, kFirst = 4;
  const std::string text = MemoText(bank_text);
  std::vector<std::string> found;
  for (std::size_t at = text.find(kPrefix); at != text.npos; at = text.find(kPrefix, at + 1)) {
    const auto code = text.substr(at + kPrefix.size(), kLetters);
    if (code.size() < kLetters || code.find_first_not_of(kMemoAlphabet) != code.npos) continue;
    auto written = std::string(kPrefix) + "-" + code.substr(0, kFirst) + "-" + code.substr(kFirst);
    if (std::ranges::find(found, written) == found.end()) found.push_back(std::move(written));
  }
  return found;
}

}  // namespace payments
