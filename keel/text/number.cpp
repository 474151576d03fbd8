#include "keel/text/number.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "keel/text/text.hpp"

namespace keel::text {
namespace {

/// Past every sum of this market, and the twenty thousand rows of the longest file still add up in 64 bits.
constexpr std::size_t kMostDigits = 14;

constexpr std::string_view kDongSign = "₫";  ///< As Vietnam's currency format of spreadsheets writes it.

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Without its separators, which may stand only where thousands end: "1.5" is not 15, and "0.500" not 500.
std::optional<std::string> Ungrouped(std::string_view text) {
  const auto mark = text.find_first_of("., ");
  if (mark == std::string_view::npos) return IsDigits(text) ? std::optional(std::string(text)) : std::nullopt;
  std::string digits(text.substr(0, mark));
  if (!IsDigits(digits) || digits.size() > 3 || digits.front() == '0') return std::nullopt;
  for (auto rest = text.substr(mark); !rest.empty(); rest = rest.substr(4)) {
    if (rest.size() < 4 || rest.front() != text[mark] || !IsDigits(rest.substr(1, 3))) return std::nullopt;
    digits += rest.substr(1, 3);
  }
  return digits;
}

/// What stands before a fraction of zeros: grouped by another sign than the fraction's, or too long to be a group
/// itself ("232.00" may be a slip for 232.000). Nothing but zeros is nothing, however it is read.
std::optional<std::string> BeforeZeros(std::string_view text) {
  const auto point = text.find_last_of(".,");
  if (point == std::string_view::npos) return std::nullopt;
  const auto whole = text.substr(0, point), fraction = text.substr(point + 1);
  if (fraction != "0" && fraction != "00") return std::nullopt;
  const auto digits = Ungrouped(whole);
  const bool is_sure =
      digits && (digits->size() > 3 || *digits == "0") && whole.find(text[point]) == std::string_view::npos;
  return is_sure ? digits : std::nullopt;
}

}  // namespace

std::optional<Money> ReadDong(std::string_view text) {
  std::string plain = Fold(Trim(text));
  for (const auto tail : {std::string_view("vnd"), std::string_view("dong"), std::string_view("d"), kDongSign})
    if (plain.ends_with(tail)) {
      plain.resize(plain.size() - tail.size());
      break;
    }
  for (const std::string_view head : {std::string_view("vnd"), kDongSign})
    if (plain.starts_with(head)) plain.erase(0, head.size());
  plain = Trim(plain);
  const bool is_negative = plain.starts_with('-');
  if (is_negative) plain.erase(0, 1);
  auto digits = Ungrouped(plain);
  if (!digits) digits = BeforeZeros(plain);
  if (!digits || digits->size() > kMostDigits) return std::nullopt;
  std::int64_t dong = 0;
  std::from_chars(digits->data(), digits->data() + digits->size(), dong);
  return Money::Vnd(is_negative ? -dong : dong);
}

}  // namespace keel::text
