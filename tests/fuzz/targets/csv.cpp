// Spreadsheets: what was read can be written and read again, and nothing written is a formula.
#include "keel/text/csv.hpp"

#include <algorithm>
#include <vector>

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using keel::text::ReadCell;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kMost = 200;
  const auto rows = keel::text::ReadCsv(text, kMost);
  fuzz::Demand(rows.size() <= kMost + 1, "no more rows than were asked for");

  std::vector<std::vector<std::string>> cells;
  std::string written;
  std::size_t line = 0;
  for (const auto& row : rows) {
    fuzz::Demand(row.line > line, "lines are counted upwards");
    line = row.line;
    fuzz::Demand(row.broken == row.cells.empty(), "a broken row has no cells, another one has");
    if (row.broken) continue;
    cells.push_back(row.cells);
    written += keel::text::WriteCsvRow(row.cells);
  }
  const auto again = keel::text::ReadCsv(written, kMost + 1);
  fuzz::Demand(again.size() == cells.size(), "as many rows as were written");
  for (std::size_t i = 0; i < again.size(); ++i) {
    fuzz::Demand(again[i].cells.size() == cells[i].size(), "as many cells as were written");
    for (std::size_t j = 0; j < cells[i].size(); ++j) {
      const std::string& cell = again[i].cells[j];
      fuzz::Demand(ReadCell(cell) == cells[i][j], "a cell reads as it was written");
      const bool number = cell.find_first_not_of("-.0123456789") == cell.npos && cell.find_last_of('-') == 0;
      fuzz::Demand(cell.empty() || number || std::string_view("=+-@\t\r").find(cell[0]) == std::string_view::npos,
                   "no cell is a formula");
    }
  }
  return 0;
}
