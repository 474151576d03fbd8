#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace bench {

/// The `percent` percentile in milliseconds of times in microseconds, to a hundredth. 0 for none.
inline double Percentile(std::vector<std::uint32_t>& microseconds, double percent) {
  if (microseconds.empty()) return 0;
  const auto at = static_cast<std::size_t>(static_cast<double>(microseconds.size() - 1) * percent / 100.0);
  std::nth_element(microseconds.begin(), microseconds.begin() + static_cast<std::ptrdiff_t>(at), microseconds.end());
  return std::round(microseconds[at] / 10.0) / 100.0;
}

}  // namespace bench
