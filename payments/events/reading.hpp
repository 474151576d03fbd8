#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/result.hpp"

/// Reading the bodies of other services' events. Included by events/*.cpp only.
namespace payments {

/// Keeps the first thing wrong, so that a reader reads straight down. Amounts are whole đồng, or {"amount": …}.
/// Errors: kInvalid "event-unreadable" with the field's name.
class Reading {
 public:
  explicit Reading(const nlohmann::json& body) : body_(body) {
    if (!body_.is_object()) Fail("body");
  }
  bool Has(const char* name) const { return body_.is_object() && body_.contains(name) && !body_[name].is_null(); }
  std::string Text(const char* name) {
    if (Has(name) && body_[name].is_string()) return body_[name].get<std::string>();
    Fail(name);
    return {};
  }
  std::string TextOr(const char* name, const char* fallback) { return Has(name) ? Text(name) : fallback; }
  keel::Money Dong(const char* name) {
    if (!Has(name)) return Fail(name), keel::Money();
    const auto& field = body_[name].is_object() ? body_[name].value("amount", nlohmann::json()) : body_[name];
    if (field.is_number_integer()) return keel::Money::Vnd(field.get<std::int64_t>());
    return Fail(name), keel::Money();
  }
  keel::Instant At(const char* name, keel::Instant fallback) {
    if (!Has(name)) return fallback;
    const auto at = keel::FromRfc3339(Text(name));
    if (!at) Fail(name);
    return at.value_or(fallback);
  }
  /// Empty when absent.
  const nlohmann::json& Array(const char* name) {
    static const auto kNone = nlohmann::json::array();
    if (!Has(name)) return kNone;
    if (body_[name].is_array()) return body_[name];
    Fail(name);
    return kNone;
  }
  bool ok() const { return !error_; }
  const keel::Error& error() const { return *error_; }

 private:
  void Fail(const char* name) {
    if (!error_)
      error_ = keel::Error{keel::Kind::kInvalid, "event-unreadable",
                           std::string("The event's field ") + name + " is missing or wrong.", name};
  }
  const nlohmann::json& body_;
  std::optional<keel::Error> error_;
};

}  // namespace payments
