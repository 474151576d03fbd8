#include "keel/text/csv.hpp"

#include <algorithm>
#include <optional>

#include "keel/text/text.hpp"

namespace keel::text {
namespace {

constexpr std::string_view kMarks[] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};  // Of byte order.
/// So much is looked at twice for the ends of quotes; in a file with more of them unclosed they end with their line.
constexpr std::size_t kMostInVain = 2'000'000;
constexpr std::string_view kFormulaStarts = "=+-@\t\r";

/// What a spreadsheet adds up and can do nothing else with: -47630, 1.5.
bool IsPlainNumber(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  const auto digits = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = cell.find('.');
  return digits(cell.substr(0, point)) && (point == cell.npos || digits(cell.substr(point + 1)));
}

char Separator(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  // What stands in quotes separates nothing.
  std::string first;
  bool quoted = false;
  for (const char c : text.substr(0, text.find_first_of("\r\n"))) {
    if (c == '"') quoted = !quoted;
    if (!quoted) first += c;
  }
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::ranges::count(first, candidate) > std::ranges::count(first, best)) best = candidate;
  return best;
}

/// The separator that a first line "sep=;" names: what people write there for their spreadsheet, which shows it to
/// nobody. In quotation marks it is a cell.
std::optional<char> SaidSeparator(std::string_view text) {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  const bool says = line.size() == 5 && Fold(line.substr(0, 4)) == "sep=" &&
                    std::string_view(",;\t").find(line[4]) != std::string_view::npos;
  return says ? std::optional(line[4]) : std::nullopt;
}

class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool AtEnd() const { return at_ >= text_.size(); }

  CsvRow Row() {
    CsvRow row;
    row.line = line_;
    const std::size_t start = at_, start_line = line_;
    last_ =
        in_vain_ < kMostInVain ? start + kLongestCsvRow : std::min(text_.find_first_of("\r\n", start), text_.size());
    for (;;) {
      std::string cell;
      if (!Cell(cell)) {  // Begin again at the next physical line: what follows a slip is still good.
        in_vain_ += at_ - start;
        at_ = start;
        line_ = start_line;
        SkipLine();
        row.cells.clear();
        row.broken = true;
        return row;
      }
      row.cells.push_back(std::move(cell));
      if (!AtEnd() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      SkipLineEnd();
      return row;
    }
  }

  void SkipLine() {
    while (!AtEnd() && !AtLineEnd()) ++at_;
    SkipLineEnd();
  }

 private:
  void SkipLineEnd() {
    if (AtEnd()) return;
    if (text_[at_] == '\r') {
      ++at_;
      if (!AtEnd() && text_[at_] == '\n') ++at_;
    } else {
      ++at_;
    }
    ++line_;
  }

  bool AtLineEnd() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  bool Cell(std::string& cell) {
    if (AtEnd() || text_[at_] != '"') {
      // A quote inside an unquoted cell (5" ruler) is a letter, as every spreadsheet takes it.
      while (!AtEnd() && text_[at_] != separator_ && !AtLineEnd()) cell += text_[at_++];
      return at_ <= last_;
    }
    for (++at_; !AtEnd() && at_ <= last_;) {
      if (text_[at_] != '"') {
        if (text_[at_] == '\n' || (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n'))) ++line_;
        cell += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        at_ += 2;
      } else {
        ++at_;
        return AtEnd() || text_[at_] == separator_ || AtLineEnd();
      }
    }
    return false;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0, last_ = 0;
  std::size_t in_vain_ = 0;  ///< Bytes read for rows that were broken, and read again.
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRow> ReadCsv(std::string_view text, std::size_t most_rows) {
  const std::string whole = Utf8Of(text);
  const auto said = SaidSeparator(whole);
  Reader reader(whole, said ? *said : Separator(whole));
  if (said) reader.SkipLine();
  std::vector<CsvRow> rows;
  while (!reader.AtEnd() && rows.size() <= most_rows) {
    auto row = reader.Row();
    const bool blank = !row.broken && std::ranges::all_of(row.cells, [](const auto& cell) {
      return cell.find_first_not_of(" \t") == std::string::npos;
    });
    if (!blank) rows.push_back(std::move(row));
  }
  return rows;
}

std::string WriteCsvRow(const std::vector<std::string>& cells) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string cell = cells[i];
    if (!cell.empty() && !IsPlainNumber(cell) &&
        (kFormulaStarts.find(cell[0]) != std::string_view::npos || cell[0] == '\''))
      cell.insert(0, 1, '\'');
    if (i > 0) row += ',';
    if (cell.find_first_of(",;\t\"\r\n") == std::string::npos &&
        std::ranges::none_of(kMarks, [&](auto mark) { return cell.starts_with(mark); })) {
      row += cell;
      continue;
    }
    row += '"';
    for (const char c : cell) {
      if (c == '"') row += '"';
      row += c;
    }
    row += '"';
  }
  return row + "\r\n";
}

std::string_view ReadCell(std::string_view cell) {
  const bool guarded =
      cell.size() > 1 && cell[0] == '\'' && (kFormulaStarts.find(cell[1]) != std::string_view::npos || cell[1] == '\'');
  return guarded ? cell.substr(1) : cell;
}

}  // namespace keel::text
