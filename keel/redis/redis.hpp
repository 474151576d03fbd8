#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Redis caches, counts and wakes; it is never the truth. Every call may fail silently: a miss, a zero, a wake-up not
/// sent.
namespace keel::redis {

class Redis {
 public:
  /// Thread-safe; one context per thread inside, reconnecting with back-off, 50 ms socket timeout.
  static std::unique_ptr<Redis> Open(std::string socket, std::string prefix);
  virtual ~Redis() = default;
  virtual std::optional<std::string> Get(std::string_view key) = 0;
  virtual void Set(std::string_view key, std::string_view value, std::chrono::seconds life) = 0;
  virtual void Drop(std::string_view key) = 0;
  /// Adds one and answers the count in this window; the first call sets the window's end. Empty: Redis is away (the
  /// caller decides).
  virtual std::optional<std::int64_t> Count(std::string_view key, std::chrono::seconds window) = 0;
  virtual void Wake(std::string_view channel) = 0;  ///< PUBLISH (channel is not prefixed).
  /// Calls `on_wake` from a thread of its own for every message; survives Redis going away. Lives as long as the Redis
  /// object.
  virtual void OnWake(std::string channel, std::function<void()> on_wake) = 0;
  virtual bool Alive() = 0;
};

}  // namespace keel::redis
