#pragma once
#include <compare>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "keel/result.hpp"

namespace keel {

namespace detail {
__extension__ typedef __int128 Wide;  // Not ISO C++, so -Wpedantic wants it said.
}

/// An amount in whole đồng (VND has no minor unit in use). Never a floating point number, never a bare int.
/// May be negative: a refund line is. JSON: {"amount":118400,"currency":"VND"}. Columns: BIGINT named `*_vnd`.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money Vnd(std::int64_t dong) { return Money(dong); }
  constexpr std::int64_t dong() const { return dong_; }
  constexpr auto operator<=>(const Money&) const = default;

 private:
  explicit constexpr Money(std::int64_t dong) : dong_(dong) {}
  std::int64_t dong_ = 0;
};

/// Errors: kInvalid "amount-out-of-range" past 64 bits.
inline Result<Money> Add(Money a, Money b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.dong(), b.dong(), &sum))
    return Error{Kind::kInvalid, "amount-out-of-range", "The total is too large."};
  return Money::Vnd(sum);
}

/// Unit price times quantity. Errors: kInvalid "amount-out-of-range".
inline Result<Money> Times(Money unit, std::int64_t quantity) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(unit.dong(), quantity, &product))
    return Error{Kind::kInvalid, "amount-out-of-range", "The total is too large."};
  return Money::Vnd(product);
}

namespace detail {
__extension__ typedef __int128 Wide;  // Pedantic warnings know no other spelling.
}

/// `amount` times `basis_points` / 10 000, rounded half up (away from zero for negatives).
/// 128-bit inside: no overflow for any Money and |basis_points| <= 1 000 000.
constexpr Money Share(Money amount, std::int64_t basis_points) {
  const detail::Wide product = static_cast<detail::Wide>(amount.dong()) * basis_points;
  const detail::Wide half = product >= 0 ? 5'000 : -5'000;
  return Money::Vnd(static_cast<std::int64_t>((product + half) / 10'000));
}

/// Splits `total` in proportion to `weights` by the largest remainder (earlier index wins a tie), so that the
/// parts always add up to `total` to the đồng. Weights are >= 0; when all are 0 the split is equal.
/// The only function in the project that splits an amount. An empty `weights` gives an empty answer.
std::vector<Money> Split(Money total, std::span<const std::int64_t> weights);

}  // namespace keel
