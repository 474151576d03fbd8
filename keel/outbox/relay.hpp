#pragma once
#include <memory>
#include <string>

#include "keel/clock.hpp"
#include "keel/redis/redis.hpp"
#include "keel/sql/sql.hpp"

namespace keel::outbox {

/// Gives committed outbox rows their gap-free positions, in the order of `seq` as far as they are committed, in a
/// thread of its own: at a wake-up, at the latest every 200 ms. Then wakes the readers over Redis, channel
/// "events:<service>". Several replicas may run one: the row of outbox_position lets one of them work at a time.
/// Deletes nothing (sweep.hpp does).
class Relay {
 public:
  static std::unique_ptr<Relay> Make(sql::Pool& pool, redis::Redis& redis, const Clock& clock, std::string service);
  virtual ~Relay() = default;  ///< Stops.
  virtual void Start() = 0;
  virtual void Stop() = 0;
  virtual void Wake() = 0;
};

/// Numbers what is committed and has no position yet, at most a batch; answers how many. `wait`: where another replica
/// is at it wait for it (a reader that wants all there is), instead of leaving it to that one.
std::int64_t NumberCommitted(sql::Pool& pool, bool wait);

/// Wakes every relay of this process; what an Append does after its commit.
void WakeRelays();

}  // namespace keel::outbox
