#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "keel/result.hpp"

/// Files that banks and carriers send back: CSV with a heading, whose columns each of them names its own way. Pure.
namespace payments {

struct NamedColumn {
  std::string_view name;
  /// Other headings, as keel::text::Slug writes them ("so-tien"): where a file has several of them, the first counts.
  std::vector<std::string_view> also;
  bool required = true;
};

struct NamedRow {
  std::size_t line = 0;  ///< In the file, from 1.
  std::map<std::string, std::string>
      cells;  ///< By NamedColumn::name; trimmed, what is no UTF-8 as U+FFFD; columns the file has not are empty.
  bool broken = false;  ///< Quotes that never close; no cells.
  const std::string& operator[](const std::string& name) const;
};

/// Errors: kInvalid "csv-empty", "csv-heading" with the missing column's name, "csv-too-many-rows" with `most`.
keel::Result<std::vector<NamedRow>> ReadTable(std::string_view text, const std::vector<NamedColumn>& columns,
                                              std::size_t most);

}  // namespace payments
