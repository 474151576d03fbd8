#include "storefront/web/number.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace storefront::web {
namespace {

using State = Number::State;

constexpr std::size_t kMostDigits = 15;

struct Unit {
  std::string_view name;
  std::int64_t scale;
};
constexpr std::array kNoUnit{Unit{"", 1}};
constexpr std::array kDongs{Unit{"", 1},     Unit{"đ", 1},   Unit{"₫", 1},  Unit{"d", 1},
                            Unit{"đồng", 1}, Unit{"vnd", 1}, Unit{"vnđ", 1}};
constexpr std::array kWeights{Unit{"", 1},     Unit{"g", 1},      Unit{"gr", 1},     Unit{"gam", 1},
                              Unit{"gram", 1}, Unit{"kg", 1'000}, Unit{"ký", 1'000}, Unit{"kí", 1'000}};
constexpr std::array kPercents{Unit{"", 1}, Unit{"%", 1}};
constexpr std::array kHundredthsOf{Unit{"", 100}, Unit{"%", 100}};
constexpr std::array kHoursOf{Unit{"", 1}, Unit{"giờ", 1}, Unit{"h", 1}, Unit{"tiếng", 1}};
constexpr std::array kDaysOf{Unit{"", 1}, Unit{"ngày", 1}, Unit{"hôm", 1}, Unit{"day", 1}, Unit{"days", 1}};

std::span<const Unit> UnitsOf(Measure measure) {
  switch (measure) {
    case Measure::kDong:
      return kDongs;
    case Measure::kGrams:
      return kWeights;
    case Measure::kWholePercent:
      return kPercents;
    case Measure::kHundredths:
      return kHundredthsOf;
    case Measure::kHours:
      return kHoursOf;
    case Measure::kDays:
      return kDaysOf;
    case Measure::kPieces:
      break;
  }
  return kNoUnit;
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

void Replace(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Small letters, plain blanks, a plain minus; nothing around it.
std::string Plain(std::string_view typed) {
  std::string text(typed);
  for (const std::string_view blank : {"\u00a0", "\u202f", "\u2009"}) Replace(text, blank, " ");
  for (const std::string_view minus : {"\u2212", "\u2013"}) Replace(text, minus, "-");
  Replace(text, "Đ", "đ");
  Replace(text, "Ồ", "ồ");
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto first = text.find_first_not_of(" \t\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// "12.500.000" → "12500000": one to three digits, then threes.
std::optional<std::string> Grouped(const std::string& text, char separator) {
  const auto parts = Split(text, separator);
  std::string digits;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const auto& part = parts[at];
    if (!std::ranges::all_of(part, IsDigit) || part.empty() || part.size() > 3 || (at > 0 && part.size() != 3))
      return std::nullopt;
    digits += part;
  }
  if (parts.size() > 1 && digits.front() == '0') return std::nullopt;
  return digits;
}

struct Written {
  State state = State::kRead;
  std::string whole, fraction;
};

/// One separator, once. In threes after it, it may group or be a point; `grouping` says which one of them groups here.
Written ReadOne(const std::string& text, char separator, bool groups_for_sure) {
  const auto at = text.find(separator);
  const std::string whole = text.substr(0, at), fraction = text.substr(at + 1);
  if (whole.empty() || fraction.empty()) return {State::kUnreadable, {}, {}};
  if (const auto grouped = Grouped(text, separator)) {
    if (groups_for_sure) return {State::kRead, *grouped, {}};
    return {State::kTwoReadings, {}, {}};
  }
  return {State::kRead, whole, fraction};
}

/// `whole_only`: there is nothing between two neighbours of this measure, so a dot before three digits groups them.
Written ReadDigits(const std::string& text, bool whole_only) {
  const auto dots = std::ranges::count(text, '.'), commas = std::ranges::count(text, ','),
             blanks = std::ranges::count(text, ' ');
  const Written unreadable{State::kUnreadable, {}, {}};
  const auto grouped_only = [&](char separator) -> Written {
    const auto digits = Grouped(text, separator);
    return digits ? Written{State::kRead, *digits, {}} : unreadable;
  };
  if (blanks > 0) return dots + commas == 0 ? grouped_only(' ') : unreadable;
  if (dots + commas == 0) return {State::kRead, text, {}};
  if (commas == 0) return dots > 1 ? grouped_only('.') : ReadOne(text, '.', whole_only);
  if (dots == 0) return commas > 1 ? grouped_only(',') : ReadOne(text, ',', false);
  // Both: the last one is the decimal sign, and stands once.
  const bool comma_last = text.rfind(',') > text.rfind('.');
  if ((comma_last ? commas : dots) != 1) return unreadable;
  const auto at = text.rfind(comma_last ? ',' : '.');
  const auto whole = Grouped(text.substr(0, at), comma_last ? '.' : ',');
  const std::string fraction = text.substr(at + 1);
  if (!whole || fraction.empty()) return unreadable;
  return {State::kRead, *whole, fraction};
}

}  // namespace

Number ReadNumber(std::string_view typed, Measure measure) {
  const std::string text = Plain(typed);
  if (text.empty()) return {};
  if (text.size() > 1 && text.front() == '-' && text.find_first_of("0123456789") != text.npos)
    return {State::kNegative, 0};
  std::size_t end = 0;
  while (end < text.size() && (IsDigit(text[end]) || text[end] == '.' || text[end] == ',' || text[end] == ' ')) ++end;
  std::string digits = text.substr(0, end);
  digits.erase(digits.find_last_not_of(' ') + 1);
  const auto units = UnitsOf(measure);
  const auto unit = std::ranges::find(units, std::string_view(text).substr(end), &Unit::name);
  if (digits.empty() || !IsDigit(digits.front()) || unit == units.end()) return {State::kUnreadable, 0};

  const auto written = ReadDigits(digits, unit->scale == 1);
  if (written.state != State::kRead) return {written.state, 0};
  std::string fraction = written.fraction;
  fraction.erase(fraction.find_last_not_of('0') + 1);
  std::string whole = written.whole;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  if (whole.size() + 3 > kMostDigits + (unit->scale == 1 ? 3 : 0)) return {State::kTooLarge, 0};
  std::int64_t scale = unit->scale, value = std::stoll(whole) * scale;
  for (const char c : fraction) {
    if (scale % 10 != 0) return {State::kNotWhole, 0};
    scale /= 10;
    value += (c - '0') * scale;
  }
  return {State::kRead, value};
}

}  // namespace storefront::web
