#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/result.hpp"

namespace orders {

/// The code people read over a phone: "CP-7K3M-9Q4". Thirty letters and digits without 0 O 1 I L U; six carry the
/// number, the seventh is a check letter. Sums are taken modulo 31, a prime above the alphabet's size, with a different
/// weight a place: so any single wrong letter and any two letters swapped are noticed, always.
class OrderCode {
 public:
  /// The code of a random number; empty for the one in thirty-one whose check letter would need a 31st sign: take
  /// another.
  static std::optional<OrderCode> FromNumber(std::uint64_t number);
  /// Reads what a person typed: any case, with or without "CP" and dashes, blanks ignored.
  /// Errors: kInvalid "order-code-mistyped".
  static keel::Result<OrderCode> Parse(std::string_view typed);
  /// For rows this program wrote.
  static OrderCode FromRow(std::string text) { return OrderCode(std::move(text)); }

  const std::string& text() const { return text_; }
  bool operator==(const OrderCode&) const = default;

 private:
  explicit OrderCode(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

inline constexpr std::string_view kCodeLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(kCodeLetters.size() == 30);

}  // namespace orders
