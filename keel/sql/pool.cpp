#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "keel/sql/driver.hpp"

namespace keel::sql {
namespace {

using Moment = std::chrono::steady_clock::time_point;

/// A session idle for longer is asked whether it still lives before it is handed out.
constexpr std::chrono::seconds kTrustedFor{30};

class SessionPool : public Pool {
 public:
  explicit SessionPool(PoolOptions options) : options_(std::move(options)) { idle_.reserve(options_.size); }

  Lease Take(Use use) override {
    detail::AttachThread();
    auto session = TakeIdle(use);
    if (!session) session = OpenOne();
    return Lease(session.release(), [this](Session* used) { GiveBack(static_cast<detail::DriverSession*>(used)); });
  }

  std::size_t size() const override { return options_.size; }

 private:
  struct Idle {
    std::unique_ptr<detail::DriverSession> session;
    Moment since;
  };

  /// An idle session, or null with one more place taken: the caller opens it. Throws when none comes free in time.
  std::unique_ptr<detail::DriverSession> TakeIdle(Use use) {
    const auto until = std::chrono::steady_clock::now() + options_.lease_timeout;
    std::unique_lock lock(mutex_);
    for (;;) {
      while (!idle_.empty()) {
        auto top = Pick(use);
        if (std::chrono::steady_clock::now() - top.since < kTrustedFor) return std::move(top.session);
        lock.unlock();
        if (top.session->AnswersPing()) return std::move(top.session);
        top.session.reset();
        lock.lock();
        --open_;
      }
      if (open_ < options_.size) {
        ++open_;
        return nullptr;
      }
      if (freed_.wait_until(lock, until) == std::cv_status::timeout && idle_.empty() && open_ >= options_.size)
        throw Fault(0, "database-unavailable", {});
    }
  }

  /// The session given back last, better one that was last used for the same.
  Idle Pick(Use use) {
    auto at =
        std::ranges::find(idle_.rbegin(), idle_.rend(), use, [](const Idle& idle) { return idle.session->last_use(); });
    if (at == idle_.rend()) at = idle_.rbegin();
    auto picked = std::move(*at);
    idle_.erase(std::next(at).base());
    return picked;
  }

  std::unique_ptr<detail::DriverSession> OpenOne() {
    try {
      return detail::OpenSession(options_);
    } catch (const Fault& fault) {
      Forget(1);
      if (fault.code >= 2000 && fault.code < 3000) throw Fault(0, "database-unavailable", {});
      throw;
    } catch (...) {
      Forget(1);
      throw;
    }
  }

  void GiveBack(detail::DriverSession* used) {
    std::unique_ptr<detail::DriverSession> session(used);
    if (!session->broken()) session->Settle();
    if (session->broken()) {
      session.reset();
      // The server went away or threw us out: what idles here was opened before that, and would fail its next user.
      std::vector<Idle> stale;
      {
        const std::lock_guard lock(mutex_);
        stale.swap(idle_);
      }
      Forget(stale.size() + 1);
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      idle_.push_back({std::move(session), std::chrono::steady_clock::now()});
    }
    freed_.notify_one();
  }

  void Forget(std::size_t count) {
    {
      const std::lock_guard lock(mutex_);
      open_ -= count;
    }
    freed_.notify_all();
  }

  const PoolOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Idle> idle_;  // A stack: the warmest statement cache is used again first.
  std::size_t open_ = 0;    // Idle, leased or being opened.
};

}  // namespace

std::unique_ptr<Pool> Pool::Open(PoolOptions options) {
  detail::AttachThread();
  return std::make_unique<SessionPool>(std::move(options));
}

}  // namespace keel::sql
