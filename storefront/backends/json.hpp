#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"

/// Forgiving readers of peers' answers, for backends/*.cpp alone: a field that is absent or of another type reads as
/// empty, so that an older or newer peer degrades a page instead of breaking it.
/// Include from .cpp files only.
namespace storefront::backends {

using Json = nlohmann::json;

const Json& At(const Json& object, std::string_view name);  ///< null when absent.
std::string Text(const Json& object, std::string_view name);
std::int64_t Int(const Json& object, std::string_view name, std::int64_t fallback = 0);
bool Flag(const Json& object, std::string_view name);
keel::Money Dong(const Json& object, std::string_view name);    ///< {"amount":…,"currency":"VND"}
keel::Instant Time(const Json& object, std::string_view name);  ///< RFC 3339; the epoch when absent.

/// One T for each element of an array field.
template <class T, class Read>
std::vector<T> Each(const Json& object, std::string_view name, Read read) {
  std::vector<T> all;
  const Json& array = At(object, name);
  if (!array.is_array()) return all;
  all.reserve(array.size());
  for (const Json& element : array) all.push_back(read(element));
  return all;
}

}  // namespace storefront::backends
