#include "keel/money.hpp"

#include <algorithm>
#include <limits>

namespace keel {

std::vector<Money> Split(Money total, std::span<const std::int64_t> weights) {
  using detail::Wide;
  const std::size_t count = weights.size();
  std::vector<Money> parts(count);
  if (count == 0) return parts;

  Wide sum = 0;
  for (const auto weight : weights) sum += std::max<std::int64_t>(weight, 0);
  const bool equal = sum == 0;
  if (equal) sum = static_cast<Wide>(count);

  // Work on the magnitude, so that a refund splits exactly as the payment did.
  const bool negative = total.dong() < 0;
  const Wide whole = negative ? -static_cast<Wide>(total.dong()) : static_cast<Wide>(total.dong());
  struct Rest {
    Wide remainder;
    std::size_t index;
  };
  std::vector<Rest> rests(count);
  std::vector<Wide> shares(count);
  Wide given = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Wide weight = equal ? 1 : static_cast<Wide>(std::max<std::int64_t>(weights[i], 0));
    // 63 bits times 63 bits fits; only the sum of the weights may be wider.
    shares[i] = whole * weight / sum;
    rests[i] = {whole * weight % sum, i};
    given += shares[i];
  }
  std::ranges::stable_sort(rests, [](const Rest& a, const Rest& b) { return a.remainder > b.remainder; });
  for (std::size_t i = 0; given < whole; ++i, ++given) ++shares[rests[i].index];
  for (std::size_t i = 0; i < count; ++i)
    parts[i] = Money::Vnd(static_cast<std::int64_t>(negative ? -shares[i] : shares[i]));
  return parts;
}

}  // namespace keel
