#include "shipping-adapters/domain/label_text.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

TEST(LabelText, MoneyIsWrittenAsInVietnam) {
  EXPECT_EQ(FormatDong(keel::Money::Vnd(0)), "0đ");
  EXPECT_EQ(FormatDong(keel::Money::Vnd(999)), "999đ");
  EXPECT_EQ(FormatDong(keel::Money::Vnd(118'400)), "118.400đ");
  EXPECT_EQ(FormatDong(keel::Money::Vnd(1'234'567'890)), "1.234.567.890đ");
  EXPECT_EQ(FormatDong(keel::Money::Vnd(-5'000)), "-5.000đ");
}

TEST(LabelText, CashOrPaid) {
  EXPECT_EQ(CodLine(keel::Money::Vnd(250'000)), "250.000đ");
  EXPECT_EQ(CodLine({}), "0đ – đã thanh toán");
}

TEST(LabelText, PhonesShowEndsOnly) {
  EXPECT_EQ(MaskPhone("+84912345678"), "091****678");
  EXPECT_EQ(MaskPhone("0912345678"), "091****678");
  EXPECT_EQ(MaskPhone("12345"), "****");
  EXPECT_EQ(MaskPhone(""), "****");
}

TEST(LabelText, CarriersWantDomesticNumbers) {
  EXPECT_EQ(DomesticPhone("+84912345678"), "0912345678");
  EXPECT_EQ(DomesticPhone("0912345678"), "0912345678");
  EXPECT_EQ(DomesticPhone("+8562012345"), "+8562012345");
}

TEST(LabelText, WeightsUseTheDecimalComma) {
  EXPECT_EQ(WeightText(850), "850 g");
  EXPECT_EQ(WeightText(1'000), "1 kg");
  EXPECT_EQ(WeightText(2'500), "2,5 kg");
  EXPECT_EQ(WeightText(12'050), "12,05 kg");
  EXPECT_EQ(WeightText(1'001), "1,001 kg");
}

TEST(LabelText, InspectionIsSaid) {
  EXPECT_EQ(InspectionText(Inspection::kNone), "Không cho xem hàng");
  EXPECT_EQ(InspectionText(Inspection::kLook), "Cho xem hàng, không cho thử");
  EXPECT_EQ(InspectionText(Inspection::kTry), "Cho thử hàng");
}

TEST(LabelText, TimeIsVietnams) {
  EXPECT_EQ(LocalTime(*keel::FromRfc3339("2026-11-21T08:30:59Z")), "21/11/2026 15:30");
  EXPECT_EQ(LocalTime(*keel::FromRfc3339("2026-12-31T17:00:00Z")), "01/01/2027 00:00");
}

}  // namespace
}  // namespace shipping
