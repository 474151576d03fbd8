#include "keel/outbox/relay.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace keel::outbox {
namespace {

constexpr std::chrono::milliseconds kFloor{200};
constexpr std::chrono::milliseconds kLongestBackOff{5'000};
/// Between two passes, so that a busy service tells of many facts at once instead of one by one.
constexpr std::chrono::milliseconds kGather{100};
constexpr std::int64_t kBatch = 500;

// Rows of transactions still under way are not seen (READ COMMITTED): they get a later position when they commit.
// Within one position, here NULL, the index stands in the order of seq; MariaDB does not see that and would sort all
// that waits for every batch. So it may take the first ones, and sorts those.
constexpr std::string_view kWaiting = R"sql(
  SELECT seq FROM (
    SELECT seq FROM outbox FORCE INDEX (uq_outbox_position) WHERE position IS NULL LIMIT ?) AS first_ones
  ORDER BY seq)sql";
constexpr std::string_view kCounter = "SELECT last FROM outbox_position WHERE id = 1 FOR UPDATE";
constexpr std::string_view kCounterIfFree = "SELECT last FROM outbox_position WHERE id = 1 FOR UPDATE SKIP LOCKED";
// One statement of one shape for any number of rows: `seqs` is a JSON array of our own numbers. The index is forced,
// for on a small outbox MariaDB would rather read the whole table, and so wait for rows that others have not committed.
constexpr std::string_view kNumber = R"sql(
  UPDATE JSON_TABLE(?, '$[*]' COLUMNS (nth FOR ORDINALITY, seq BIGINT PATH '$')) AS waiting
  STRAIGHT_JOIN outbox FORCE INDEX (PRIMARY) ON outbox.seq = waiting.seq
  SET outbox.position = ? + waiting.nth)sql";
constexpr std::string_view kAdvance = "UPDATE outbox_position SET last = ? WHERE id = 1";

std::mutex relays_mutex;
std::vector<Relay*> relays;

class ThreadedRelay : public Relay {
 public:
  ThreadedRelay(sql::Pool& pool, redis::Redis& redis, std::string service)
      : pool_(pool), redis_(redis), channel_("events:" + service) {}
  ~ThreadedRelay() override { Stop(); }

  void Start() override {
    {
      const std::lock_guard lock(relays_mutex);
      relays.push_back(this);
    }
    thread_ = std::thread([this] { Work(); });
  }

  void Stop() override {
    {
      const std::lock_guard lock(relays_mutex);
      std::erase(relays, this);
    }
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void Wake() override {
    if (woken_.exchange(true)) return;  // Already told, not yet looked.
    { const std::lock_guard lock(mutex_); }
    changed_.notify_all();
  }

 private:
  void Work() {
    auto pause = kFloor;
    while (!Rest(pause)) {
      const bool told = woken_.exchange(false);
      try {
        bool more = true;
        for (bool any = false; more; any = true) {
          const auto numbered = NumberCommitted(pool_, /*wait=*/false);
          more = numbered == kBatch;
          // Somebody who wanted the newest may have numbered what we were told of: the others are to be woken still.
          if (numbered > 0 || (told && !any)) redis_.Wake(channel_);
          if (any || numbered > 0) metrics::Add("outbox_events_relayed_total", {}, static_cast<double>(numbered));
        }
        pause = kFloor;
        failing_ = false;
      } catch (const std::exception& fault) {
        if (!failing_) log::Warn("relay-waits", {{"what", fault.what()}});
        failing_ = true;
        pause = std::min(pause * 2, kLongestBackOff);
      }
    }
  }

  /// True when the relay is to end. While the database is away wake-ups are ignored.
  bool Rest(std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kGather, [this] { return stopping_; });
    changed_.wait_for(lock, pause - kGather, [this] { return stopping_ || (woken_ && !failing_); });
    return stopping_;
  }

  sql::Pool& pool_;
  redis::Redis& redis_;
  const std::string channel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> woken_{false};
  std::atomic<bool> failing_{false};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

std::int64_t NumberCommitted(sql::Pool& pool, bool wait) {
  const fault::Doing doing("number events");
  {
    auto session = pool.Take();  // Most looks find nothing: no transaction for them.
    auto rows = session->Query(kWaiting, {std::int64_t{1}});
    if (!rows.Next()) return 0;
  }
  const auto numbered = sql::RunInTransaction(pool, [wait](sql::Transaction& transaction) -> Result<std::int64_t> {
    auto counter = transaction.Query(wait ? kCounter : kCounterIfFree);
    if (!counter.Next()) return std::int64_t{0};
    auto rows = transaction.Query(kWaiting, {kBatch});
    std::string seqs = "[";
    while (rows.Next()) seqs += (seqs.size() > 1 ? "," : "") + rows.Text(0);
    seqs += ']';
    const auto count = static_cast<std::int64_t>(rows.size());
    if (count == 0) return count;
    const auto last = counter.Int(0);
    if (transaction.Execute(kNumber, {seqs, last}) != count) throw std::runtime_error("outbox rows went missing");
    transaction.Execute(kAdvance, {last + count});
    return count;
  });
  return numbered ? *numbered : 0;
}

std::unique_ptr<Relay> Relay::Make(sql::Pool& pool, redis::Redis& redis, const Clock&, std::string service) {
  return std::make_unique<ThreadedRelay>(pool, redis, std::move(service));
}

void WakeRelays() {
  const std::lock_guard lock(relays_mutex);
  for (auto* relay : relays) relay->Wake();
}

}  // namespace keel::outbox
