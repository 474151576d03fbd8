#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

/// One-time codes: how long they live, how often they may be tried, how often they may be sent.
namespace accounts {

using namespace std::chrono_literals;

inline constexpr std::chrono::seconds kCodeLife = 5min;
inline constexpr int kMostTries = 5;
inline constexpr std::chrono::seconds kDay = 24h;

/// What a code is good for. The purpose is in the code's hash, so that a code sent for one never opens another.
enum class Purpose : std::uint8_t { kSignIn, kHelp };
inline constexpr auto kPurposeNames = keel::NamesOf<Purpose>({{Purpose::kSignIn, "sign-in"}, {Purpose::kHelp, "help"}});

/// A code that was sent, without the code.
struct Challenge {
  ChallengeId id;
  Purpose purpose = Purpose::kSignIn;
  int tries = 0;  ///< Wrong ones so far.
  keel::Instant expires_at{};
  bool used = false;
};

/// May this challenge be tried at all? Errors: kConflict "code-used-up" after kMostTries wrong ones or when it was used
/// already, "code-expired" from expires_at on.
keel::Result<keel::Done> MayTry(const Challenge& challenge, keel::Instant now);

/// The answer to a wrong code, `tries` counting it. kInvalid "code-wrong"; argument: how many tries are left.
keel::Error WrongCode(int tries);

/// Six digits, each equally likely; leading zeros stand.
std::string NewCode();
/// Six ASCII digits after dropping blanks. Errors: kInvalid "code-malformed".
keel::Result<std::string> ParseCode(std::string_view text);

/// How many codes are sent. Operators of a commune behind one address raise the second.
struct SendLimits {
  int per_phone = 5;             ///< In 24 hours.
  int per_address = 20;          ///< In 24 hours, per IPv4 address or IPv6 /64.
  int per_device = 10;           ///< In 24 hours.
  std::chrono::seconds gap{60};  ///< Between two to one phone.
};

/// What was sent in the last 24 hours to or from one subject.
struct Sent {
  int count = 0;
  std::optional<keel::Instant> first, last;
};

struct SendHistory {
  Sent to_phone, from_address, from_device;
};

/// Seconds until one more fits into 24 hours of at most `most`; 0: now.
int DayWait(const Sent& sent, int most, keel::Instant now);

/// Errors: kTooMany "too-many-codes"; argument and retry_after_s: seconds until it is allowed again.
keel::Result<keel::Done> MaySend(const SendHistory& history, const SendLimits& limits, keel::Instant now);

}  // namespace accounts
