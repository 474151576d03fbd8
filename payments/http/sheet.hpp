#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "keel/http/message.hpp"

/// Lists that people take into a spreadsheet or to a bank.
namespace payments {

using Cell = std::variant<std::string, std::int64_t>;
struct Sheet {
  std::string name;  ///< Of the file, without its ending, and of the sheet; ASCII.
  std::vector<std::string> heading;
  std::vector<std::vector<Cell>> rows;
};

/// UTF-8 with a byte order mark, so that a double click opens it right. Cells that look like formulas are defused.
keel::http::Reply CsvReply(const Sheet& sheet);
/// An Excel workbook of one sheet, numbers as numbers. Throws std::runtime_error when the temporary file cannot be
/// made.
keel::http::Reply XlsxReply(const Sheet& sheet);

}  // namespace payments
