#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <type_traits>
#include <unordered_map>

#include "keel/http/message.hpp"
#include "keel/redis/redis.hpp"
#include "keel/result.hpp"

namespace orders {

/// Keeps strangers from trying phone numbers until one fits a code, or codes until one fits a phone. Wrong look-ups
/// alone are counted, by the code and the address asked from, and by each alone; somebody who follows his own parcel is
/// not slowed down by others' guesses. Counted in Redis for all replicas and, since that may be away, here as well.
/// Safe from several threads.
class LookupLimit {
 public:
  explicit LookupLimit(keel::redis::Redis& redis) : redis_(redis) {}
  /// What `look` answers about `what`, a Result; that it is not there counts as a wrong guess.
  /// Errors: `look`'s; kTooMany "too-many-lookups" (argument: minutes), and `look` is not called.
  template <class Look>
  std::invoke_result_t<Look> Guard(const keel::http::Request& request, const std::string& what, Look look) {
    if (const auto may = Check(request, what); !may) return may.error();
    auto found = look();
    if (IsMissing(found)) Wrong(request, what);
    return found;
  }

 private:
  template <class T>
  static bool IsMissing(const keel::Result<T>& found) {
    if (!found) return found.error().kind == keel::Kind::kNotFound;
    if constexpr (std::is_same_v<T, keel::http::Reply>) return found->status == 404;
    return false;
  }
  keel::Result<keel::Done> Check(const keel::http::Request& request, const std::string& what);
  void Wrong(const keel::http::Request& request, const std::string& what);

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
