#include "payments/domain/month.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace payments {
namespace {

using namespace std::chrono;

constexpr auto kAhead = hours(7);
constexpr year kLastYear{2200};  // What follows a month, and what is due after it, still has a year of four digits.

std::string Text(year_month month) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u", int(month.year()), unsigned(month.month()));
  return text;
}

year_month Value(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  return year(number(0, 4)) / month(static_cast<unsigned>(number(5, 2)));
}

keel::Instant StartOf(year_month month) {
  return sys_days(month / 1) - kAhead;
}

}  // namespace

Month Month::Of(keel::Instant at) {
  const year_month_day day(floor<days>(at + kAhead));
  return Month(Text(day.year() / day.month()));
}

keel::Result<Month> Month::Parse(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool shaped = text.size() == 7 && text[4] == '-' && digits(text.substr(0, 4)) && digits(text.substr(5));
  if (!shaped || !Value(text).ok() || Value(text).year() < year(2000) || Value(text).year() > kLastYear)
    return keel::Error{keel::Kind::kInvalid, "field-wrong-type", "A month looks like 2026-11.", "month"};
  return Month(std::string(text));
}

keel::Instant Month::Start() const {
  return StartOf(Value(text_));
}
keel::Instant Month::End() const {
  return StartOf(Value(text_) + months(1));
}
Month Month::Next() const {
  return Month(Text(Value(text_) + months(1)));
}
int Month::Year() const {
  return int(Value(text_).year());
}

std::string VietnamDay(keel::Instant at) {
  const year_month_day day(floor<days>(at + kAhead));
  char text[20];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
  return text;
}

}  // namespace payments
