#pragma once
#include <string_view>

#include "keel/sql/sql.hpp"

namespace keel::sql {

/// Whether a row was refused because another has the same under this unique key, by the name we gave the key. Every
/// other fault is somebody else's to answer: throw it on.
inline bool IsDuplicate(const Fault& fault, std::string_view key) noexcept {
  constexpr int kDuplicateEntry = 1062;
  return fault.code == kDuplicateEntry && fault.constraint == key;
}

}  // namespace keel::sql
