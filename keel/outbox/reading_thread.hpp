#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace keel::outbox {

/// The thread of a Consumer or a Follower: runs `pass` at a wake-up and at least every `floor`; after a pass that
/// answers false it waits 0.2 s, 0.4 s … 10 s, deaf to wake-ups, before the next.
class ReadingThread {
 public:
  explicit ReadingThread(std::chrono::milliseconds floor) : floor_(floor) {}
  ~ReadingThread() { Stop(); }

  void Start(std::function<bool()> pass) {
    thread_ = std::thread([this, pass = std::move(pass)] { Work(pass); });
  }
  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  void Wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_all();
  }
  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

 private:
  static constexpr std::chrono::milliseconds kFirstBackOff{200};
  static constexpr std::chrono::milliseconds kLongestBackOff{10'000};

  void Work(const std::function<bool()>& pass) {
    auto back_off = kFirstBackOff;
    for (;;) {
      const bool well = pass();
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, well ? floor_ : back_off, [&] { return stopping_ || (well && woken_); });
      if (stopping_) return;
      woken_ = false;
      back_off = well ? kFirstBackOff : std::min(back_off * 2, kLongestBackOff);
    }
  }

  const std::chrono::milliseconds floor_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keel::outbox
