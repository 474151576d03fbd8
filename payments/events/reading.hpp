#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/result.hpp"

namespace payments {

/// Reading the body of another service's event. Keeps the first thing wrong, so that a reader reads straight down.
/// Amounts are whole đồng, or {"amount": …}. Errors: kInvalid "event-unreadable" with the field's name.
class Reading {
 public:
  explicit Reading(const nlohmann::json& body);
  bool Has(const char* name) const;  ///< There and not null.
  std::string Text(const char* name);
  std::string TextOr(const char* name, const char* fallback);
  keel::Money Dong(const char* name);
  std::int64_t Number(const char* name);
  keel::Instant At(const char* name, keel::Instant fallback);
  const nlohmann::json& Array(const char* name);  ///< Empty when absent.
  bool ok() const { return !error_; }
  const keel::Error& error() const { return *error_; }

 private:
  void Fail(const char* name);
  const nlohmann::json& body_;
  std::optional<keel::Error> error_;
};

}  // namespace payments
