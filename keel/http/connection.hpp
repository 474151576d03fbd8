#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/pool.hpp"
#include "keel/http/router.hpp"
#include "keel/http/server.hpp"
#include "keel/http/slow_writer.hpp"
#include "keel/http/wire.hpp"

namespace keel::http {

/// What all connections of one server share. Filled before the start, read by every thread after.
struct Core {
  explicit Core(ServerOptions given);
  /// Runs a worker handler; nothing it throws comes past here.
  Reply Run(const Handler& handler, const Request& request) const;

  const ServerOptions options;
  Limits limits;
  Router router;
  std::vector<std::function<Reply(const Request&, const Handler&)>> middleware;
  Handler otherwise;  ///< May be empty: 404.
  std::function<Reply(const Request&)> on_fault;
  std::atomic<bool> draining = false;
  std::atomic<std::size_t> under_way = 0;  ///< Requests taken and not wholly answered.
  SlowWriter slow;
  WorkerPool pool;
};

std::string NewRequestId();
std::string RequestIdOf(const Request& request);            ///< The client's if well formed.
Deadline DeadlineOf(const Request& request, Deadline now);  ///< From X-Deadline-Ms, bounded.
/// Counts and logs one answered request. `route` is null where none matched.
void Account(const Route* route, const Request& request, int status, std::chrono::steady_clock::time_point since);

/// One client's connection: bytes in, requests one after another, replies out in the same order, written by whichever
/// thread has them ready.
///
/// Threads: Input() and Gone() on the I/O thread the connection belongs to; the rest from workers. A mutex guards all
/// of it. Writing happens under that mutex and only while Gone() has not run, which Pistache calls before it closes the
/// descriptor: so an answer cannot reach whoever gets the number next.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// Pistache drops a silent connection after this many seconds; a reply that comes later than that is not written.
  static constexpr std::chrono::seconds kKeepAlive{300};

  Connection(Core& core, int fd) : core_(core), fd_(fd), reader_(core.limits) {}

  void Input(std::string_view bytes);
  void Gone();
  int fd() const { return fd_; }

  enum class Waits { kForRequest, kForRest, kForBody, kForReply };
  /// What the connection waits for, so that the I/O thread can choose the time-out.
  Waits waits();
  /// The I/O thread has told Pistache that the connection lives.
  void Touched(std::chrono::steady_clock::time_point now);

  /// For SlowWriter: true when there is nothing left to do for it.
  bool WriteMore();

 private:
  struct Exchange;
  using Lock = std::unique_lock<std::mutex>;
  void Process(std::string_view bytes);
  /// Answers or hands on the request in the reader. False: stop reading, somebody else goes on later.
  bool Dispatch(std::string_view rest);
  bool HandOn(const Route* route, Handler handler, std::string_view rest);
  void Work(const std::shared_ptr<Exchange>& exchange, const Handler& handler);
  /// Writes the reply of the current request. False: the connection takes no further request now (or ever).
  bool Answer(const Reply& reply, const Request& request, const Framing& framing, std::string_view rest);
  bool WriteNow();  // True when unsent_ is out or the connection is dead.
  void Refuse(const Refusal& refusal);
  void CloseWriting();

  Core& core_;
  const int fd_;
  std::mutex mutex_;
  RequestReader reader_;
  std::string waiting_;  // Came while a request was under way.
  std::string unsent_;
  std::size_t sent_ = 0;
  bool busy_ = false;         // A worker or the slow writer has the connection.
  bool gone_ = false;         // The descriptor is no longer ours.
  bool closing_ = false;      // Answered for the last time: what still comes is dropped.
  bool close_after_ = false;  // When unsent_ is out.
  std::chrono::steady_clock::time_point touched_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point progress_{};
};

}  // namespace keel::http
