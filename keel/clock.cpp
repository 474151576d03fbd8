#include "keel/clock.hpp"

#include <atomic>
#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace keel {
namespace {

using std::chrono::milliseconds;

// One offset a process: two SystemClocks that disagree would be two truths.
std::atomic<std::int64_t> offset_ms{0};

/// Reads exactly `digits` digits at `at`, moving it; -1 if they are not there.
int Digits(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

bool Skip(std::string_view text, std::size_t& at, char expected) {
  if (at >= text.size() || text[at] != expected) return false;
  ++at;
  return true;
}

/// "2026-11-21?08:30:00[.fraction]" with `separator` in the middle; moves `at` past it.
std::optional<Instant> DateAndTime(std::string_view text, std::size_t& at, std::string_view separators) {
  using namespace std::chrono;
  const int y = Digits(text, at, 4);
  if (y < 0 || !Skip(text, at, '-')) return std::nullopt;
  const int m = Digits(text, at, 2);
  if (m < 0 || !Skip(text, at, '-')) return std::nullopt;
  const int d = Digits(text, at, 2);
  if (d < 0 || at >= text.size() || separators.find(text[at]) == separators.npos) return std::nullopt;
  ++at;
  const int hour = Digits(text, at, 2);
  if (hour < 0 || !Skip(text, at, ':')) return std::nullopt;
  const int minute = Digits(text, at, 2);
  if (minute < 0 || !Skip(text, at, ':')) return std::nullopt;
  const int second = Digits(text, at, 2);
  if (second < 0 || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  int fraction_ms = 0;
  if (at < text.size() && text[at] == '.') {
    ++at;
    const std::size_t begin = at;
    int weight = 100;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      fraction_ms += (text[at] - '0') * weight;
      weight /= 10;
      ++at;
    }
    if (at == begin) return std::nullopt;
  }
  return Instant{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + milliseconds{fraction_ms};
}

std::string Format(Instant at, char separator, const char* end) {
  using namespace std::chrono;
  const auto midnight = floor<days>(at);
  const year_month_day date{midnight};
  const hh_mm_ss time{at - midnight};
  char text[48];
  const int length =
      std::snprintf(text, sizeof text, "%04d-%02u-%02u%c%02d:%02d:%02d.%03d%s", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), separator,
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()), end);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Instant SystemClock::Now() const {
  const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  return now + milliseconds{offset_ms.load(std::memory_order_relaxed)};
}

void SystemClock::SetOffset(milliseconds offset) {
  offset_ms.store(offset.count(), std::memory_order_relaxed);
}

std::string ToRfc3339(Instant at) {
  return Format(at, 'T', "Z");
}

namespace {

/// Years of four digits, as a DATETIME column and RFC 3339 have them: an offset may lead out of them.
std::optional<Instant> WithinCalendar(Instant at) {
  using namespace std::chrono;
  const bool within = at >= Instant(sys_days(year(1) / 1 / 1)) && at < Instant(sys_days(year(10'000) / 1 / 1));
  return within ? std::optional(at) : std::nullopt;
}

}  // namespace

std::optional<Instant> FromRfc3339(std::string_view text) {
  std::size_t at = 0;
  const auto moment = DateAndTime(text, at, "Tt ");
  if (!moment || at >= text.size()) return std::nullopt;
  if (text[at] == 'Z' || text[at] == 'z') return at + 1 == text.size() ? WithinCalendar(*moment) : std::nullopt;
  if (text[at] != '+' && text[at] != '-') return std::nullopt;
  const int sign = text[at] == '+' ? 1 : -1;
  ++at;
  const int hour = Digits(text, at, 2);
  if (hour < 0 || hour > 23 || !Skip(text, at, ':')) return std::nullopt;
  const int minute = Digits(text, at, 2);
  if (minute < 0 || minute > 59 || at != text.size()) return std::nullopt;
  return WithinCalendar(*moment - sign * (std::chrono::hours{hour} + std::chrono::minutes{minute}));
}

std::string ToSql(Instant at) {
  return Format(at, ' ', "");
}

Instant FromSql(std::string_view text) {
  std::size_t at = 0;
  const auto moment = DateAndTime(text, at, " T");
  if (!moment || at != text.size()) throw std::runtime_error("not a DATETIME: " + std::string(text.substr(0, 40)));
  return *moment;
}

}  // namespace keel
