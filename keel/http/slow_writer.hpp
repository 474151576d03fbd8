#pragma once
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace keel::http {

class Connection;

/// Finishes replies that did not fit the socket's buffer, in a thread of its own: Pistache would spin on such a client
/// and starve every other connection of its thread. A client that takes nothing for 60 s is cut off.
class SlowWriter {
 public:
  SlowWriter();
  ~SlowWriter();
  void Start();
  void Stop();
  /// Takes over the writing of `connection`'s unsent bytes. Safe from several threads.
  void Take(std::shared_ptr<Connection> connection);

 private:
  void Work();
  int wake_fd_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Connection>> arrived_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace keel::http
