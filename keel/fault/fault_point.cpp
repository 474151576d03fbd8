#include "keel/fault/fault_point.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace keel::fault {
namespace {

constexpr std::string_view kNobodySaid = "elsewhere";
constexpr std::size_t kLongestWord = 28;
constexpr std::chrono::seconds kLongestCommit{5};

thread_local std::string_view doing_what = kNobodySaid, doing_which;

struct Notes {
  std::mutex mutex;
  std::set<std::string, std::less<>> deadly;
  std::map<std::string, int> seen;
  std::set<std::string> declared;
  std::condition_variable changed;
  /// Threads on their way to a deadly point: they commit, or ask. Killed just then the deed is done and its point will
  /// never be passed again, so whoever dies first waits for them.
  std::set<std::thread::id> under_way;
  std::set<std::string> reached;  ///< Deadly points at which threads stand.
};

Notes& TheNotes() {
  static Notes notes;
  return notes;
}

/// An address without what differs from case to case: no query, ":id" for ids and numbers.
std::string Shape(std::string_view path) {
  path = path.substr(0, path.find('?'));
  std::string shape;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto word = path.substr(1, end - 1);
    const bool varies = word.size() > kLongestWord || (!word.empty() && word.front() >= '0' && word.front() <= '9');
    shape += '/';
    shape += varies ? std::string_view(":id") : word;
    path.remove_prefix(end);
  }
  return shape;
}

std::string NameOf(Moment moment, std::string_view peer, std::string_view method, std::string_view path) {
  std::string name(doing_what);
  if (!doing_which.empty()) name.append(" ").append(doing_which);
  if (moment == Moment::kBeforeCommit) return name + ": before commit";
  if (moment == Moment::kAfterCommit) return name + ": after commit";
  name.append(moment == Moment::kBeforeAsking ? ": before asking " : ": after ").append(peer);
  name.append(" ").append(method).append(" ").append(Shape(path));
  return moment == Moment::kAfterAnswer ? name + " answered" : name;
}

/// As a power cut: nothing is flushed, no destructor runs. The names go to the log past every buffer, so that whoever
/// let it die knows where.
[[noreturn]] void Die(const std::set<std::string>& names) {
  std::string lines;
  for (const auto& name : names) lines.append("fault-point: ").append(name).append("\n");
  (void)!write(STDERR_FILENO, lines.data(), lines.size());
  for (;;) kill(getpid(), SIGKILL);
}

bool IsBefore(Moment moment) {
  return moment == Moment::kBeforeCommit || moment == Moment::kBeforeAsking;
}

void IsOver() {
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  if (notes.under_way.erase(std::this_thread::get_id()) > 0) notes.changed.notify_all();
}

}  // namespace

Doing::Doing(std::string_view what, std::string_view which) noexcept
    : outer_what_(doing_what), outer_which_(doing_which) {
  doing_what = what;
  doing_which = which;
}

void Doing::Next(std::string_view what) noexcept {
  doing_what = what;
  doing_which = {};
}

Doing::~Doing() {
  if (Watching()) IsOver();
  doing_what = outer_what_;
  doing_which = outer_which_;
}

void Watch(std::string_view deadly) {
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  notes.seen.clear();
  notes.deadly.clear();
  while (!deadly.empty()) {
    const auto name = deadly.substr(0, deadly.find(';'));
    deadly.remove_prefix(std::min(deadly.size(), name.size() + 1));
    notes.deadly.emplace(name);
  }
  detail::watching.store(true, std::memory_order_relaxed);
}

std::map<std::string, int> Seen() {
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  return notes.seen;
}

void Declare(std::string what) {
  if (!Watching()) return;
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  notes.declared.insert(std::move(what));
}

std::set<std::string> Declared() {
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  return notes.declared;
}

void Pass(Moment moment, std::string_view peer, std::string_view method, std::string_view path) {
  if (!Watching()) return;
  const auto name = NameOf(moment, peer, method, path);
  auto& notes = TheNotes();
  std::unique_lock lock(notes.mutex);
  ++notes.seen[name];
  notes.under_way.erase(std::this_thread::get_id());
  if (notes.deadly.contains(name)) {
    notes.reached.insert(name);
    notes.changed.notify_all();
    notes.changed.wait_for(lock, kLongestCommit, [&] { return notes.under_way.empty(); });
    Die(notes.reached);
  }
  const auto next = moment == Moment::kBeforeCommit ? Moment::kAfterCommit : Moment::kAfterAnswer;
  if (IsBefore(moment) && notes.deadly.contains(NameOf(next, peer, method, path)))
    notes.under_way.insert(std::this_thread::get_id());
  notes.changed.notify_all();
}

}  // namespace keel::fault
