#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "keel/http/message.hpp"
#include "keel/redis/redis.hpp"
#include "keel/result.hpp"

namespace orders {

/// Keeps strangers from trying phone numbers until one fits a code, or codes until one fits a phone. Wrong look-ups
/// alone are counted, by the code and the address asked from, and by each alone; somebody who follows his own parcel is
/// not slowed down by others' guesses. Counted in Redis for all replicas and, since that may be away, here as well. Safe from several threads.
class LookupLimit {
 public:
  explicit LookupLimit(keel::redis::Redis& redis) : redis_(redis) {}
  /// Errors: kTooMany "too-many-lookups" (argument: minutes).
  keel::Result<keel::Done> Check(const keel::http::Request& request, const std::string& what);
  void Wrong(const keel::http::Request& request, const std::string& what);

 private:
  using Clock = std::chrono::steady_clock;
  struct Window {
    std::int64_t count = 0;
    Clock::time_point ends{};
  };
  std::int64_t Counted(const std::string& key);
  void Count(const std::string& key);

  keel::redis::Redis& redis_;
  std::mutex mutex_;
  std::unordered_map<std::string, Window> windows_;
};

}  // namespace orders
