#include "payments/domain/table.hpp"

#include <algorithm>

#include "keel/text/csv.hpp"
#include "keel/text/text.hpp"

namespace payments {

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
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < rows.front().cells.size(); ++i) {
    const auto heading = keel::text::Slug(rows.front().cells[i]);
    for (const auto& column : columns)
      if (heading == keel::text::Slug(column.name) || std::ranges::find(column.also, heading) != column.also.end())
        at.try_emplace(std::string(column.name), i);
  }
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
