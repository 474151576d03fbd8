#include <charconv>

#include "keel/sql/sql.hpp"

namespace keel::sql {
namespace {

const std::optional<std::string>& Cell(const std::vector<std::optional<std::string>>& cells, std::size_t columns,
                                       std::ptrdiff_t row, std::size_t column) {
  if (row < 0 || column >= columns)
    throw std::logic_error("a row was read before Next(), or a column that is not there");
  return cells.at(static_cast<std::size_t>(row) * columns + column);
}

}  // namespace

Rows Session::MakeRows(std::size_t columns, std::vector<std::optional<std::string>> cells) {
  Rows rows;
  rows.columns_ = columns;
  rows.cells_ = std::move(cells);
  return rows;
}

bool Rows::Next() {
  if (row_ + 1 >= static_cast<std::ptrdiff_t>(size())) return false;
  ++row_;
  return true;
}

bool Rows::IsNull(std::size_t column) const {
  return !Cell(cells_, columns_, row_, column);
}

const std::string& Rows::Text(std::size_t column) const {
  const auto& cell = Cell(cells_, columns_, row_, column);
  if (!cell) throw std::runtime_error("column " + std::to_string(column) + " is NULL");
  return *cell;
}

std::string Rows::TextOr(std::size_t column, std::string_view fallback) const {
  const auto& cell = Cell(cells_, columns_, row_, column);
  return cell ? *cell : std::string(fallback);
}

std::optional<std::string> Rows::MaybeText(std::size_t column) const {
  return Cell(cells_, columns_, row_, column);
}

std::int64_t Rows::Int(std::size_t column) const {
  const auto& text = Text(column);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::runtime_error("column " + std::to_string(column) + " is no whole number");
  return number;
}

std::optional<std::int64_t> Rows::MaybeInt(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Int(column));
}

std::optional<Instant> Rows::MaybeAt(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(At(column));
}

}  // namespace keel::sql
