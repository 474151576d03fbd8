#pragma once
#include "keel/names.hpp"

namespace payments {

/// The enumerator whose name stands in a row. Throws std::runtime_error naming an unknown one: a newer release wrote
/// it.
template <class Enum, std::size_t n>
Enum FromName(const keel::Names<Enum, n>& names, std::string_view name) {
  return keel::FromRow(names, name);
}

using keel::NameOf;

}  // namespace payments
