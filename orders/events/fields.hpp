#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/money.hpp"

/// Fields of other services' events, taken as they are or not at all: 1.5 is no 1, and true neither. Each throws
/// Unreadable.
namespace orders {

/// What is wrong with a body, by the field's name: values belong to somebody and stay out of logs.
struct Unreadable : std::runtime_error {
  explicit Unreadable(const std::string& field) : std::runtime_error(field + " is missing or of another kind") {}
};

/// An object that is not nested deeper than can be copied.
nlohmann::json BodyOf(std::string_view text);

std::string Text(const nlohmann::json& body, const char* field);
std::int64_t Int(const nlohmann::json& body, const char* field);
bool Flag(const nlohmann::json& body, const char* field);
keel::Money Dong(const nlohmann::json& body, const char* field);  ///< A whole number of đồng.
const nlohmann::json& List(const nlohmann::json& body, const char* field);
/// Fields that may be absent or null.
std::string TextOr(const nlohmann::json& body, const char* field, std::string fallback);
std::optional<std::int64_t> MaybeInt(const nlohmann::json& body, const char* field);
/// A time that cannot be read counts as absent, too: it is a carrier's, and only sorts.
keel::Instant TimeOr(const nlohmann::json& body, const char* field, keel::Instant otherwise);

}  // namespace orders
