#include "keel/text/number.hpp"

#include <gtest/gtest.h>

#include <string>

namespace keel::text {
namespace {

TEST(ReadDong, TakesWhatPeopleAndSpreadsheetsWrite) {
  struct Row {
    const char* text;
    std::int64_t dong;
  };
  const Row kRows[] = {
      {"0", 0},
      {"232000", 232'000},
      {"232.000", 232'000},
      {"232,000", 232'000},
      {"232 000", 232'000},
      {"232\u00a0000", 232'000},
      {" 232000 ", 232'000},
      {"1.234.000", 1'234'000},
      {"1,234,000 đ", 1'234'000},
      {"1.234.000Đ", 1'234'000},
      {"1 234 000 VND", 1'234'000},
      {"32000 vnđ", 32'000},
      {"500 đồng", 500},
      // As the currency formats of spreadsheets write it.
      {"85.000 ₫", 85'000},
      {"85.000\u00a0₫ ", 85'000},
      {"₫85,000", 85'000},
      {"VND 85,000", 85'000},
      {"-85.000 ₫", -85'000},
      {"-500", -500},
      {"-1.234.000 đ", -1'234'000},
      {"99999999999999", 99'999'999'999'999},
      // Whole đồng with the fraction that a spreadsheet puts behind every sum.
      {"232000.00", 232'000},
      {"232000,00", 232'000},
      {"232000.0", 232'000},
      {"232,000.00", 232'000},
      {"232.000,00", 232'000},
      {"232.000,0", 232'000},
      {"232 000,00", 232'000},
      {"1,234,000.00", 1'234'000},
      {"1.234.000,00 đ", 1'234'000},
      {"-232000.00", -232'000},
      {"1.500,00", 1'500},
      {"0.00", 0},
      {"0,0", 0},
  };
  for (const auto& row : kRows) EXPECT_EQ(ReadDong(row.text), Money::Vnd(row.dong)) << row.text;
}

TEST(ReadDong, RefusesWhatIsNoWholeSumOrMayMeanTwo) {
  const char* const kWrong[] = {
      "",
      " ",
      "đ",
      "VND",
      "₫",
      "₫ ₫",
      "đ85000",
      "abc",
      "12x",
      "x12",
      "--",
      "-",
      "--5",
      "- 5",
      "+5",
      "5-",
      "(500)",
      "1e6",
      "0x10",
      // Fractions.
      "1.5",
      "1,5",
      "12.50",
      "232000.50",
      "232,000.05",
      "232.000,5",
      "1234.56",
      "0.5",
      "0.01",
      // Two readings: a slip of the thousands, or a fraction.
      "232.00",
      "232,00",
      "150.0",
      "1.0",
      "1.500,000",
      "1,500.000",
      "232000.000",
      "1500.000",
      "0.500",
      "0,000",
      "012.500",
      // Separators where no thousands end.
      "1.2345",
      "1234.567.890",
      "1.23.456",
      ".500",
      "500.",
      "232.000.",
      "232.000,",
      "1..000",
      "1.,000",
      "232000.",
      "232.000.00",
      "232,000,00",
      "1.234,567.890",
      "1,234 567",
      "232000.0000",
      "232 00",
      // Past all sums.
      "999999999999999",
      "9999999999999999999",
      "9.999.999.999.999.999",
      "99999999999999999999999.00",
  };
  for (const auto* wrong : kWrong) EXPECT_FALSE(ReadDong(wrong)) << wrong;
  EXPECT_FALSE(ReadDong("12\xff"));
  EXPECT_FALSE(ReadDong(std::string("12\0", 3)));
}

}  // namespace
}  // namespace keel::text
