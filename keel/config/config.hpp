#pragma once
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace keel {

/// A text that never prints: logs, JSON and streams show "***". `Reveal()` is greppable.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }

 private:
  std::string value_;
};

/// One setting of a service. `check` answers an empty text, or what is wrong with the value.
struct ConfigKey {
  std::string_view name;                ///< Environment variable, for example "DB_SOCKET".
  std::string_view what;                ///< One line for `--help` and for the message when it is missing.
  std::optional<std::string> fallback;  ///< No value = the key is required.
  std::function<std::string(const std::string&)> check = nullptr;
};

/// Settings read once at start from the environment. Immutable afterwards; safe from several threads.
class Config {
 public:
  /// Throws ConfigError naming *every* missing or bad key at once, one a line.
  static Config Load(const std::vector<ConfigKey>& keys);
  const std::string& Text(std::string_view key) const;  ///< Throws std::logic_error for a key not declared.
  std::int64_t Number(std::string_view key) const;      ///< As Text; values were checked with IsNumber.
  bool Flag(std::string_view key) const;                ///< "1" is true.
  Secret SecretText(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

struct ConfigError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string IsNumber(const std::string& value);  ///< A `check`: whole number.
std::string IsPort(const std::string& value);    ///< A `check`: 1..65535.
std::string IsKey32(const std::string& value);   ///< A `check`: base64 of exactly 32 bytes.

}  // namespace keel
