#include "payments/domain/attempt.hpp"

#include <algorithm>

namespace payments {
namespace {

using namespace std::chrono_literals;

/// 15 s, 30 s, 1 min, 2 min … at most `most`.
std::chrono::milliseconds Doubled(std::chrono::seconds first, int times, std::chrono::seconds most) {
  return std::min<std::chrono::seconds>(first * (1 << std::clamp(times, 0, 12)), most);
}

}  // namespace

keel::Instant NextLook(const Attempt& attempt, keel::Instant now) {
  constexpr auto kAfterEnd = 5s;
  const auto next = now + Doubled(15s, attempt.looks, 5min);
  return now < attempt.ends_at ? std::min<keel::Instant>(next, attempt.ends_at + kAfterEnd) : next;
}

keel::Instant NextTry(const RefundJob& job, keel::Instant now) {
  return now + Doubled(30s, job.tries, 1h);
}

}  // namespace payments
