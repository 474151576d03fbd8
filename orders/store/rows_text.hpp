#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace orders {

/// A statement with `count` groups of placeholders: head + "(?, ?)" * count + tail. Counts stay small (callers work in
/// chunks), so that every shape is prepared once a connection.
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

/// Rows of one multi-row INSERT at most.
inline constexpr std::size_t kRowsAtOnce = 16;

/// The next size of placeholder list that holds `count`: 1, 2, 4 … so that few shapes serve all; fill up with the last
/// value.
constexpr std::size_t ListSize(std::size_t count) {
  std::size_t size = 1;
  while (size < count) size *= 2;
  return size;
}

}  // namespace orders
