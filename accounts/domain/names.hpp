#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// Enumerators and their wire and database names, one table an enum.
namespace accounts {

/// The enumerator called `name`, or nothing.
template <class Enum, std::size_t N>
std::optional<Enum> FromName(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Enum>(at - names.begin());
}

/// As FromName, for rows this program wrote. Throws std::runtime_error with the name in it.
template <class Enum, std::size_t N>
Enum FromRowName(const std::array<std::string_view, N>& names, std::string_view name) {
  if (const auto found = FromName<Enum>(names, name)) return *found;
  throw std::runtime_error("a row holds the unknown name: " + std::string(name));
}

}  // namespace accounts
