#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// The names of an enumeration's values, on the wire and in rows. The compiler holds them together: a table whose rows
/// stand in another order than the enumerators, or that leaves out the last of them, does not compile.
///   inline constexpr auto kFillRules = keel::NamesOf<FillRule>({{FillRule::kProRata, "pro-rata"}, …});
namespace keel {

template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

/// Read by an enumerator's position, as the array it is.
template <class Enum, std::size_t N>
struct Names : std::array<std::string_view, N> {};

namespace detail {

/// GCC and Clang write a value that no enumerator has as a cast: "= (orders::FillRule)2".
template <auto value>
consteval bool IsEnumerator() {
  const std::string_view text = __PRETTY_FUNCTION__;
  return text.find("= (") == text.npos;
}

}  // namespace detail

template <class Enum, std::size_t N>
consteval Names<Enum, N> NamesOf(const Named<Enum> (&rows)[N]) {
  static_assert(!detail::IsEnumerator<static_cast<Enum>(N)>(), "an enumerator has no name");
  Names<Enum, N> names{};
  for (std::size_t i = 0; i < N; ++i) {
    if (static_cast<std::size_t>(rows[i].value) != i) throw "the rows stand in another order than the enumerators";
    names[i] = rows[i].name;
  }
  return names;
}

template <class Enum, std::size_t N>
constexpr std::string_view NameOf(const Names<Enum, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

/// The enumerator called `name`, or nothing.
template <class Enum, std::size_t N>
constexpr std::optional<Enum> FindName(const Names<Enum, N>& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Enum>(at - names.begin());
}

/// The same for rows this program wrote. Throws std::runtime_error with an unknown name in it: a newer release wrote
/// it.
template <class Enum, std::size_t N>
Enum FromRow(const Names<Enum, N>& names, std::string_view name) {
  if (const auto found = FindName(names, name)) return *found;
  throw std::runtime_error("a row holds the unknown name: " + std::string(name));
}

}  // namespace keel
