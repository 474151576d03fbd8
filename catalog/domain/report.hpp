#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/names.hpp"

namespace catalog {

enum class ReportReason : std::uint8_t { kNotAsDescribed, kFakeOcop, kForbidden, kOffensive, kCopied, kOther };
inline constexpr auto kReportReasonNames =
    keel::NamesOf<ReportReason>({{ReportReason::kNotAsDescribed, "not-as-described"},
                                 {ReportReason::kFakeOcop, "fake-ocop"},
                                 {ReportReason::kForbidden, "forbidden"},
                                 {ReportReason::kOffensive, "offensive"},
                                 {ReportReason::kCopied, "copied"},
                                 {ReportReason::kOther, "other"}});
enum class ReportState : std::uint8_t { kOpen, kDismissed, kRemoved };
inline constexpr auto kReportStateNames = keel::NamesOf<ReportState>(
    {{ReportState::kOpen, "open"}, {ReportState::kDismissed, "dismissed"}, {ReportState::kRemoved, "removed"}});

/// Somebody says a listing should not stand. An operator dismisses it or removes the listing.
struct Report {
  ReportId id;
  ProductId product_id;
  std::string product_slug, product_name;
  ReportReason reason = ReportReason::kOther;
  std::string note;
  ReportState state = ReportState::kOpen;
  std::string reporter;  ///< Account id; empty for a visitor.
  keel::Instant created_at{};
  std::optional<keel::Instant> resolved_at;
};

inline std::optional<ReportReason> ReportReasonNamed(std::string_view name) {
  const auto at = std::ranges::find(kReportReasonNames, name);
  if (at == kReportReasonNames.end()) return std::nullopt;
  return ReportReason(at - kReportReasonNames.begin());
}

inline std::optional<ReportState> ReportStateNamed(std::string_view name) {
  const auto at = std::ranges::find(kReportStateNames, name);
  if (at == kReportStateNames.end()) return std::nullopt;
  return ReportState(at - kReportStateNames.begin());
}

}  // namespace catalog
