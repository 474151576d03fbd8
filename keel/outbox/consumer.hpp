#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "keel/outbox/outbox.hpp"

namespace keel::http {
class Client;
}
namespace keel::redis {
class Redis;
}

namespace keel::outbox {

/// Applies one event inside the transaction that also moves the cursor. An Error stops the feed at this event: it is
/// logged and repeated with back-off (an event is never dropped silently); return Done for events of no interest.
using EventHandler = std::function<Result<Done>(sql::Transaction&, const Event&)>;

/// Applies several events of one topic inside one transaction, in their order. One's Error is everybody's; they are
/// then repeated one by one.
using HandlerOfMany = std::function<Result<Done>(sql::Transaction&, const std::vector<const Event*>&)>;
/// When many are applied: each row of neighbours in its turn among the others; or all that share a transaction before
/// its others, which is for topics that begin the life of their subject, of which nothing earlier can tell.
enum class Turn { kInOrder, kFirst };

struct ConsumerOptions {
  std::string peer_name;     ///< "orders": whose feed this is; the cursor's name.
  std::string service_name;  ///< Ours, for the bearer.
  Secret internal_key;
  std::chrono::milliseconds floor{1'000};  ///< Poll at least this often; Redis wake-ups make it quicker.
  std::size_t batch = 200;
  std::vector<std::string> topics;  ///< For a Follower: what it listens to. A Consumer goes by its handlers.
};

/// Reads a peer's GET /internal/events?after= in a thread of its own.
class Consumer {
 public:
  static std::unique_ptr<Consumer> Make(ConsumerOptions options, sql::Pool& pool, http::Client& peer,
                                        redis::Redis& redis, const Clock& clock);
  virtual ~Consumer() = default;
  virtual void On(std::string topic, EventHandler handler) = 0;  ///< Before Start().
  /// Before Start(). A consumer that applies one at a time gives them one at a time.
  virtual void OnMany(std::string topic, Turn, HandlerOfMany handler) {
    On(std::move(topic), [handler = std::move(handler)](sql::Transaction& transaction, const Event& event) {
      return handler(transaction, {&event});
    });
  }
  virtual void Start() = 0;
  virtual void Stop() = 0;
  /// Drains the peer's feed now, in the caller's thread (serialised with the background one), at most until `deadline`.
  virtual void CatchUp(std::chrono::steady_clock::time_point deadline) = 0;
  virtual std::int64_t position() const = 0;  ///< Up to here all that it listens to is applied.
};

/// For readers that own no database (storefront): starts at the feed's end, keeps the cursor in memory.
class Follower {
 public:
  static std::unique_ptr<Follower> Make(ConsumerOptions options, http::Client& peer, redis::Redis& redis,
                                        const Clock& clock);
  virtual ~Follower() = default;
  virtual void Start(std::function<void(const Event&)> on_event,
                     std::function<void()> on_gap) = 0;  ///< on_gap: peer was reset; drop everything.
  virtual void Stop() = 0;
};

}  // namespace keel::outbox
