#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "keel/sql/sql.hpp"

/// Statements over many rows in few shapes: each shape is prepared once a connection, and a connection keeps few
/// hundred.
namespace keel::sql {

/// head + "group, group, …" + tail
inline std::string WithGroups(std::string_view head, std::string_view group, std::size_t count,
                              std::string_view tail = {}) {
  std::string text(head);
  text.reserve(head.size() + (group.size() + 2) * count + tail.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ", ";
    text += group;
  }
  text += tail;
  return text;
}

/// The most rows, of those left to write, that one statement takes. Each count up to sixteen has a shape of its own,
/// for so many purchases may share a transaction; above it those that their lines make.
constexpr std::size_t ChunkOf(std::size_t left) {
  constexpr std::array<std::size_t, 7> kSizes{48, 36, 30, 27, 24, 21, 18};
  for (const std::size_t size : kSizes)
    if (left >= size) return size;
  return std::min(left, std::size_t{16});
}

/// The next size of placeholder list that holds `count`: 1, 2, 4 … ; fill up with the last value.
constexpr std::size_t ListSize(std::size_t count) {
  std::size_t size = 1;
  while (size < count) size *= 2;
  return size;
}

/// Appends a row's values, moving what can be moved.
template <class... V>
void AddRow(Values& values, V&&... row) {
  (values.emplace_back(std::forward<V>(row)), ...);
}

/// Values for a placeholder list of ListSize(ids.size()); none for no ids.
inline void AddIds(Values& values, const std::vector<std::string>& ids) {
  const std::size_t size = ids.empty() ? 0 : ListSize(ids.size());
  values.reserve(values.size() + size);
  for (std::size_t i = 0; i < size; ++i) values.emplace_back(ids[std::min(i, ids.size() - 1)]);
}

/// "SELECT … IN (" and the ids: rows that any of them names. Empty for no ids, without asking.
inline Rows QueryIn(Session& session, std::string_view select, const std::vector<std::string>& ids) {
  if (ids.empty()) return {};
  Values values;
  AddIds(values, ids);
  return session.Query(WithGroups(select, "?", ListSize(ids.size()), ")"), values);
}

/// "INSERT … VALUES " and the rows of `values`, `columns` each, in as few statements as their shapes allow.
inline void InsertRows(Session& session, std::string_view insert, std::size_t columns, Values values) {
  std::string group = "(?";
  for (std::size_t i = 1; i < columns; ++i) group += ", ?";
  group += ')';
  const std::size_t rows = values.size() / columns;
  for (std::size_t start = 0; start < rows;) {
    const auto chunk = ChunkOf(rows - start);
    if (chunk == rows) {
      session.Execute(WithGroups(insert, group, chunk), values);
    } else {
      const auto first = std::make_move_iterator(values.begin() + static_cast<std::ptrdiff_t>(start * columns));
      session.Execute(WithGroups(insert, group, chunk),
                      Values(first, first + static_cast<std::ptrdiff_t>(chunk * columns)));
    }
    start += chunk;
  }
}

}  // namespace keel::sql
