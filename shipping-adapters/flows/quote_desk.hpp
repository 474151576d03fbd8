#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/store/quote_cache.hpp"

namespace shipping {

/// The request as it is asked and remembered: weight and amounts go up to the next step, so that few different
/// questions are asked and nobody is quoted less than the parcel costs.
QuoteRequest Coarse(QuoteRequest request);

/// Asks all carriers at once and waits no longer than a person should. A carrier that is late goes on in the background
/// and fills the cache for the next one; until then its last known price, or our flat rate, stands in, marked
/// estimated. Safe from several threads.
class QuoteDesk {
 public:
  struct Options {
    std::chrono::milliseconds patience{1'200};   ///< For the asker.
    std::chrono::milliseconds call_time{5'000};  ///< For the carrier.
    std::size_t threads = 3;  ///< For each carrier; its queue holds 32 questions, then it counts as late.
  };
  QuoteDesk(const Carriers& carriers, QuoteCache& cache, Options options);
  ~QuoteDesk();  ///< Waits for calls under way.

  /// Cheapest first. Never empty as long as one carrier serves the route or is silent. Returns by min(deadline,
  /// patience).
  std::vector<Quote> Ask(const QuoteRequest& request, Deadline deadline);

 private:
  using Answer = std::shared_future<bool>;  ///< True: the cache has it.
  struct Lane {
    Carrier* carrier = nullptr;
    std::deque<std::function<void()>> queue;
    std::map<std::string, Answer> under_way;
    std::vector<std::thread> threads;
  };
  Answer Start(Lane& lane, const std::string& key, const QuoteRequest& request);
  void Serve(Lane& lane);

  const Options options_;
  QuoteCache& cache_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace shipping
