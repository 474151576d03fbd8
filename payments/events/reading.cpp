#include "payments/events/reading.hpp"

#include <nlohmann/json.hpp>

namespace payments {
namespace {

/// A whole number of 63 bits: one that is wider would turn negative.
bool Fits(const nlohmann::json& field) {
  return field.is_number_integer() &&
         (!field.is_number_unsigned() || field.get<std::uint64_t>() <= std::uint64_t(INT64_MAX));
}

}  // namespace

Reading::Reading(const nlohmann::json& body) : body_(body) {
  if (!body_.is_object()) Fail("body");
}

bool Reading::Has(const char* name) const {
  return body_.is_object() && body_.contains(name) && !body_[name].is_null();
}

std::string Reading::Text(const char* name) {
  if (Has(name) && body_[name].is_string()) return body_[name].get<std::string>();
  Fail(name);
  return {};
}

std::string Reading::TextOr(const char* name, const char* fallback) {
  return Has(name) ? Text(name) : fallback;
}

keel::Money Reading::Dong(const char* name) {
  if (Has(name)) {
    const auto field = body_[name].is_object() ? body_[name].value("amount", nlohmann::json()) : body_[name];
    if (Fits(field)) return keel::Money::Vnd(field.get<std::int64_t>());
  }
  Fail(name);
  return {};
}

std::int64_t Reading::Number(const char* name) {
  if (Has(name) && Fits(body_[name])) return body_[name].get<std::int64_t>();
  Fail(name);
  return 0;
}

keel::Instant Reading::At(const char* name, keel::Instant fallback) {
  if (!Has(name)) return fallback;
  const auto at = keel::FromRfc3339(Text(name));
  if (!at) Fail(name);
  return at.value_or(fallback);
}

const nlohmann::json& Reading::Array(const char* name) {
  static const auto kNone = nlohmann::json::array();
  if (!Has(name)) return kNone;
  if (body_[name].is_array()) return body_[name];
  Fail(name);
  return kNone;
}

void Reading::Fail(const char* name) {
  if (!error_)
    error_ = keel::Error{keel::Kind::kInvalid, "event-unreadable",
                         std::string("The event's field ") + name + " is missing or wrong.", name};
}

}  // namespace payments
