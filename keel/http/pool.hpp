#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace keel::http {

/// A fixed number of threads and a bounded queue before them. Safe from several threads.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t most_waiting) : most_waiting_(most_waiting) {}
  ~WorkerPool() { Stop(); }
  void Start(std::size_t threads);
  /// False when the queue is full or the pool is stopped: the task was not taken. Tasks must not throw.
  bool Post(std::function<void()> task);
  /// Ends the threads after the task each is at; what still waits is dropped.
  void Stop();

 private:
  void Work();
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable there_is_work_;
  std::deque<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace keel::http
