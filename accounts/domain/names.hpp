#pragma once
#include "keel/names.hpp"

/// Enumerators and their wire and database names, one table an enum.
namespace accounts {

/// The enumerator called `name`, or nothing.
template <class Enum, std::size_t N>
std::optional<Enum> FromName(const keel::Names<Enum, N>& names, std::string_view name) {
  return keel::FindName(names, name);
}

/// As FromName, for rows this program wrote. Throws std::runtime_error with the name in it.
template <class Enum, std::size_t N>
Enum FromRowName(const keel::Names<Enum, N>& names, std::string_view name) {
  return keel::FromRow(names, name);
}

}  // namespace accounts
