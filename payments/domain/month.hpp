#pragma once
#include <compare>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/result.hpp"

namespace payments {

/// A calendar month in Vietnam ("2026-11"), where the books and the tax are kept. Vietnam is seven hours ahead of UTC
/// all year round.
class Month {
 public:
  static Month Of(keel::Instant at);
  /// Errors: kInvalid "field-wrong-type" with argument "month".
  static keel::Result<Month> Parse(std::string_view text);
  static Month FromRow(std::string text) { return Month(std::move(text)); }
  const std::string& text() const { return text_; }
  keel::Instant Start() const;
  keel::Instant End() const;  ///< Not included.
  Month Next() const;
  int Year() const;
  auto operator<=>(const Month&) const = default;

 private:
  explicit Month(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// "2026-11-21" as people in Vietnam write the day of a moment for machines.
std::string VietnamDay(keel::Instant at);

}  // namespace payments
