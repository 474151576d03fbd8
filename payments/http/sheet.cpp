#include "payments/http/sheet.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "keel/text/csv.hpp"

namespace payments {
namespace {

keel::http::Reply File(std::string body, const std::string& type, const std::string& name) {
  keel::http::Reply reply;
  reply.body = std::move(body);
  reply.content_type = type;
  return std::move(reply)
      .With("Content-Disposition", "attachment; filename=\"" + name + "\"")
      .With("Cache-Control", "private, no-store");
}

/// A file that goes away with its scope: libxlsxwriter 1.1 writes to files only.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "chophien-XXXXXX").string()) {
    const int handle = mkstemp(path_.data());
    if (handle < 0) throw std::runtime_error("cannot make a temporary file");
    close(handle);
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

keel::http::Reply CsvReply(const Sheet& sheet) {
  std::string body = "\xEF\xBB\xBF" + keel::text::WriteCsvRow(sheet.heading);
  for (const auto& row : sheet.rows) {
    std::vector<std::string> cells;
    for (const auto& cell : row)
      cells.push_back(std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell)
                                                                : std::to_string(std::get<std::int64_t>(cell)));
    body += keel::text::WriteCsvRow(cells);
  }
  return File(std::move(body), "text/csv; charset=utf-8", sheet.name + ".csv");
}

keel::http::Reply XlsxReply(const Sheet& sheet) {
  const TemporaryFile file;
  auto* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw std::runtime_error("cannot make a workbook");
  auto* page = workbook_add_worksheet(book, sheet.name.substr(0, 31).c_str());
  auto* bold = workbook_add_format(book);
  format_set_bold(bold);
  auto* number = workbook_add_format(book);
  format_set_num_format(number, "#,##0");
  for (std::size_t i = 0; i < sheet.heading.size(); ++i)
    worksheet_write_string(page, 0, static_cast<lxw_col_t>(i), sheet.heading[i].c_str(), bold);
  worksheet_set_column(page, 0, static_cast<lxw_col_t>(sheet.heading.size()), 18, nullptr);
  worksheet_freeze_panes(page, 1, 0);
  lxw_row_t line = 1;
  for (const auto& row : sheet.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      if (const auto* text = std::get_if<std::string>(&row[i]))
        worksheet_write_string(page, line, column, text->c_str(), nullptr);
      else
        worksheet_write_number(page, line, column, static_cast<double>(std::get<std::int64_t>(row[i])), number);
    }
    ++line;
  }
  if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("cannot write a workbook");
  std::ifstream in(file.path(), std::ios::binary);
  std::ostringstream body;
  body << in.rdbuf();
  return File(body.str(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.name + ".xlsx");
}

}  // namespace payments
