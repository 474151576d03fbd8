#include "payments/providers/vietqr/qr_svg.hpp"

#include <gtest/gtest.h>

namespace payments {
namespace {

TEST(QrSvg, IsCrispWithAQuietZone) {
  const auto svg =
      QrSvg("00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F", "VietQR");
  EXPECT_NE(svg.find("shape-rendering=\"crispEdges\""), svg.npos);
  EXPECT_NE(svg.find("<title>VietQR</title>"), svg.npos);
  // The finder pattern's first row starts four modules in.
  EXPECT_NE(svg.find("d=\"M4 4h7v1h-7z"), svg.npos);
  EXPECT_LT(svg.size(), 40'000U);
}

TEST(QrSvg, EscapesItsTitle) {
  const auto svg = QrSvg("A", "<b>&");
  EXPECT_NE(svg.find("<title>&lt;b>&amp;</title>"), svg.npos);
}

TEST(QrSvg, RefusesWhatDoesNotFit) {
  EXPECT_THROW(QrSvg(std::string(4'000, 'x'), ""), std::runtime_error);
}

}  // namespace
}  // namespace payments
