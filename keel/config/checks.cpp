#include "keel/config/checks.hpp"

#include "keel/config/config.hpp"

namespace keel {

std::function<std::string(const std::string&)> Between(std::int64_t least, std::int64_t most) {
  return [least, most](const std::string& value) -> std::string {
    if (auto wrong = IsNumber(value); !wrong.empty()) return wrong;
    const std::int64_t number = std::stoll(value);
    if (number >= least && number <= most) return "";
    return "not from " + std::to_string(least) + " to " + std::to_string(most);
  };
}

std::string IsFlag(const std::string& value) {
  return value == "0" || value == "1" ? "" : "neither 0 nor 1";
}

std::string IsAddress(const std::string& value) {
  for (const std::string scheme : {"http://", "https://"})
    if (value.starts_with(scheme))
      return value.size() > scheme.size() && !value.ends_with('/') ? "" : "ends with a slash";
  return "does not begin with http:// or https://";
}

}  // namespace keel
