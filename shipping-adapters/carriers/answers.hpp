#pragma once
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "keel/result.hpp"

/// Small things every adapter needs to read what carriers answer. Include from .cpp files only.
namespace shipping {

inline keel::Error CarrierUnavailable(std::string_view carrier, std::string_view why) {
  return {keel::Kind::kUnavailable, "carrier-unavailable", "The carrier did not answer: " + std::string(why) + '.',
          std::string(carrier), 5};
}

/// No price, weight or code of a carrier's is larger.
inline constexpr std::int64_t kLargestAnswer = 1'000'000'000'000;

/// "22000", "22000.0"; nothing when it is no whole number.
inline std::optional<std::int64_t> WholeNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc{}) return std::nullopt;
  const auto tail = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool whole = tail.empty() || (tail.size() > 1 && tail[0] == '.' && tail.find_first_not_of('0', 1) == tail.npos);
  return whole ? std::optional(number) : std::nullopt;
}

/// Carriers send numbers as numbers or as text ("22000", "22000.0"); anything else, and what is not between 0 and
/// kLargestAnswer, reads as `fallback`.
inline std::int64_t LooseInt(const nlohmann::json& object, std::string_view field, std::int64_t fallback = 0) {
  const auto at = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || at == object.end()) return fallback;
  const auto within = [&](auto number) {
    return number >= decltype(number){0} && number <= static_cast<decltype(number)>(kLargestAnswer);
  };
  if (at->is_number_unsigned()) {
    const auto number = at->get<std::uint64_t>();
    return within(number) ? static_cast<std::int64_t>(number) : fallback;
  }
  if (at->is_number_float()) {  // Also what is too large for a whole number; not a number is never within.
    const auto number = at->get<double>();
    return within(number) ? std::llround(number) : fallback;
  }
  std::optional<std::int64_t> number;
  if (at->is_number_integer()) number = at->get<std::int64_t>();
  if (at->is_string()) number = WholeNumber(at->get_ref<const std::string&>());
  return number && within(*number) ? *number : fallback;
}

/// Text, or a number as text; empty when absent or of another type.
inline std::string LooseText(const nlohmann::json& object, std::string_view field) {
  if (!object.is_object()) return {};
  const auto at = object.find(field);
  if (at == object.end()) return {};
  if (at->is_string()) return at->get<std::string>();
  if (at->is_number_unsigned()) return std::to_string(at->get<std::uint64_t>());
  if (at->is_number_integer()) return std::to_string(at->get<std::int64_t>());
  return {};
}

/// True only where the field is there and true.
inline bool LooseFlag(const nlohmann::json& object, std::string_view field) {
  if (!object.is_object()) return false;
  const auto at = object.find(field);
  return at != object.end() && at->is_boolean() && at->get<bool>();
}

}  // namespace shipping
