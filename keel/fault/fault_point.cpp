#include "keel/fault/fault_point.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <mutex>
#include <set>

namespace keel::fault {
namespace {

constexpr std::string_view kNobodySaid = "elsewhere";
constexpr std::size_t kLongestWord = 28;

thread_local std::string_view doing_what = kNobodySaid, doing_which;

struct Notes {
  std::mutex mutex;
  std::set<std::string, std::less<>> deadly;
  std::map<std::string, int> seen;
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

/// As a power cut: nothing is flushed, no destructor runs. The name goes to the log past every buffer, so that whoever
/// let it die knows where.
[[noreturn]] void Die(const std::string& name) {
  const auto line = "fault-point: " + name + "\n";
  (void)!write(STDERR_FILENO, line.data(), line.size());
  for (;;) kill(getpid(), SIGKILL);
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

void Pass(Moment moment, std::string_view peer, std::string_view method, std::string_view path) {
  if (!Watching()) return;
  const auto name = NameOf(moment, peer, method, path);
  auto& notes = TheNotes();
  const std::lock_guard lock(notes.mutex);
  ++notes.seen[name];
  if (notes.deadly.contains(name)) Die(name);
}

}  // namespace keel::fault
