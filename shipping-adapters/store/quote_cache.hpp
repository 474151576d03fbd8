#pragma once
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keel/redis/redis.hpp"
#include "shipping-adapters/domain/quote.hpp"

namespace shipping {

/// What a carrier last asked for a way. In this process first, then in Redis, shared between replicas; both may be
/// empty at any moment. Safe from several threads.
class QuoteCache {
 public:
  QuoteCache(keel::redis::Redis& redis, std::chrono::seconds life) : redis_(redis), life_(life) {}

  /// Younger than `life`.
  std::optional<std::vector<Quote>> Fresh(const std::string& key);
  /// However old, up to a day: better than a guess when the carrier is silent.
  std::optional<std::vector<Quote>> LastKnown(const std::string& key);
  void Put(const std::string& key, const std::vector<Quote>& quotes);

 private:
  struct Entry {
    std::chrono::steady_clock::time_point at;
    std::vector<Quote> quotes;
  };
  std::optional<Entry> Here(const std::string& key);
  void Remember(const std::string& key, const std::vector<Quote>& quotes, std::chrono::steady_clock::time_point at);

  keel::redis::Redis& redis_;
  std::chrono::seconds life_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace shipping
