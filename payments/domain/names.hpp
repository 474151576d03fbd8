#pragma once
#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace payments {

/// The enumerator whose name stands in a row. Throws std::runtime_error naming an unknown one: a newer release wrote
/// it.
template <class Enum, std::size_t n>
Enum FromName(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) throw std::runtime_error("unknown name in a row: " + std::string(name));
  return static_cast<Enum>(at - names.begin());
}

template <class Enum, std::size_t n>
std::string_view NameOf(const std::array<std::string_view, n>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace payments
