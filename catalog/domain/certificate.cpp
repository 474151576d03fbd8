#include "catalog/domain/certificate.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace catalog {
namespace {

constexpr std::chrono::hours kVietnamAhead{7};
// The programme gives 36 months; the room above is for a rule that changes, not for a slip of the year.
constexpr std::chrono::days kLongest{5 * 366};

bool Number(std::string_view text, int& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !Number(text.substr(0, 4), year) ||
      !Number(text.substr(5, 2), month) || !Number(text.substr(8, 2), day) || month < 1 || day < 1 || year < 1900)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                         std::chrono::day(unsigned(day))};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::string ToText(Date day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                unsigned(date.day()));
  return text.data();
}

Date DayInVietnam(keel::Instant at) {
  return std::chrono::floor<std::chrono::days>(at + kVietnamAhead);
}

StarWindow WindowOf(const Certificate& certificate) {
  return {certificate.stars, keel::Instant(certificate.issued_on) - kVietnamAhead,
          keel::Instant(certificate.expires_on + std::chrono::days(1)) - kVietnamAhead};
}

bool IsValid(const Certificate& certificate, keel::Instant now) {
  const auto window = WindowOf(certificate);
  return window.from <= now && now < window.until;
}

int StarsAt(std::span<const StarWindow> windows, keel::Instant now) {
  int stars = 0;
  for (const auto& window : windows)
    if (window.from <= now && now < window.until) stars = std::max(stars, window.stars);
  return stars;
}

void TrueWhile::Narrow(const TrueWhile& other) {
  from = std::max(from, other.from);
  until = std::min(until, other.until);
}

TrueWhile SameStars(std::span<const StarWindow> windows, keel::Instant now) {
  TrueWhile span;
  for (const auto& window : windows)
    for (const auto edge : {window.from, window.until}) {
      if (edge <= now) span.from = std::max(span.from, edge);
      if (edge > now) span.until = std::min(span.until, edge);
    }
  return span;
}

keel::Result<keel::Done> CheckCertificate(const Certificate& certificate) {
  if (certificate.stars < 3 || certificate.stars > 5)
    return keel::Error{keel::Kind::kInvalid, "certificate-stars", "OCOP certificates have 3, 4 or 5 stars."};
  if (certificate.expires_on <= certificate.issued_on || certificate.expires_on - certificate.issued_on > kLongest)
    return keel::Error{keel::Kind::kInvalid, "certificate-dates",
                       "The certificate must end after it begins, and within five years."};
  return keel::Done{};
}

}  // namespace catalog
