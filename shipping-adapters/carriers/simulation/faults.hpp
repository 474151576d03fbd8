#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace carrier_simulation {

/// How the simulator misbehaves, on request and so many times:
///   down     the API answers 503
///   late     the API does what it is asked and answers `delay` later
///   garbled  the API does what it is asked and answers something unreadable
///   refuse   a booking is refused: the address is not one the carrier goes to
///   twice    a call to us is made twice
///   wrong    a call to us lies (GHN: a status that is not so; VNPost: a signature that does not fit)
///   lost     a call to us is never made
///   reorder  a call to us is held back until after the next one
///   fail-delivery  a parcel about to be delivered is refused at the door and goes back
///   expire-token   (VNPost) the token runs out before the next call
/// Safe from several threads.
class Faults {
 public:
  static constexpr std::string_view kKinds[] = {"down",  "late", "garbled", "refuse",        "twice",
                                                "wrong", "lost", "reorder", "fail-delivery", "expire-token"};

  void Set(const std::string& kind, int times, std::chrono::milliseconds delay) {
    const std::lock_guard lock(mutex_);
    left_[kind] = times;
    delay_ = delay;
  }
  /// True when the fault is due now; it is used up by this.
  bool Take(std::string_view kind) {
    const std::lock_guard lock(mutex_);
    const auto found = left_.find(kind);
    if (found == left_.end() || found->second <= 0) return false;
    --found->second;
    return true;
  }
  std::chrono::milliseconds delay() const {
    const std::lock_guard lock(mutex_);
    return delay_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int, std::less<>> left_;
  std::chrono::milliseconds delay_{0};
};

}  // namespace carrier_simulation
