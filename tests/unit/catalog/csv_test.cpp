#include "catalog/domain/csv.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

using Cells = std::vector<std::string>;

TEST(Csv, TakesWhatSpreadsheetsWrite) {
  struct Row {
    const char* name;
    std::string text;
    std::vector<Cells> rows;
  };
  const Row kRows[] = {
      {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"no last line end", "a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"old Mac", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
      {"byte order mark", "\xEF\xBB\xBFtên;giá\r\nMật ong;5\r\n", {{"tên", "giá"}, {"Mật ong", "5"}}},
      {"semicolon keeps commas", "a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
      {"tab", "a\tb\n1\t2\n", {{"a", "b"}, {"1", "2"}}},
      {"quotes", "a,b\n\"x, \"\"y\"\"\",\"2\n3\"\n", {{"a", "b"}, {"x, \"y\"", "2\n3"}}},
      {"quote inside an unquoted cell", "a,b\n5\" cm,2\n", {{"a", "b"}, {"5\" cm", "2"}}},
      {"empty cells", "a,b,c\n,,\n,x,\n", {{"a", "b", "c"}, {"", "x", ""}}},
      {"blank lines", "a,b\n\n  \n1,2\n\n", {{"a", "b"}, {"1", "2"}}},
      {"a line that names the separator", "sep=;\r\ntên;giá\r\nchè;5\r\n", {{"tên", "giá"}, {"chè", "5"}}},
      {"the same behind a mark, against the count", "\xEF\xBB\xBFSEP=,\na,\"b;c;d\"\n", {{"a", "b;c;d"}}},
      {"such a line as a cell", "\"sep=;\"\n1\n", {{"sep=;"}, {"1"}}},
      {"blank lines before the first row", "\r\n\r\na;b\r\n1,5;2\r\n", {{"a", "b"}, {"1,5", "2"}}},
      {"UTF-16, little end first",
       std::string("\xFF\xFE"
                   "a\0\t\0\xAD\x1E\n\0"
                   "1\0\t\0"
                   "2\0",
                   16),
       {{"a", "\u1EAD"}, {"1", "2"}}},
      {"UTF-16, big end first", std::string("\xFE\xFF\0a\0,\x1E\xAD\0\n", 10), {{"a", "\u1EAD"}}},
      {"nothing", "", {}},
      {"nothing behind a named separator", "sep=;\n", {}},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto read = ReadCsv(row.text, 100);
    ASSERT_EQ(read.size(), row.rows.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      EXPECT_FALSE(read[i].broken);
      EXPECT_EQ(read[i].cells, row.rows[i]);
    }
  }
}

TEST(Csv, GoesOnBehindABrokenRow) {
  const auto rows = ReadCsv("a,b\n1,2\n\"never closed,3\n4,5\n\"x\"y,6\n7,8\n", 100);
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_TRUE(rows[2].broken);
  EXPECT_EQ(rows[2].line, 3u);
  EXPECT_EQ(rows[3].cells, (Cells{"4", "5"}));
  EXPECT_TRUE(rows[4].broken);
  EXPECT_EQ(rows[5].cells, (Cells{"7", "8"}));
  EXPECT_EQ(rows[5].line, 6u);
}

TEST(Csv, CountsLinesInsideQuotes) {
  const auto rows = ReadCsv("a\r\n\"x\r\ny\"\r\nz\r\n", 100);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_EQ(rows[2].line, 4u);
}

TEST(Csv, CountsTheLineThatNamesTheSeparator) {
  EXPECT_EQ(ReadCsv("sep=;\na;b\n", 100).at(0).line, 2u);
}

TEST(Csv, LooksForTheEndOfAQuoteNoFurtherThanARowIsLong) {
  // Each line closes the quote of the one before and opens another: every row would be read to the end of the file.
  std::string text = "a,b\n";
  for (int i = 0; i < 2'000; ++i) text += "x\",\"\"\"" + std::string(100, 'y') + "\n";
  const auto rows = ReadCsv(text, 5'000);
  ASSERT_EQ(rows.size(), 2'001u);
  EXPECT_TRUE(rows[1].broken);
  EXPECT_FALSE(ReadCsv("\"" + std::string(keel::text::kLongestCsvRow - 2, 'y') + "\"\n", 5).at(0).broken);
  const auto cut = ReadCsv("\"" + std::string(keel::text::kLongestCsvRow, 'y') + "\"\n1\n", 5);
  ASSERT_EQ(cut.size(), 2u);
  EXPECT_TRUE(cut[0].broken);
  EXPECT_EQ(cut[1].cells, (Cells{"1"}));
}

TEST(Csv, StopsOneRowBehindTheLimit) {
  std::string text = "a\n";
  for (int i = 0; i < 50; ++i) text += "1\n";
  EXPECT_EQ(ReadCsv(text, 10).size(), 11u);
}

TEST(Csv, DisarmsFormulas) {
  const auto row = WriteCsvRow({"=1+1", "+84", "-5+1", "@x", "'quoted", "plain"});
  EXPECT_EQ(row, "'=1+1,'+84,'-5+1,'@x,''quoted,plain\r\n");
  EXPECT_EQ(ReadCell("'=1+1"), "=1+1");
  EXPECT_EQ(ReadCell("''quoted"), "'quoted");
  EXPECT_EQ(ReadCell("'tis"), "'tis");
  EXPECT_EQ(ReadCsv(WriteCsvRow({"sep=;"}), 5).at(0).cells, (Cells{"sep=;"}));
}

TEST(Csv, LeavesPlainNumbersForASpreadsheetToAddUp) {
  EXPECT_EQ(WriteCsvRow({"-47630", "0", "-1.5", "190520"}), "-47630,0,-1.5,190520\r\n");
  EXPECT_EQ(WriteCsvRow({"-", "--5", "-5 ", "-.5", "-5.", "-1e5", "-5\t=1"}),
            "'-,'--5,'-5 ,'-.5,'-5.,'-1e5,\"'-5\t=1\"\r\n");
  EXPECT_EQ(ReadCell("-47630"), "-47630");
}

TEST(Csv, FindsTheSeparatorOutsideQuotes) {
  const std::vector<std::string> cells{"giá; khối lượng; loại", "tên"};
  const auto rows = ReadCsv(WriteCsvRow(cells), 5);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_FALSE(rows[0].broken);
  EXPECT_EQ(rows[0].cells, cells);
}

}  // namespace
}  // namespace catalog
