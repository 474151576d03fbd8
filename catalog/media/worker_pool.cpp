#include "catalog/media/worker_pool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "catalog/media/photo_job.hpp"
#include "keel/log/log.hpp"

namespace catalog::media {
namespace {

using keel::Error, keel::Kind, keel::Result;
using Moment = std::chrono::steady_clock::time_point;

Error Busy() {
  return {Kind::kUnavailable, "media-busy", "Many photos are being made just now; try again.", {}, 2};
}
Error Broken() {
  return {Kind::kInvalid, kBroken, "The photo is damaged and cannot be read."};
}

Error Refusal(const std::string& code) {
  if (code == kNotAnImage) return {Kind::kInvalid, kNotAnImage, "That is no JPEG, PNG or WebP photo."};
  if (code == kTooManyPixels)
    return {Kind::kTooLarge, kTooManyPixels, "The photo has more than 40 million pixels.", "40"};
  if (code == kNotKept) return {Kind::kUnavailable, "media-busy", "The photo could not be kept; try again.", {}, 60};
  return Broken();
}

}  // namespace

/// One process and the socket to it: its standard input and output.
class WorkerPool::Worker {
 public:
  static std::unique_ptr<Worker> Start(const std::string& program) {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return nullptr;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    // Signals the service blocks or ignores must work in the child; and it gets nothing of our environment's secrets.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = "catalog-media-worker", path = "PATH=/usr/bin:/bin", temporary = "TMPDIR=/tmp";
    std::array<char*, 2> arguments{name.data(), nullptr};
    std::array<char*, 3> environment{path.data(), temporary.data(), nullptr};
    pid_t pid = 0;
    const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (error != 0) {
      keel::log::Fault("media-worker-missing", {{"program", program}, {"errno", error}});
      close(ends[0]);
      return nullptr;
    }
    return std::unique_ptr<Worker>(new Worker(pid, ends[0]));
  }

  ~Worker() {
    close(socket_);  // End of input: it leaves by itself; a stuck one does not.
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Its answer; empty when it died or did not answer in time (then it is of no further use).
  std::optional<nlohmann::json> Ask(const std::string& line, Moment until) {
    ++jobs_;
    for (std::size_t sent = 0; sent < line.size();) {
      const auto some = send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
      if (some <= 0) return std::nullopt;
      sent += std::size_t(some);
    }
    std::string answer;
    while (answer.find('\n') == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      pollfd ready{socket_, POLLIN, 0};
      if (left.count() <= 0 || poll(&ready, 1, int(left.count())) == 0) return std::nullopt;
      std::array<char, 4096> bytes{};
      const auto some = recv(socket_, bytes.data(), bytes.size(), 0);
      if (some < 0 && errno == EINTR) continue;
      if (some <= 0 || answer.size() > 65'536) return std::nullopt;
      answer.append(bytes.data(), std::size_t(some));
    }
    idle_since_ = std::chrono::steady_clock::now();
    auto json = nlohmann::json::parse(answer, nullptr, false);
    if (json.is_discarded()) return std::nullopt;
    return json;
  }

  int jobs() const { return jobs_; }
  Moment idle_since() const { return idle_since_; }

 private:
  Worker(pid_t pid, int socket) : pid_(pid), socket_(socket) {}
  const pid_t pid_;
  const int socket_;
  int jobs_ = 0;
  Moment idle_since_ = std::chrono::steady_clock::now();
};

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {}
WorkerPool::~WorkerPool() = default;

Result<Made> WorkerPool::Make(const std::string& file, const std::string& folder, const std::string& stem) {
  {
    std::unique_lock lock(mutex_);
    if (busy_ >= options_.workers) {
      if (waiting_ >= options_.waiting) return Busy();
      ++waiting_;
      const bool free = freed_.wait_for(lock, options_.longest, [&] { return busy_ < options_.workers; });
      --waiting_;
      if (!free) return Busy();
    }
    ++busy_;
  }
  auto worker = Take();
  std::optional<nlohmann::json> answer;
  const bool started = worker != nullptr;
  if (started)
    answer = worker->Ask(nlohmann::json{{"in", file}, {"out", folder}, {"stem", stem}}.dump() + '\n',
                         std::chrono::steady_clock::now() + options_.longest);
  if (!answer) worker.reset();
  GiveBack(std::move(worker));
  if (!started) return Busy();
  if (!answer) {
    keel::log::Warn("media-worker-replaced", {{"stem", stem}});
    return Broken();
  }
  if (answer->contains("code")) return Refusal(answer->value("code", ""));
  Made made{answer->value("width", 0), answer->value("height", 0), answer->value("widths", std::vector<int>())};
  if (made.widths.empty()) return Broken();
  return made;
}

std::unique_ptr<WorkerPool::Worker> WorkerPool::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto worker = std::move(idle_.back());
      idle_.pop_back();
      return worker;
    }
  }
  return Worker::Start(options_.program);
}

void WorkerPool::GiveBack(std::unique_ptr<Worker> worker) {
  if (worker && worker->jobs() >= options_.jobs_each) worker.reset();
  {
    const std::lock_guard lock(mutex_);
    --busy_;
    if (worker) idle_.push_back(std::move(worker));
  }
  freed_.notify_one();
}

void WorkerPool::EndIdle() {
  std::vector<std::unique_ptr<Worker>> ended;  // Their ends are waited for without the lock.
  const std::lock_guard lock(mutex_);
  const auto before = std::chrono::steady_clock::now() - options_.idle;
  for (auto& worker : idle_)
    if (worker->idle_since() < before) ended.push_back(std::move(worker));
  std::erase(idle_, nullptr);
}

}  // namespace catalog::media
