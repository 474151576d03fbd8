// A label is drawn, printed at 203 dpi as a thermal printer does, and read back by a scanner (zbarimg). The programs
// come with the Debian packages poppler-utils and zbar-tools; without them this test fails and says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "shipping-adapters/http/label_pdf.hpp"

/// fontconfig keeps its patterns for the process and points into them by offsets, which the leak checker cannot follow.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\n";
}

namespace shipping {
namespace {

using testing::HasSubstr;

struct Output {
  int status = -1;
  std::string text;
};

Output Shell(const std::string& command) {
  Output output;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> buffer{};
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.text.append(buffer.data(), size);
  output.status = ::pclose(pipe);
  return output;
}

Label Sample() {
  return {"Giao Hàng Nhanh",
          "GHN Hàng nhẹ",
          "G7K3M9Q2",
          "15-839-A1",
          "CP-7K3M-9Q2",
          {"Hợp tác xã Mật ong Bắc Hà", "+84912345678", "Thôn Phéc Bủng", "15", "02839", "Tỉnh Lào Cai", "Xã Bắc Hà"},
          {"Nguyễn Thị Hường", "+84987654321", "Số 12 ngõ 3 phố Đội Cấn, gần chợ", "01", "00004", "Thành phố Hà Nội",
           "Phường Ba Đình"},
          keel::Money::Vnd(372'000),
          1'850,
          "Mật ong bạc hà 500 ml × 2, thịt trâu gác bếp 300 g × 1",
          Inspection::kLook,
          *keel::FromRfc3339("2026-11-21T08:30:00Z")};
}

class Labels : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto* tool : {"pdftoppm -v", "pdftotext -v", "pdfinfo -v", "zbarimg --version"})
      ASSERT_EQ(Shell(tool).status, 0) << "'" << tool
                                       << "' does not run: install poppler-utils and zbar-tools (./chophien test does)";
    folder_ = std::filesystem::temp_directory_path() / ("label-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Print(const Label& label) {
    std::ofstream(folder_ / "label.pdf", std::ios::binary) << LabelPdf(label);
    ASSERT_EQ(Shell("pdftoppm -r 203 -gray -png " + File("label.pdf") + ' ' + File("label")).status, 0);
  }
  std::string Scanned() { return Shell("zbarimg --quiet " + File("label-1.png")).text; }
  /// The words in reading order; lines are the page's business.
  std::string Text() {
    auto text = Shell("pdftotext " + File("label.pdf") + " -").text;
    std::ranges::replace(text, '\n', ' ');
    return text;
  }
  std::string File(const std::string& name) { return (folder_ / name).string(); }
  std::filesystem::path folder_;
};

TEST_F(Labels, BothCodesReadAsTheTrackingNumber) {
  for (const auto* number : {"G7K3M9Q2", "EL123456785VN", "GHN-2026-0000123456789"}) {
    SCOPED_TRACE(number);
    auto label = Sample();
    label.tracking_number = number;
    Print(label);
    const auto scanned = Scanned();
    EXPECT_THAT(scanned, HasSubstr("CODE-128:" + std::string(number) + "\n"));
    EXPECT_THAT(scanned, HasSubstr("QR-Code:" + std::string(number) + "\n"));
  }
}

TEST_F(Labels, IsOneA6Page) {
  Print(Sample());
  const auto info = Shell("pdfinfo " + File("label.pdf")).text;
  EXPECT_THAT(info, HasSubstr("Pages:           1\n"));
  EXPECT_THAT(info, HasSubstr("Page size:       297.638 x 419.528 pts"));
}

TEST_F(Labels, SaysAllACourierNeedsInRightVietnamese) {
  Print(Sample());
  const auto text = Text();
  for (const auto* part : {"Giao Hàng Nhanh", "GHN Hàng nhẹ", "15-839-A1", "CP-7K3M-9Q2", "NGƯỜI GỬI",
                           "Hợp tác xã Mật ong Bắc Hà", "091****678", "Tỉnh Lào Cai", "NGƯỜI NHẬN", "Nguyễn Thị Hường",
                           "098****321", "Số 12 ngõ 3 phố Đội Cấn", "Phường Ba Đình", "372.000đ", "1,85 kg",
                           "Cho xem hàng, không cho thử", "thịt trâu gác bếp", "In lúc 21/11/2026 15:30"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST_F(Labels, ShowsNoWholePhoneNumber) {
  Print(Sample());
  for (const auto* part : {"912345678", "987654321", "912 345", "+84"})
    EXPECT_THAT(Text(), testing::Not(HasSubstr(part)));
}

TEST_F(Labels, PaidMeansNothingToCollect) {
  auto label = Sample();
  label.cod_amount = {};
  Print(label);
  EXPECT_THAT(Text(), HasSubstr("0đ – đã thanh toán"));
}

TEST_F(Labels, LongTextsStayOnThePageAndOffTheCodes) {
  auto label = Sample();
  for (auto* text : {&label.from.name, &label.from.line, &label.to.name, &label.to.line, &label.contents,
                     &label.sort_code, &label.service_name})
    for (int i = 0; i < 6; ++i) *text += " rất dài và còn dài nữa để xem có tràn không";
  Print(label);
  EXPECT_THAT(Scanned(), HasSubstr("CODE-128:G7K3M9Q2"));
  EXPECT_THAT(Scanned(), HasSubstr("QR-Code:G7K3M9Q2"));
  EXPECT_THAT(Text(), HasSubstr("372.000đ"));
  EXPECT_THAT(Shell("pdfinfo " + File("label.pdf")).text, HasSubstr("Pages:           1\n"));
}

TEST_F(Labels, AWaybillThatCannotBeEncodedIsAFault) {
  auto label = Sample();
  label.tracking_number = "";
  EXPECT_THROW(LabelPdf(label), std::runtime_error);
}

}  // namespace
}  // namespace shipping
