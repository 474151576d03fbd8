#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "keel/result.hpp"

/// Small things every adapter needs to read what carriers answer. Include from .cpp files only.
namespace shipping {

inline keel::Error CarrierUnavailable(std::string_view carrier, std::string_view why) {
  return {keel::Kind::kUnavailable, "carrier-unavailable", "The carrier did not answer: " + std::string(why) + '.',
          std::string(carrier), 5};
}

/// Carriers send numbers as numbers or as text ("22000", "22000.0"); anything else reads as `fallback`.
inline std::int64_t LooseInt(const nlohmann::json& object, std::string_view field, std::int64_t fallback = 0) {
  const auto at = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || at == object.end()) return fallback;
  if (at->is_number_integer()) return at->get<std::int64_t>();
  if (at->is_number_float()) return static_cast<std::int64_t>(at->get<double>() + 0.5);
  if (!at->is_string()) return fallback;
  try {
    return static_cast<std::int64_t>(std::stold(at->get_ref<const std::string&>()) + 0.5L);
  } catch (const std::exception&) {
    return fallback;
  }
}

/// Text, or a number as text; empty when absent or of another type.
inline std::string LooseText(const nlohmann::json& object, std::string_view field) {
  if (!object.is_object()) return {};
  const auto at = object.find(field);
  if (at == object.end()) return {};
  if (at->is_string()) return at->get<std::string>();
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
