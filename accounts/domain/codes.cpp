#include "accounts/domain/codes.hpp"

#include <sodium.h>

#include <algorithm>

namespace accounts {
namespace {

/// Seconds from now until `at`, at least one.
int SecondsUntil(keel::Instant at, keel::Instant now) {
  return static_cast<int>(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(at - now).count()));
}

}  // namespace

keel::Result<keel::Done> MayTry(const Challenge& challenge, keel::Instant now) {
  if (challenge.used || challenge.tries >= kMostTries)
    return keel::Error{keel::Kind::kConflict, "code-used-up",
                       "This code was used or tried too often; ask for a new one."};
  if (now >= challenge.expires_at)
    return keel::Error{keel::Kind::kConflict, "code-expired", "The code has expired; ask for a new one."};
  return keel::Done{};
}

keel::Error WrongCode(int tries) {
  const auto left = std::to_string(std::max(0, kMostTries - tries));
  return {keel::Kind::kInvalid, "code-wrong", "The code is wrong. Tries left: " + left + ".", left};
}

std::string NewCode() {
  auto digits = std::to_string(randombytes_uniform(1'000'000));
  return std::string(6 - digits.size(), '0') + digits;
}

keel::Result<std::string> ParseCode(std::string_view text) {
  std::string code;
  for (const char c : text.substr(0, 32))
    if (c != ' ') code += c;
  if (code.size() != 6 || !std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }))
    return keel::Error{keel::Kind::kInvalid, "code-malformed", "The code has six digits."};
  return code;
}

int DayWait(const Sent& sent, int most, keel::Instant now) {
  // A full day's count waits for the oldest of it to be a day ago.
  return sent.count >= most ? SecondsUntil(sent.first.value_or(now) + kDay, now) : 0;
}

keel::Result<keel::Done> MaySend(const SendHistory& history, const SendLimits& limits, keel::Instant now) {
  int wait_s = 0;
  if (history.to_phone.last && now < *history.to_phone.last + limits.gap)
    wait_s = SecondsUntil(*history.to_phone.last + limits.gap, now);
  wait_s = std::max({wait_s, DayWait(history.to_phone, limits.per_phone, now),
                     DayWait(history.from_address, limits.per_address, now),
                     DayWait(history.from_device, limits.per_device, now)});
  if (wait_s == 0) return keel::Done{};
  return keel::Error{keel::Kind::kTooMany, "too-many-codes", "Too many codes were asked for.", std::to_string(wait_s),
                     wait_s};
}

}  // namespace accounts
