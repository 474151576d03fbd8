#include "keel/config/config.hpp"

#include <sodium.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>

namespace keel {

Config Config::Load(const std::vector<ConfigKey>& keys) {
  Config config;
  std::string wrong;
  const auto complain = [&](const ConfigKey& key, std::string_view why) {
    wrong += std::string(key.name) + ": " + std::string(why) + " (" + std::string(key.what) + ")\n";
  };
  for (const auto& key : keys) {
    const char* given = std::getenv(std::string(key.name).c_str());
    // An empty variable is what `NAME=` in an environment file leaves: the same as absent.
    const bool present = given != nullptr && *given != '\0';
    if (!present && !key.fallback) {
      complain(key, "missing");
      continue;
    }
    std::string value = present ? std::string(given) : *key.fallback;
    if (present && key.check) {
      // The value itself is not repeated: it may be a secret in the wrong place.
      if (const auto why = key.check(value); !why.empty()) complain(key, why);
    }
    config.values_.insert_or_assign(std::string(key.name), std::move(value));
  }
  if (!wrong.empty()) throw ConfigError(wrong);
  return config;
}

const std::string& Config::Text(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) throw std::logic_error("setting not declared: " + std::string(key));
  return found->second;
}

std::int64_t Config::Number(std::string_view key) const {
  const auto& text = Text(key);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::logic_error("setting is not a whole number and was not checked with IsNumber: " + std::string(key));
  return value;
}

bool Config::Flag(std::string_view key) const {
  return Text(key) == "1";
}

Secret Config::SecretText(std::string_view key) const {
  return Secret(Text(key));
}

std::string IsNumber(const std::string& value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc{} && end == value.data() + value.size() ? "" : "not a whole number";
}

std::string IsPort(const std::string& value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool fine = error == std::errc{} && end == value.data() + value.size() && number >= 1 && number <= 65535;
  return fine ? "" : "not a port from 1 to 65535";
}

std::string IsKey32(const std::string& value) {
  unsigned char bytes[48];
  std::size_t length = 0;
  for (const int variant : {sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
                            sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING})
    if (sodium_base642bin(bytes, sizeof bytes, value.data(), value.size(), nullptr, &length, nullptr, variant) == 0 &&
        length == 32)
      return "";
  return "not 32 bytes in base64 (make one with: openssl rand -base64 32)";
}

}  // namespace keel
