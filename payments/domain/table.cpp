#include "payments/domain/table.hpp"

#include <algorithm>
#include <optional>

#include "keel/text/csv.hpp"
#include "keel/text/text.hpp"

namespace payments {
namespace {

/// Where the column stands; of several that may be it, the one that is named first in `also`.
std::optional<std::size_t> Among(const std::vector<std::string>& headings, const NamedColumn& column) {
  std::vector<std::string> names{keel::text::Slug(column.name)};
  names.insert(names.end(), column.also.begin(), column.also.end());
  for (const auto& name : names)
    if (const auto found = std::ranges::find(headings, name); found != headings.end())
      return std::size_t(found - headings.begin());
  return std::nullopt;
}

}  // namespace

const std::string& NamedRow::operator[](const std::string& name) const {
  static const std::string kNone;
  const auto found = cells.find(name);
  return found == cells.end() ? kNone : found->second;
}

keel::Result<std::vector<NamedRow>> ReadTable(std::string_view text, const std::vector<NamedColumn>& columns,
                                              std::size_t most) {
  const auto rows = keel::text::ReadCsv(text, most + 1);
  if (rows.empty() || rows.front().broken)
    return keel::Error{keel::Kind::kInvalid, "csv-empty", "The file holds no rows."};
  if (rows.size() > most + 1)
    return keel::Error{keel::Kind::kInvalid, "csv-too-many-rows", "The file has too many rows.", std::to_string(most)};
  std::vector<std::string> headings;
  for (const auto& cell : rows.front().cells) headings.push_back(keel::text::Slug(cell));
  std::map<std::string, std::size_t> at;
  for (const auto& column : columns)
    if (const auto index = Among(headings, column)) at.emplace(std::string(column.name), *index);
  for (const auto& column : columns)
    if (column.required && !at.contains(std::string(column.name)))
      return keel::Error{keel::Kind::kInvalid, "csv-heading", "A column is missing.", std::string(column.name)};
  std::vector<NamedRow> named;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    NamedRow row{.line = rows[i].line, .broken = rows[i].broken};
    for (const auto& [name, index] : at)
      if (index < rows[i].cells.size())
        row.cells[name] = keel::text::Nfc(keel::text::Trim(keel::text::ReadCell(rows[i].cells[index])));
    named.push_back(std::move(row));
  }
  return named;
}

}  // namespace payments
