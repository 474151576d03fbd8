#pragma once
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <string_view>

/// Where a test lets a process die: before and after each commit and each question to another program. Every such place
/// is passed through here by keel/sql and keel/http, and has a name made of what the thread is at and what it does:
///   "POST /v1/purchases: before commit"
///   "carry-refund: after momo POST /v2/gateway/api/refund answered"
/// tests/fault/phase_kills.test.mjs exercises each by name. Nothing happens, and nothing is noted, until Watch() was
/// called; that is only done where the setting FAULT_POINTS is given (service.cpp), which a release build refuses
/// whatever its settings, and any other without ALLOW_CLOCK. Safe from several threads.
namespace keel::fault {

namespace detail {
inline std::atomic<bool> watching{false};
}

/// Names what this thread is at; the innermost counts. Routes, consumers and repeated work are named by keel; a flow
/// that commits several times, or asks in between, names its parts. Both texts must outlive it.
class Doing {
 public:
  explicit Doing(std::string_view what, std::string_view which = {}) noexcept;
  ~Doing();
  Doing(const Doing&) = delete;
  /// Names the innermost anew: the next part of the same work, or what an event turned out to ask for.
  static void Next(std::string_view what) noexcept;

 private:
  std::string_view outer_what_, outer_which_;
};

/// What this process may ever be at, told by keel while it is composed: each route, each topic heard, each repeated
/// work by the name that Doing will give it. So a test can ask for points that nothing has passed yet. Noted while
/// Watching().
void Declare(std::string what);
std::set<std::string> Declared();

enum class Moment { kBeforeCommit, kAfterCommit, kBeforeAsking, kAfterAnswer };

/// From now on passed points are counted, and the process ends itself by SIGKILL at the first of `deadly`: names parted
/// by ';', or "watch" for none. Threads just committing or asking before another of them get there first; all that
/// stand at one are named in the log. What was counted before is forgotten.
void Watch(std::string_view deadly);
inline bool Watching() {
  return detail::watching.load(std::memory_order_relaxed);
}
/// How often each point was passed since Watch().
std::map<std::string, int> Seen();

/// Only while Watching(). `asked`: who is asked for what; empty for commits. Does not return from a deadly point.
void Pass(Moment moment, std::string_view peer = {}, std::string_view method = {}, std::string_view path = {});

}  // namespace keel::fault
