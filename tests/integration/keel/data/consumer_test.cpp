#include "keel/outbox/consumer.hpp"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <random>
#include <thread>

#include "keel/outbox/cursor.hpp"
#include "tests/integration/keel/data/feed_rig.hpp"

extern char** environ;

namespace keel::outbox {
namespace {

using namespace std::chrono_literals;

struct Listener {
  explicit Listener(TellingPeer& peer, const sql::PoolOptions& options)
      : pool(sql::Pool::Open(options)),
        client(http::Client::Make("orders", peer.address())),
        consumer(Consumer::Make(peer.Options(), *pool, *client, *peer.redis, peer.clock)) {}
  std::unique_ptr<sql::Pool> pool;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<Consumer> consumer;
};

TEST(Consumer, AppliesEachEventOnceInOrder) {
  TellingPeer peer;
  Listener listener(peer, ListeningSchema());
  listener.consumer->On("counted", Count);
  for (int number = 1; number <= 150; ++number) peer.Tell(number, number % 3 == 0 ? "of-no-interest" : "counted");
  listener.consumer->Start();
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 150; }));
  EXPECT_EQ(Effects(*listener.pool), "100 rows, 100 distinct, 0 out of order");
  peer.Tell(151);
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 151; }));
}

TEST(Consumer, GivesManyTogetherInTheirTurns) {
  TellingPeer peer;
  Listener listener(peer, ListeningSchema());
  std::mutex mutex;
  std::string heard;
  const auto many = [&](char mark) {
    return [&, mark](sql::Transaction&, const std::vector<const Event*>& events) -> Result<Done> {
      const std::lock_guard lock(mutex);
      heard += mark + std::to_string(events.size());
      return Done{};
    };
  };
  listener.consumer->OnMany("moved", Turn::kInOrder, many('m'));
  listener.consumer->OnMany("changed", Turn::kInOrder, many('c'));
  listener.consumer->OnMany("born", Turn::kFirst, many('b'));
  int number = 0;
  for (const char* topic : {"moved", "ignored", "moved", "changed", "born", "moved", "born"})
    peer.Tell(++number, topic);
  listener.consumer->CatchUp(std::chrono::steady_clock::now() + 10s);
  EXPECT_EQ(heard, "b2m2c1m1");
  EXPECT_EQ(listener.consumer->position(), 7);
}

TEST(Consumer, TwoReplicasApplyEachEventOnce) {
  TellingPeer peer;
  const auto options = ListeningSchema();
  Listener one(peer, options);
  Listener two(peer, options);
  for (auto* listener : {&one, &two}) {
    listener->consumer->On("counted", Count);
    listener->consumer->Start();
  }
  for (int number = 1; number <= 200; ++number) peer.Tell(number);
  EXPECT_TRUE(
      rig::Eventually([&] { return std::max(one.consumer->position(), two.consumer->position()) == 200; }, 30s));
  EXPECT_EQ(Effects(*one.pool), "200 rows, 200 distinct, 0 out of order");
}

TEST(Consumer, AnErrorStopsTheFeedThereUntilItIsGone) {
  TellingPeer peer;
  Listener listener(peer, ListeningSchema());
  std::atomic<bool> mended{false};
  listener.consumer->On("counted", [&](sql::Transaction& transaction, const Event& event) -> Result<Done> {
    const auto counted = Count(transaction, event);
    if (NumberIn(event) == 6 && !mended) return Error{Kind::kConflict, "cannot", "Not yet."};
    if (NumberIn(event) == 8 && !mended) throw std::runtime_error("a bug");
    return counted;
  });
  for (int number = 1; number <= 10; ++number) peer.Tell(number);
  listener.consumer->Start();
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 5; })) << "those before it are applied";
  EXPECT_EQ(Effects(*listener.pool), "5 rows, 5 distinct, 0 out of order");
  mended = true;
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 10; }));
  EXPECT_EQ(Effects(*listener.pool), "10 rows, 10 distinct, 0 out of order");
}

TEST(Consumer, CatchesUpInTheCallersThread) {
  TellingPeer peer;
  Listener listener(peer, ListeningSchema());
  listener.consumer->On("counted", Count);
  for (int number = 1; number <= 20; ++number) {
    peer.Tell(number);
    listener.consumer->CatchUp(std::chrono::steady_clock::now() + 5s);
    ASSERT_EQ(listener.consumer->position(), number) << "what was told before the call is applied after it";
  }
  const auto start = std::chrono::steady_clock::now();
  peer.server->Drain(1s);
  peer.server.reset();
  listener.consumer->CatchUp(start + 300ms);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

/// A feed forgets what is old; who had skipped it in memory alone would stand still for ever after its next start.
TEST(Consumer, KeepsWhatItSkippedWhenItStopsAndAsTimeGoesBy) {
  TellingPeer peer;
  const auto schema = ListeningSchema();
  const auto saved = [&] { return CursorOf(*sql::Pool::Open(schema)->Take(), "orders").value_or(-1); };
  Listener listener(peer, schema);
  listener.consumer->On("counted", Count);
  const auto skip = [&](int number) {
    peer.Tell(number, "of-no-interest");
    listener.consumer->CatchUp(std::chrono::steady_clock::now() + 10s);
  };
  skip(1);
  EXPECT_EQ(saved(), 1);
  skip(2);
  EXPECT_EQ(saved(), 1) << "not a commit for each";
  peer.clock.SetOffset(std::chrono::hours(24 * 40));
  skip(3);
  EXPECT_EQ(saved(), 3) << "by the clock that the feed ages by";
  peer.clock.SetOffset(0ms);
  skip(4);
  EXPECT_EQ(saved(), 4) << "set back, it is not waited for";
  skip(5);
  EXPECT_EQ(saved(), 4);
  listener.consumer->Stop();
  EXPECT_EQ(saved(), 5);
}

TEST(Consumer, GoesOnAfterThePeerAndItsRedisWereAway) {
  TellingPeer peer;
  Listener listener(peer, ListeningSchema());
  listener.consumer->On("counted", Count);
  listener.consumer->Start();
  peer.Tell(1);
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 1; }));
  const int port = peer.server->port();
  peer.server->Drain(1s);
  peer.server.reset();
  peer.redis_server.Kill();
  peer.Tell(2);
  peer.Serve(port);
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 2; }, 20s));
  peer.redis_server.Start();
  peer.redis_server.FlushAll();
  peer.Tell(3);
  EXPECT_TRUE(rig::Eventually([&] { return listener.consumer->position() == 3; }, 20s));
  EXPECT_EQ(Effects(*listener.pool), "3 rows, 3 distinct, 0 out of order");
}

/// Promise 3: kill -9 at any line, here between the effect and its commit, as often as it takes.
TEST(ConsumerKill, EffectsHappenExactlyOnce) {
  TellingPeer peer;
  constexpr int kEvents = 120;
  for (int number = 1; number <= kEvents; ++number) peer.Tell(number);
  const auto options = ListeningSchema();
  const auto pool = sql::Pool::Open(options);
  int kills = 0;
  int runs = 0;
  for (; runs < 200; ++runs) {
    const std::vector<std::string> words{"/proc/self/exe", "--consume",    options.socket,
                                         options.schema,   peer.address(), std::to_string(runs)};
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    ASSERT_EQ(posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ), 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
      EXPECT_EQ(WTERMSIG(status), SIGKILL);
      ++kills;
    } else {
      ASSERT_EQ(WEXITSTATUS(status), 0);
      break;  // It got to the end.
    }
  }
  EXPECT_GT(kills, 3) << "the test proves nothing without kills";
  EXPECT_EQ(Effects(*pool),
            std::to_string(kEvents) + " rows, " + std::to_string(kEvents) + " distinct, 0 out of order");
}

TEST(Follower, StartsAtTheEndAndSeesAReset) {
  TellingPeer peer;
  peer.Tell(1);
  const auto client = http::Client::Make("orders", peer.address());
  const auto follower = Follower::Make(peer.Options(), *client, *peer.redis, peer.clock);
  std::atomic<int> gaps{0};
  std::atomic<int> newest{0};
  follower->Start([&](const Event& event) { newest = NumberIn(event); }, [&] { ++gaps; });
  EXPECT_TRUE(rig::Eventually([&] { return gaps == 1; })) << "once, when the end of the feed is known";
  EXPECT_EQ(newest, 0) << "what was before is not told";
  peer.Tell(2);
  EXPECT_TRUE(rig::Eventually([&] { return newest == 2; }));
  // The peer is made anew, and has already told as much as before.
  peer.pool->Take()->Run("UPDATE outbox_position SET feed = UUID()");
  peer.Tell(3);
  EXPECT_TRUE(rig::Eventually([&] { return gaps == 2; }));
  peer.Tell(4);
  EXPECT_TRUE(rig::Eventually([&] { return newest == 4; }));
}

}  // namespace

int ConsumeAndDie(int argc, char** argv) {
  if (argc != 6) return 2;
  sql::PoolOptions options;
  options.socket = argv[2];
  options.schema = argv[3];
  options.user = "root";
  const auto pool = sql::Pool::Open(options);
  const auto client = http::Client::Make("orders", argv[4]);
  const auto redis = redis::Redis::Open("", "");
  SystemClock clock;
  ConsumerOptions wanted;
  wanted.peer_name = "orders";
  wanted.service_name = "payments";
  wanted.internal_key = kInternalKey;
  wanted.batch = 30;
  const auto consumer = Consumer::Make(wanted, *pool, *client, *redis, clock);
  std::mt19937 random(static_cast<unsigned>(std::atoi(argv[5])));
  consumer->On("counted", [&](sql::Transaction& transaction, const Event& event) -> Result<Done> {
    auto counted = Count(transaction, event);
    if (random() % 25 == 0) kill(getpid(), SIGKILL);
    return counted;
  });
  consumer->CatchUp(std::chrono::steady_clock::now() + 60s);
  return 0;
}

}  // namespace keel::outbox
