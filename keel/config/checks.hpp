#pragma once
#include <cstdint>
#include <functional>
#include <string>

/// Checks for ConfigKey::check beyond the few of config.hpp. Each answers an empty text, or what is wrong with the
/// value; none repeats the value, which may be a secret in the wrong place.
namespace keel {

/// A whole number within these bounds, both included: a slip of the hand in a settings file must not become negative
/// freight, or a cart that is removed as soon as it is made.
std::function<std::string(const std::string&)> Between(std::int64_t least, std::int64_t most);

std::string IsFlag(const std::string& value);     ///< "0" or "1": "yes" would be read as no.
std::string IsAddress(const std::string& value);  ///< http:// or https://, something behind it, no slash at its end.

}  // namespace keel
