#include "catalog/domain/certificate.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

using namespace std::chrono_literals;

Certificate Of(int stars, std::string_view from, std::string_view to) {
  return {CertificateId::FromRow("cer_1"), stars, "12/QD", ParseDate(from).value(), ParseDate(to).value()};
}

keel::Instant At(std::string_view text) {
  return keel::FromRfc3339(text).value();
}

TEST(Certificate, ShowsItsStarToTheLastMinuteOfItsLastDayInVietnam) {
  const auto certificate = Of(4, "2023-12-28", "2026-12-28");
  struct Row {
    std::string_view at;
    bool valid;
  };
  constexpr Row kRows[] = {
      {"2023-12-27T23:59:59+07:00", false}, {"2023-12-28T00:00:00+07:00", true},  {"2026-12-28T00:00:00+07:00", true},
      {"2026-12-28T23:59:59+07:00", true},  {"2026-12-29T00:00:00+07:00", false}, {"2026-12-28T16:59:59Z", true},
      {"2026-12-28T17:00:00Z", false},
  };
  for (const auto& row : kRows) EXPECT_EQ(IsValid(certificate, At(row.at)), row.valid) << row.at;
}

TEST(Certificate, ShowsTheMostStarsOfThoseValid) {
  const std::vector windows{WindowOf(Of(3, "2024-01-01", "2026-12-31")), WindowOf(Of(5, "2025-06-01", "2026-05-31"))};
  EXPECT_EQ(StarsAt(windows, At("2025-01-01T00:00:00Z")), 3);
  EXPECT_EQ(StarsAt(windows, At("2025-07-01T00:00:00Z")), 5);
  EXPECT_EQ(StarsAt(windows, At("2026-06-01T00:00:00Z")), 3);
  EXPECT_EQ(StarsAt(windows, At("2027-01-01T00:00:00Z")), 0);
}

TEST(Certificate, KeepsBytesTrueUntilTheNextEdgeInEitherDirection) {
  const std::vector windows{WindowOf(Of(3, "2024-01-01", "2026-12-31"))};
  const auto span = SameStars(windows, At("2025-01-01T00:00:00Z"));
  EXPECT_TRUE(span.Holds(At("2024-01-01T00:00:00+07:00")));
  EXPECT_FALSE(span.Holds(At("2023-12-31T23:59:59+07:00")));
  EXPECT_TRUE(span.Holds(At("2026-12-31T23:59:59+07:00")));
  EXPECT_FALSE(span.Holds(At("2027-01-01T00:00:00+07:00")));
  EXPECT_TRUE(SameStars({}, At("2025-01-01T00:00:00Z")).Holds(At("1999-01-01T00:00:00Z")));
}

TEST(Certificate, IsRefusedWhenItSaysWhatNoCertificateSays) {
  EXPECT_TRUE(CheckCertificate(Of(3, "2024-01-01", "2027-01-01")));
  EXPECT_EQ(CheckCertificate(Of(2, "2024-01-01", "2027-01-01")).error().code, "certificate-stars");
  EXPECT_EQ(CheckCertificate(Of(6, "2024-01-01", "2027-01-01")).error().code, "certificate-stars");
  EXPECT_EQ(CheckCertificate(Of(3, "2024-01-01", "2024-01-01")).error().code, "certificate-dates");
  EXPECT_EQ(CheckCertificate(Of(3, "2024-01-01", "2034-01-01")).error().code, "certificate-dates");
}

TEST(Date, ReadsOnlyDaysThatExist) {
  EXPECT_EQ(ToText(ParseDate("2024-02-29").value()), "2024-02-29");
  for (const auto* bad :
       {"2023-02-29", "2024-13-01", "2024-1-1", "24-01-01", "2024/01/01", "", "2024-01-0x", "2024-00-10"})
    EXPECT_FALSE(ParseDate(bad)) << bad;
}

}  // namespace
}  // namespace catalog
