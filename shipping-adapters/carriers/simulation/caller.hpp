#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "keel/http/client.hpp"
#include "shipping-adapters/carriers/simulation/faults.hpp"

namespace carrier_simulation {

/// Calls the market's webhook, one call after the other in a thread of its own; three tries each, then it is lost, as
/// with the real ones after theirs.
class Caller {
 public:
  /// `url` empty: nobody is called.
  Caller(const std::string& url, Faults& faults);
  ~Caller();
  void Call(std::string body);
  /// Calls not made yet, the one under way among them.
  std::size_t Waiting();

 private:
  void Run();
  Faults& faults_;
  std::string path_;
  std::unique_ptr<keel::http::Client> client_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> queue_;
  std::string held_back_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace carrier_simulation
