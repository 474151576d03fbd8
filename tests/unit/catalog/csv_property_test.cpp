#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "catalog/domain/csv.hpp"

namespace catalog {
namespace {

/// Cells as nasty as they come: separators, quotes, line ends, formulas, Vietnamese.
rc::Gen<std::string> Cell() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "ộ", ",", ";", "\t", "\"", "\r\n", "\n", "=", "'", "-", " ", "đ", "5")),
                      [](const std::vector<std::string>& parts) {
                        std::string cell;
                        for (const auto& part : parts) cell += part;
                        return cell;
                      });
}

bool Blank(const std::vector<std::string>& cells) {
  for (const auto& cell : cells)
    if (cell.find_first_not_of(" \t") != std::string::npos) return false;
  return true;
}

TEST(CsvProperty, ReadsBackWhatItWrites) {
  EXPECT_TRUE(rc::check([] {
    const auto width = *rc::gen::inRange<std::size_t>(2, 6);
    std::vector<std::vector<std::string>> rows{std::vector<std::string>(width, "heading")};
    std::string file = WriteCsvRow(rows.front());
    for (auto left = *rc::gen::inRange(0, 8); left > 0; --left) {
      auto cells = *rc::gen::container<std::vector<std::string>>(width, Cell());
      RC_PRE(!Blank(cells));
      file += WriteCsvRow(cells);
      rows.push_back(std::move(cells));
    }
    const auto read = ReadCsv(file, 100);
    RC_ASSERT(read.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      RC_ASSERT(!read[i].broken);
      RC_ASSERT(read[i].cells.size() == rows[i].size());
      for (std::size_t c = 0; c < rows[i].size(); ++c) RC_ASSERT(std::string(ReadCell(read[i].cells[c])) == rows[i][c]);
    }
  }));
}

TEST(CsvProperty, KeepsEveryAmountANumberAndNoFormulaAlive) {
  EXPECT_TRUE(rc::check([](std::int64_t amount) {
    const auto number = std::to_string(amount);
    RC_ASSERT(WriteCsvRow({number}) == number + "\r\n");
  }));
  EXPECT_TRUE(rc::check([] {
    const auto cell = *Cell();
    const auto row = WriteCsvRow({cell});
    const std::size_t start = row[0] == '"' ? 1 : 0;  // What the spreadsheet sees first.
    const bool formula = row[start] == '=' || row[start] == '@' || row[start] == '+' || row[start] == '\t';
    RC_ASSERT(!formula);
    if (row[start] == '-') RC_ASSERT(cell.find_first_not_of("5", 1) == cell.npos);
  }));
}

TEST(CsvProperty, SurvivesAnyBytesAndNeverLosesARowBehindABrokenOne) {
  EXPECT_TRUE(rc::check([](const std::string& noise) {
    ReadCsv(noise, 1'000);  // Must end, and touch no byte outside: the sanitizers watch.
    // Whatever one line holds, lines around it that hold no quote are read.
    std::string line;
    for (const char c : noise)
      if (c != '\n' && c != '\r') line += c;
    const auto rows = ReadCsv("a,b\n" + line + "\n1,2\n", 1'000);
    RC_ASSERT(rows.size() >= 2u);
    RC_ASSERT(rows.back().cells == (std::vector<std::string>{"1", "2"}) || line.find('"') != std::string::npos);
  }));
}

}  // namespace
}  // namespace catalog
