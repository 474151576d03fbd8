#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// RFC 4180 as spreadsheets really write it. Debian's libcsv was considered: it has no way back from a quote that is
/// never closed, so one slip in row 7 would swallow every row after it; here such a row is reported and the next line
/// read.
namespace keel::text {

inline constexpr std::size_t kLongestCsvRow = 100'000;  ///< Bytes.

struct CsvRow {
  std::size_t line = 0;  ///< Where it begins, from 1.
  std::vector<std::string> cells;
  bool broken = false;  ///< A quote never closed, or letters after a closing quote: `cells` is empty.
};

/// Takes UTF-8 with or without a byte order mark, and UTF-16 with one ("Unicode text"); CRLF, LF or CR; ',' or ';' or a
/// tab between cells, whichever the first line has most of, or what a line "sep=;" before it says. Quoted cells may
/// hold separators, doubled quotes and line ends. Blank lines are skipped. A row longer than kLongestCsvRow is broken:
/// such a one is a quote never closed, whose end is not to be looked for through the whole file from every line anew.
/// Reads at most `most_rows` + 1 rows, so that the caller sees that there were more.
std::vector<CsvRow> ReadCsv(std::string_view text, std::size_t most_rows);

/// One row with its CRLF; quotes what needs it. A cell that a spreadsheet would take for a formula gets an apostrophe
/// in front; ReadCell takes it off again. A plain number keeps its minus as it is: sums must find it.
std::string WriteCsvRow(const std::vector<std::string>& cells);
std::string_view ReadCell(std::string_view cell);

}  // namespace keel::text
