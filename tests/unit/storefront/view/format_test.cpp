#include "storefront/view/format.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace storefront::view {
namespace {

constexpr auto kVi = Language::kVi, kEn = Language::kEn;

keel::Instant At(std::string_view text) {
  return *keel::FromRfc3339(text);
}

struct MoneyRow {
  std::int64_t dong;
  const char *vi, *en;
};

class FormatMoney : public testing::TestWithParam<MoneyRow> {};

TEST_P(FormatMoney, GroupsByThousands) {
  const auto amount = keel::Money::Vnd(GetParam().dong);
  EXPECT_EQ(Money(kVi, amount), GetParam().vi);
  EXPECT_EQ(Money(kEn, amount), GetParam().en);
}

INSTANTIATE_TEST_SUITE_P(All, FormatMoney,
                         testing::Values(MoneyRow{0, "0\u00a0đ", "0\u00a0đ"}, MoneyRow{999, "999\u00a0đ", "999\u00a0đ"},
                                         MoneyRow{1'000, "1.000\u00a0đ", "1,000\u00a0đ"},
                                         MoneyRow{118'400, "118.400\u00a0đ", "118,400\u00a0đ"},
                                         MoneyRow{1'234'567'890, "1.234.567.890\u00a0đ", "1,234,567,890\u00a0đ"},
                                         MoneyRow{-5'000, "-5.000\u00a0đ", "-5,000\u00a0đ"},
                                         MoneyRow{-100, "-100\u00a0đ", "-100\u00a0đ"}));

TEST(Format, NumberTakesTheSmallest) {
  EXPECT_EQ(Number(kVi, std::numeric_limits<std::int64_t>::min()), "-9.223.372.036.854.775.808");
}

TEST(Format, TimesAreVietnams) {
  // 20:30 UTC is half past three of the next day in Vietnam.
  EXPECT_EQ(Moment(kVi, At("2026-11-20T20:30:00Z")), "03:30, 21/11/2026");
  EXPECT_EQ(Moment(kEn, At("2026-11-20T20:30:00Z")), "21 Nov 2026, 03:30");
  EXPECT_EQ(Date(kVi, At("2026-03-04T00:00:00Z")), "04/03/2026");
  EXPECT_EQ(Date(kEn, At("2026-03-04T00:00:00Z")), "4 Mar 2026");
}

TEST(Format, WeightsChooseTheirUnit) {
  EXPECT_EQ(Weight(kVi, 0), "");
  EXPECT_EQ(Weight(kVi, 500), "500\u00a0g");
  EXPECT_EQ(Weight(kVi, 1'000), "1\u00a0kg");
  EXPECT_EQ(Weight(kVi, 1'500), "1,5\u00a0kg");
  EXPECT_EQ(Weight(kEn, 1'050), "1.05\u00a0kg");
}

TEST(Format, DaysOfCertificates) {
  EXPECT_EQ(Day(kVi, "2027-12-01"), "01/12/2027");
  EXPECT_EQ(Day(kEn, "2027-12-01"), "1 Dec 2027");
  EXPECT_EQ(Day(kVi, "sometime"), "sometime");
}

TEST(Format, HoursBecomeWholeDaysRoundedUp) {
  EXPECT_EQ(WholeDays(24), 1);
  EXPECT_EQ(WholeDays(25), 2);
  EXPECT_EQ(WholeDays(96), 4);
}

}  // namespace
}  // namespace storefront::view
