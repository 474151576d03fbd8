#include "keel/outbox/consumer.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "keel/auth/principal.hpp"
#include "keel/fault/fault_point.hpp"
#include "keel/http/client.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/outbox/cursor.hpp"
#include "keel/outbox/feed_page.hpp"
#include "keel/outbox/reading_thread.hpp"
#include "keel/redis/redis.hpp"

namespace keel::outbox {
namespace {

constexpr std::string_view kFirstCursor = "INSERT IGNORE INTO event_cursors (peer, position) VALUES (?, 0)";
// The condition is what keeps two replicas from both applying an event: the second finds the cursor gone.
constexpr std::string_view kMoveCursor = "UPDATE event_cursors SET position = ? WHERE peer = ? AND position = ?";

/// So many events share a transaction, and its one flush to disk; when one of them fails they are applied one by one.
constexpr std::size_t kTogether = 100;
constexpr std::chrono::seconds kAskFor{5};
constexpr std::int64_t kSkippedUnsaved = 1'000;
constexpr std::chrono::hours kSaveEvery{1};

enum class Pass { kDrained, kMore, kFailed };

/// One at a time, waiting until a deadline. (std::timed_mutex would do, but ThreadSanitizer does not understand it.)
class Turns {
 public:
  bool TakeUntil(http::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!free_.wait_until(lock, deadline, [this] { return !taken_; })) return false;
    taken_ = true;
    return true;
  }
  void GiveBack() {
    {
      const std::lock_guard lock(mutex_);
      taken_ = false;
    }
    free_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
};

class TakenTurn {
 public:
  TakenTurn(Turns& turns, http::Deadline deadline) : turns_(turns), taken_(turns.TakeUntil(deadline)) {}
  TakenTurn(const TakenTurn&) = delete;
  ~TakenTurn() {
    if (taken_) turns_.GiveBack();
  }
  explicit operator bool() const { return taken_; }

 private:
  Turns& turns_;
  const bool taken_;
};

class ThreadedConsumer : public Consumer {
 public:
  ThreadedConsumer(ConsumerOptions options, sql::Pool& pool, http::Client& peer, redis::Redis& redis,
                   const Clock& clock)
      : options_(std::move(options)),
        pool_(pool),
        peer_(peer),
        redis_(redis),
        clock_(clock),
        thread_(std::make_shared<ReadingThread>(options_.floor)) {}
  ~ThreadedConsumer() override { Stop(); }

  void On(std::string topic, EventHandler handler) override {
    OnMany(std::move(topic), Turn::kInOrder,
           [handler = std::move(handler)](sql::Transaction& transaction,
                                          const std::vector<const Event*>& events) -> Result<Done> {
             for (const Event* event : events)
               if (auto applied = handler(transaction, *event); !applied) return applied;
             return Done{};
           });
  }
  void OnMany(std::string topic, Turn turn, HandlerOfMany handler) override {
    topics_.push_back(topic);
    fault::Declare(hearing_ + ' ' + topic);
    handlers_[std::move(topic)] = {turn, std::move(handler)};
  }

  void Start() override {
    redis_.OnWake("events:" + options_.peer_name, [thread = std::weak_ptr(thread_)] {
      if (const auto alive = thread.lock()) alive->Wake();
    });
    thread_->Start([this] {
      for (;;) {
        const auto deadline = std::chrono::steady_clock::now() + kAskFor;
        const TakenTurn turn(turns_, deadline);
        const auto pass =
            turn ? OnePass(deadline, /*newest=*/false) : Pass::kDrained;  // Somebody else has been at it all the time.
        if (pass != Pass::kMore) return pass == Pass::kDrained;
        if (thread_->stopping()) return true;
      }
    });
  }
  void Stop() override {
    thread_->Stop();
    SaveSkipped();
  }

  void CatchUp(std::chrono::steady_clock::time_point deadline) override {
    const TakenTurn turn(turns_, deadline);
    if (!turn) return;
    while (std::chrono::steady_clock::now() < deadline && OnePass(deadline, /*newest=*/true) == Pass::kMore) {
    }
  }

  std::int64_t position() const override { return position_; }

 private:
  /// Reads one page and applies it. Called when it is our turn; throws nothing. `newest`: see FeedAsk.
  Pass OnePass(http::Deadline deadline, bool newest) {
    const fault::Doing doing(hearing_);
    try {
      const auto saved = ReadCursor();
      const auto from = std::max(saved, seen_);
      const auto page = ReadFeed(peer_, auth::ServiceBearer(options_.service_name, options_.internal_key, clock_),
                                 {from, options_.batch, topics_, newest}, deadline);
      if (!page) return Failed(page.error().code, page.error().detail);
      // Positions are never taken back: the peer lost its past. Applying its new one on top of ours would be wrong
      // silently.
      if (page->last < from && page->events.empty())
        return Failed("feed-went-back", "the peer's feed ends before our cursor");
      if (!ApplyAll(page->events, saved)) return Pass::kFailed;
      // What is of no interest needs no transaction: it is skipped again after a start, unless it has become much.
      if (page->events.empty() && page->upto > saved && WorthSaving(page->upto - saved) &&
          !Apply({}, saved, page->upto))
        return Pass::kFailed;
      seen_ = std::max(from, page->upto);
      position_ = seen_;
      failing_ = false;
      return page->events.size() < options_.batch ? Pass::kDrained : Pass::kMore;
    } catch (const std::exception& fault) {
      return Failed("fault", fault.what());
    }
  }

  /// Also now and then, for a feed is not kept for ever: by the clock that its events age by, which may be moved. And
  /// always where a test wants to see how far we are.
  bool WorthSaving(std::int64_t skipped) {
    const auto now = clock_.Now();
    const bool lately = now >= saved_at_ && now < saved_at_ + kSaveEvery;
    if (skipped <= kSkippedUnsaved && lately && !fault::Watching()) return false;
    saved_at_ = now;
    return true;
  }

  /// What was skipped is not read again after a long rest, when the feed may have forgotten it.
  void SaveSkipped() {
    try {
      const TakenTurn turn(turns_, std::chrono::steady_clock::now() + kAskFor);
      if (!turn || seen_ == 0) return;
      if (const auto saved = ReadCursor(); saved < seen_) (void)Apply({}, saved, seen_);
    } catch (const std::exception& fault) {
      log::Warn("cursor-not-saved", {{"peer", options_.peer_name}, {"what", fault.what()}});
    }
  }

  bool ApplyAll(const std::vector<Event>& events, std::int64_t from) {
    for (std::size_t start = 0; start < events.size();) {
      // Where a test watches, each event has a commit of its own: its points must not depend on what came with it.
      const auto many = fault::Watching() ? 1 : std::min(kTogether, events.size() - start);
      const auto last = events[start + many - 1].position;
      const auto together = Apply({events.begin() + static_cast<std::ptrdiff_t>(start), many}, from, last);
      if (together) {
        from = last;
        start += many;
        continue;
      }
      // One of them stops the feed; those before it must not wait for it.
      for (std::size_t end = start + many; start < end; ++start) {
        const auto alone =
            Apply({events.begin() + static_cast<std::ptrdiff_t>(start), 1}, from, events[start].position);
        if (!alone) {
          Failed(alone.error().code, alone.error().detail, &events[start]);
          return false;
        }
        from = events[start].position;
      }
    }
    return true;
  }

  /// Applies `events` and moves the cursor from `from` to `to` in one transaction. Faults come as kUnavailable.
  Result<Done> Apply(std::span<const Event> events, std::int64_t from, std::int64_t to) {
    const fault::Doing doing(hearing_, events.empty() ? std::string_view() : events.front().topic);
    const auto work = [&](sql::Transaction& transaction) -> Result<Done> {
      if (transaction.Execute(kMoveCursor, {to, options_.peer_name, from}) == 0)
        return Error{Kind::kConflict, "cursor-moved", "Another replica applied these events."};
      for (const auto& [handler, its] : InTurns(events))
        if (auto applied = (*handler)(transaction, its); !applied) return applied;
      return Done{};
    };
    try {
      auto applied = sql::RunInTransaction(pool_, work);
      if (applied) {
        position_ = to;
        metrics::Add("outbox_events_applied_total", options_.peer_name, static_cast<double>(events.size()));
      }
      return applied;
    } catch (const std::exception& fault) {
      return Error{Kind::kUnavailable, "fault", fault.what()};
    }
  }

  /// Who gets what: those who come first have all of theirs; of the others, neighbours of one topic go together.
  std::vector<std::pair<const HandlerOfMany*, std::vector<const Event*>>> InTurns(std::span<const Event> events) const {
    std::vector<std::pair<const HandlerOfMany*, std::vector<const Event*>>> turns;
    for (const bool first : {true, false}) {
      for (const auto& event : events) {
        const auto found = handlers_.find(event.topic);
        if (found == handlers_.end() || (found->second.first == Turn::kFirst) != first) continue;
        const auto* handler = &found->second.second;
        const auto same = first ? std::ranges::find(turns, handler, [](const auto& turn) { return turn.first; })
                          : !turns.empty() && turns.back().first == handler ? std::prev(turns.end())
                                                                            : turns.end();
        (same == turns.end() ? turns.emplace_back(handler, std::vector<const Event*>()) : *same)
            .second.push_back(&event);
      }
    }
    return turns;
  }

  std::int64_t ReadCursor() {
    auto session = pool_.Take();
    if (const auto cursor = CursorOf(*session, options_.peer_name)) return *cursor;
    session->Execute(kFirstCursor, {options_.peer_name});
    return 0;
  }

  Pass Failed(std::string_view code, std::string_view detail, const Event* event = nullptr) {
    // Another replica being first is how it should be; everything else is said once until it is over.
    if (code == "cursor-moved") return Pass::kFailed;
    if (event != nullptr) {
      log::Fault("event-stuck", {{"peer", options_.peer_name},
                                 {"topic", event->topic},
                                 {"subject", event->subject},
                                 {"position", event->position},
                                 {"code", code},
                                 {"what", detail}});
    } else if (!failing_) {
      log::Warn("feed-waits", {{"peer", options_.peer_name}, {"code", code}, {"what", detail}});
    }
    failing_ = true;
    metrics::Add("outbox_consumer_failures_total", options_.peer_name);
    return Pass::kFailed;
  }

  const ConsumerOptions options_;
  const std::string hearing_ = "hear " + options_.peer_name;
  sql::Pool& pool_;
  http::Client& peer_;
  redis::Redis& redis_;
  const Clock& clock_;
  std::map<std::string, std::pair<Turn, HandlerOfMany>> handlers_;
  std::vector<std::string> topics_;
  Turns turns_;
  std::atomic<std::int64_t> position_{0};
  std::int64_t seen_ = 0;                        // Read up to here; guarded by turns_.
  Instant saved_at_{};                           // When skipped events were last worth a commit; guarded by turns_.
  bool failing_ = false;                         // Guarded by turns_.
  const std::shared_ptr<ReadingThread> thread_;  // Shared with the wake-up, which lives as long as Redis.
};

}  // namespace

std::unique_ptr<Consumer> Consumer::Make(ConsumerOptions options, sql::Pool& pool, http::Client& peer,
                                         redis::Redis& redis, const Clock& clock) {
  return std::make_unique<ThreadedConsumer>(std::move(options), pool, peer, redis, clock);
}

}  // namespace keel::outbox
