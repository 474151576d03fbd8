#pragma once
#include <mutex>
#include <string>
#include <utility>

namespace message_gateway_simulator {

/// What goes wrong with the next messages, as asked by POST /control/fault. Safe from several threads.
class Faults {
 public:
  enum class Kind { kNone, kDown, kLate, kTwice };
  void Set(Kind kind, int times) {
    const std::lock_guard lock(mutex_);
    kind_ = kind;
    times_ = times;
  }
  /// The fault for one message; counts it.
  Kind Take() {
    const std::lock_guard lock(mutex_);
    if (times_ <= 0) return Kind::kNone;
    --times_;
    return kind_;
  }

 private:
  std::mutex mutex_;
  Kind kind_ = Kind::kNone;
  int times_ = 0;
};

}  // namespace message_gateway_simulator
