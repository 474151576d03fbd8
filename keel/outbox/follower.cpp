#include <algorithm>
#include <optional>

#include "keel/auth/principal.hpp"
#include "keel/http/client.hpp"
#include "keel/log/log.hpp"
#include "keel/outbox/consumer.hpp"
#include "keel/outbox/feed_page.hpp"
#include "keel/outbox/reading_thread.hpp"
#include "keel/redis/redis.hpp"

namespace keel::outbox {
namespace {

constexpr std::chrono::seconds kAskFor{5};
/// Past every position: answers no events, only where the feed ends.
constexpr std::int64_t kAfterAll = INT64_MAX;

class ThreadedFollower : public Follower {
 public:
  ThreadedFollower(ConsumerOptions options, http::Client& peer, redis::Redis& redis, const Clock& clock)
      : options_(std::move(options)),
        peer_(peer),
        redis_(redis),
        clock_(clock),
        thread_(std::make_shared<ReadingThread>(options_.floor)) {}
  ~ThreadedFollower() override { Stop(); }

  void Start(std::function<void(const Event&)> on_event, std::function<void()> on_gap) override {
    on_event_ = std::move(on_event);
    on_gap_ = std::move(on_gap);
    redis_.OnWake("events:" + options_.peer_name, [thread = std::weak_ptr(thread_)] {
      if (const auto alive = thread.lock()) alive->Wake();
    });
    thread_->Start([this] { return Drain(); });
  }
  void Stop() override { thread_->Stop(); }

 private:
  bool Drain() {
    try {
      for (;;) {
        const auto page = ReadFeed(peer_, auth::ServiceBearer(options_.service_name, options_.internal_key, clock_),
                                   {position_.value_or(kAfterAll), options_.batch, options_.topics},
                                   std::chrono::steady_clock::now() + kAskFor);
        // What was missed cannot be read any more: as after a reset, everything kept is dropped and the end followed.
        if (!page && page.error().code == "feed-gap") position_.reset();
        if (!page) return Failed(page.error().detail);
        failing_ = false;
        if (!position_ || page->feed != feed_ || (page->events.empty() && page->last < *position_)) {
          // The first time too: what was read before we knew the feed's end may be stale already.
          position_ = page->last;
          feed_ = page->feed;
          on_gap_();
          return true;
        }
        for (const auto& event : page->events) on_event_(event);
        position_ = std::max(*position_, page->upto);
        if (page->events.size() < options_.batch || thread_->stopping()) return true;
      }
    } catch (const std::exception& fault) {
      return Failed(fault.what());
    }
  }

  bool Failed(std::string_view what) {
    if (!failing_) log::Warn("feed-waits", {{"peer", options_.peer_name}, {"what", what}});
    failing_ = true;
    return false;
  }

  const ConsumerOptions options_;
  http::Client& peer_;
  redis::Redis& redis_;
  const Clock& clock_;
  std::function<void(const Event&)> on_event_;
  std::function<void()> on_gap_;
  std::optional<std::int64_t> position_;
  std::string feed_;
  bool failing_ = false;
  const std::shared_ptr<ReadingThread> thread_;  // Shared with the wake-up, which lives as long as Redis.
};

}  // namespace

std::unique_ptr<Follower> Follower::Make(ConsumerOptions options, http::Client& peer, redis::Redis& redis,
                                         const Clock& clock) {
  return std::make_unique<ThreadedFollower>(std::move(options), peer, redis, clock);
}

}  // namespace keel::outbox
