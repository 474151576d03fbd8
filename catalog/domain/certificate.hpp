#pragma once
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/result.hpp"

/// OCOP certificates: 3 to 5 stars for some years. The star is shown only while the certificate is valid.
namespace catalog {

/// A calendar day in Vietnam, as printed on paper.
using Date = std::chrono::sys_days;

std::optional<Date> ParseDate(std::string_view text);  ///< "2026-11-21"; empty when malformed or no such day.
std::string ToText(Date day);
Date DayInVietnam(keel::Instant at);  ///< The calendar's day at UTC+7 (no summer time since 1975).

struct Certificate {
  CertificateId id;
  int stars = 0;  ///< 3, 4 or 5.
  std::string number;
  Date issued_on, expires_on;  ///< Valid on both days, whole, in Vietnam.
};

/// Shows `stars` at every instant in [from, until).
struct StarWindow {
  int stars = 0;
  keel::Instant from, until;
};

StarWindow WindowOf(const Certificate& certificate);
bool IsValid(const Certificate& certificate, keel::Instant now);
/// The most stars of the windows open at `now`; 0 if none is.
int StarsAt(std::span<const StarWindow> windows, keel::Instant now);

/// [from, until) around `now` in which StarsAt answers the same: how long bytes that show stars stay true.
struct TrueWhile {
  keel::Instant from = keel::Instant::min(), until = keel::Instant::max();
  bool Holds(keel::Instant at) const { return from <= at && at < until; }
  void Narrow(const TrueWhile& other);
};
TrueWhile SameStars(std::span<const StarWindow> windows, keel::Instant now);

/// Errors: kInvalid "certificate-stars" (not 3..5), "certificate-dates" (ends before it begins, or runs past 5 years).
keel::Result<keel::Done> CheckCertificate(const Certificate& certificate);

}  // namespace catalog
