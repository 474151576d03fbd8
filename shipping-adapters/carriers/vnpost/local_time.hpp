#pragma once
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"

namespace shipping::vnpost {

/// MyVNPost's times: "21/11/2026" and "15:30" or "15:30:00", Vietnam's (UTC+7, no summer time). Empty when malformed.
inline std::optional<keel::Instant> FromLocal(std::string_view date, std::string_view hour) {
  const std::string text = std::string(date) + ' ' + std::string(hour);
  int day = 0;
  int month = 0;
  int year = 0;
  int h = 0;
  int m = 0;
  int s = 0;
  if (std::sscanf(text.c_str(), "%2d/%2d/%4d %2d:%2d:%2d", &day, &month, &year, &h, &m, &s) < 5) return std::nullopt;
  using namespace std::chrono;
  const year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                           std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok() || year < 2000 || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return std::nullopt;
  return keel::Instant(sys_days(ymd)) + hours(h - 7) + minutes(m) + seconds(s);
}

/// "21/11/2026 15:30:00" or RFC 3339.
inline std::optional<keel::Instant> FromAnyTime(std::string_view text) {
  if (const auto blank = text.find(' '); blank != text.npos)
    if (const auto at = FromLocal(text.substr(0, blank), text.substr(blank + 1))) return at;
  return keel::FromRfc3339(text);
}

}  // namespace shipping::vnpost
