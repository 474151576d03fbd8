#include "orders/events/fields.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "keel/http/bounded_json.hpp"

namespace orders {

using nlohmann::json;

namespace {

/// Null when it is absent.
const json& At(const json& body, const char* field) {
  static const json kNothing;
  if (!body.is_object()) return kNothing;
  const auto at = body.find(field);
  return at == body.end() ? kNothing : *at;
}

}  // namespace

json BodyOf(std::string_view text) {
  auto body = keel::http::BoundedJson(text);
  if (!body.is_object()) throw Unreadable("body");
  return body;
}

std::string Text(const json& body, const char* field) {
  const json& at = At(body, field);
  if (!at.is_string()) throw Unreadable(field);
  return at.get<std::string>();
}

std::int64_t Int(const json& body, const char* field) {
  const json& at = At(body, field);
  // One of 64 bits would turn negative.
  if (!at.is_number_integer() || (at.is_number_unsigned() && at.get<std::uint64_t>() > std::uint64_t(INT64_MAX)))
    throw Unreadable(field);
  return at.get<std::int64_t>();
}

bool Flag(const json& body, const char* field) {
  const json& at = At(body, field);
  if (!at.is_boolean()) throw Unreadable(field);
  return at.get<bool>();
}

keel::Money Dong(const json& body, const char* field) {
  return keel::Money::Vnd(Int(body, field));
}

const json& List(const json& body, const char* field) {
  const json& at = At(body, field);
  if (!at.is_array()) throw Unreadable(field);
  return at;
}

std::string TextOr(const json& body, const char* field, std::string fallback) {
  return At(body, field).is_null() ? std::move(fallback) : Text(body, field);
}

std::optional<std::int64_t> MaybeInt(const json& body, const char* field) {
  if (At(body, field).is_null()) return std::nullopt;
  return Int(body, field);
}

keel::Instant TimeOr(const json& body, const char* field, keel::Instant otherwise) {
  return keel::FromRfc3339(TextOr(body, field, "")).value_or(otherwise);
}

}  // namespace orders
