#pragma once
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"

namespace shipping::vnpost {

/// A moment of Vietnam's clocks (UTC+7, no summer time). Empty where there is none such.
inline std::optional<keel::Instant> FromClock(int year, int month, int day, int h, int m, int s) {
  using namespace std::chrono;
  const year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                           std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok() || year < 2000 || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return std::nullopt;
  return keel::Instant(sys_days(ymd)) + hours(h - 7) + minutes(m) + seconds(s);
}

/// MyVNPost's times: "21/11/2026" and "15:30" or "15:30:00". Empty when malformed.
inline std::optional<keel::Instant> FromLocal(std::string_view date, std::string_view hour) {
  const std::string text = std::string(date) + ' ' + std::string(hour);
  int day = 0;
  int month = 0;
  int year = 0;
  int h = 0;
  int m = 0;
  int s = 0;
  if (std::sscanf(text.c_str(), "%2d/%2d/%4d %2d:%2d:%2d", &day, &month, &year, &h, &m, &s) < 5) return std::nullopt;
  return FromClock(year, month, day, h, m, s);
}

/// A call's sendDate, of which nobody told how it is written: "21/11/2026 15:30:00", RFC 3339, the same without a zone
/// ("2026-11-21 15:30:00"), "20261121153000", or seconds or milliseconds since 1970. A call that is genuine must not be
/// lost for its date.
inline std::optional<keel::Instant> FromAnyTime(std::string_view text) {
  if (const auto blank = text.find(' '); blank != text.npos)
    if (const auto at = FromLocal(text.substr(0, blank), text.substr(blank + 1))) return at;
  if (const auto at = keel::FromRfc3339(text)) return at;
  const std::string all(text);
  int year = 0, month = 0, day = 0, h = 0, m = 0, s = 0, read = 0;
  if (std::sscanf(all.c_str(), "%4d-%2d-%2d%*1[T ]%2d:%2d%n:%2d%n", &year, &month, &day, &h, &m, &read, &s, &read) >=
          5 &&
      (std::size_t(read) == all.size() || all[std::size_t(read)] == '.'))
    return FromClock(year, month, day, h, m, s);
  if (all.empty() || all.find_first_not_of("0123456789") != all.npos) return std::nullopt;
  if (all.size() == 14 && std::sscanf(all.c_str(), "%4d%2d%2d%2d%2d%2d", &year, &month, &day, &h, &m, &s) == 6)
    return FromClock(year, month, day, h, m, s);
  if (all.size() == 10) return keel::Instant(std::chrono::seconds(std::stoll(all)));
  if (all.size() == 13) return keel::Instant(std::chrono::milliseconds(std::stoll(all)));
  return std::nullopt;
}

}  // namespace shipping::vnpost
