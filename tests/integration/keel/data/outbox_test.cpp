#include "keel/outbox/outbox.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "keel/outbox/sweep.hpp"
#include "tests/integration/keel/data/feed_rig.hpp"

namespace keel::outbox {
namespace {

using namespace std::chrono_literals;

class Outbox : public testing::Test {
 protected:
  Outbox() {
    auto options = rig::PrivateDatabase::Shared().NewSchema("keel/outbox/migrations");
    options.size = 24;
    pool_ = sql::Pool::Open(options);
  }
  std::int64_t Number(const std::string& query) {
    auto rows = pool_->Take()->Query(query);
    EXPECT_TRUE(rows.Next());
    return rows.Int(0);
  }
  Result<Done> Tell(int events, bool well) {
    return sql::RunInTransaction(*pool_, [&](sql::Transaction& transaction) -> Result<Done> {
      std::vector<NewEvent> several(static_cast<std::size_t>(events), {"counted", "sub_1", R"({"a":1})"});
      AppendAll(transaction, several, clock_.Now());
      if (!well) return Error{Kind::kConflict, "no", "No."};
      return Done{};
    });
  }
  rig::PrivateRedis redis_server_;
  std::unique_ptr<redis::Redis> redis_ = redis::Redis::Open(redis_server_.socket(), "");
  SystemClock clock_;
  std::unique_ptr<sql::Pool> pool_;
};

/// Sixteen writers, a third of whose transactions are rolled back, and two relays at once: no gap, no double, none
/// left.
TEST_F(Outbox, PositionsHaveNoGaps) {
  const auto one = Relay::Make(*pool_, *redis_, clock_, "orders");
  const auto two = Relay::Make(*pool_, *redis_, clock_, "orders");
  one->Start();
  two->Start();
  constexpr int kWriters = 16;
  constexpr int kEach = 30;
  std::atomic<int> told{0};
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int time = 0; time < kEach; ++time) {
        const int events = 1 + (writer + time) % 3;
        if (Tell(events, (writer + time) % 3 != 0)) told += events;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_TRUE(rig::Eventually([&] { return Number("SELECT COUNT(*) FROM outbox WHERE position IS NULL") == 0; }));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM outbox"), told);
  EXPECT_EQ(Number("SELECT MIN(position) FROM outbox"), 1);
  EXPECT_EQ(Number("SELECT MAX(position) FROM outbox"), told);
  EXPECT_EQ(Number("SELECT COUNT(DISTINCT position) FROM outbox"), told);
  EXPECT_EQ(Number("SELECT last FROM outbox_position"), told);
}

/// A reader that has seen position n never finds a new event before n, however late its writer commits.
TEST_F(Outbox, ALateCommitGetsALaterPosition) {
  const auto late = pool_->Take();
  sql::detail::Begin(*late);
  sql::Transaction slow(*late);
  Append(slow, "late", "sub_1", {{"a", 1}}, clock_.Now());  // The lower seq.
  ASSERT_TRUE(Tell(1, true));
  EXPECT_EQ(NumberCommitted(*pool_, true), 1) << "and it does not wait for the slow one";
  sql::detail::Commit(*late);
  EXPECT_EQ(NumberCommitted(*pool_, true), 1);
  EXPECT_EQ(Number("SELECT position FROM outbox WHERE topic = 'late'"), 2);
  EXPECT_EQ(Number("SELECT position FROM outbox WHERE topic = 'counted'"), 1);
}

TEST_F(Outbox, ManyEventsOfOneTransactionAllArrive) {
  ASSERT_TRUE(Tell(1'234, true));
  std::int64_t all = 0;
  for (std::int64_t some = 1; some > 0; all += some) some = NumberCommitted(*pool_, false);
  EXPECT_EQ(all, 1'234);
  EXPECT_EQ(Number("SELECT MAX(position) FROM outbox"), 1'234);
}

TEST_F(Outbox, TheRelayIsWokenByACommit) {
  const auto relay = Relay::Make(*pool_, *redis_, clock_, "orders");
  relay->Start();
  std::atomic<int> woken{0};
  redis_->OnWake("events:orders", [&] { ++woken; });
  ASSERT_TRUE(rig::Eventually([&] {
    EXPECT_TRUE(Tell(1, true));
    return woken > 0;
  }));
}

TEST_F(Outbox, TheRelaySurvivesADeadRedis) {
  redis_server_.Kill();
  const auto relay = Relay::Make(*pool_, *redis_, clock_, "orders");
  relay->Start();
  ASSERT_TRUE(Tell(3, true));
  EXPECT_TRUE(rig::Eventually([&] { return Number("SELECT last FROM outbox_position") == 3; }));
}

TEST_F(Outbox, BrokenTextInABodyIsToldAllTheSame) {
  const auto told = sql::RunInTransaction(*pool_, [&](sql::Transaction& transaction) -> Result<Done> {
    Append(transaction, "counted", "sub_1", {{"name", "a\xFF"}}, clock_.Now());
    return Done{};
  });
  ASSERT_TRUE(told);
  EXPECT_EQ(Number("SELECT JSON_VALID(body) FROM outbox"), 1);
}

TEST_F(Outbox, WhatIsOldIsSweptUpToTheFirstYoungOne) {
  const auto tell_at = [&](Instant at) {
    ASSERT_TRUE(sql::RunInTransaction(*pool_, [&](sql::Transaction& transaction) -> Result<Done> {
      Append(transaction, "counted", "sub_1", {{"a", 1}}, at);
      return Done{};
    }));
  };
  const auto now = clock_.Now();
  for (int i = 0; i < 1'200; ++i) tell_at(now - 24h * 20);
  tell_at(now - 24h);
  tell_at(now - 24h * 20);  // An old fact told late: younger ones stand before it.
  for (std::int64_t some = 1; some > 0;) some = NumberCommitted(*pool_, true);
  tell_at(now - 24h * 20);  // Not numbered yet: nobody can have read it.
  EXPECT_EQ(Sweep(*pool_, now - 24h * 14), 1'200);
  EXPECT_EQ(Number("SELECT MIN(position) FROM outbox"), 1'201);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM outbox"), 3);
  EXPECT_EQ(Sweep(*pool_, now - 24h * 14), 0);
  EXPECT_EQ(NumberCommitted(*pool_, true), 1);
  EXPECT_EQ(Number("SELECT MAX(position) FROM outbox"), 1'203) << "positions go on where they were";
}

TEST(Feed, AReaderThatMissedSweptEventsIsToldSo) {
  TellingPeer peer;
  for (int number = 1; number <= 5; ++number) peer.Tell(number);
  ASSERT_TRUE(rig::Eventually([&] { return peer.last() == 5; }));
  peer.pool->Take()->Execute("DELETE FROM outbox WHERE position <= 3");
  const auto client = http::Client::Make("orders", peer.address());
  const auto ask = [&](int after) {
    return *client->Send({.path = "/internal/events?after=" + std::to_string(after),
                          .headers = {{"authorization", auth::ServiceBearer("payments", kInternalKey, peer.clock)}}});
  };
  EXPECT_EQ(ask(2).status, 409);
  EXPECT_EQ(ask(2).ProblemCode(), "feed-gap");
  EXPECT_EQ(ask(3).Json().at("events").size(), 2U);
  peer.pool->Take()->Execute("DELETE FROM outbox");
  EXPECT_EQ(ask(4).ProblemCode(), "feed-gap") << "also when nothing is left to compare with";
  EXPECT_EQ(ask(5).status, 200);

  // A consumer stands still, and applies nothing that came later instead.
  peer.Tell(6);
  const auto listening = sql::Pool::Open(ListeningSchema());
  const auto consumer = Consumer::Make(peer.Options(), *listening, *client, *peer.redis, peer.clock);
  consumer->On("counted", Count);
  consumer->CatchUp(std::chrono::steady_clock::now() + 2s);
  EXPECT_EQ(Effects(*listening), "0 rows, 0 distinct, 0 out of order");
  EXPECT_EQ(consumer->position(), 0);

  // A follower, who keeps nothing, drops what it has and goes on from the end.
  const auto follower = Follower::Make(peer.Options(), *client, *peer.redis, peer.clock);
  std::atomic<int> gaps{0}, heard{0};
  follower->Start([&](const Event&) { ++heard; }, [&] { ++gaps; });
  ASSERT_TRUE(rig::Eventually([&] { return gaps == 1; }));
  peer.Tell(7);
  ASSERT_TRUE(rig::Eventually([&] { return heard == 1; }));
}

TEST(Feed, PagesByPositionForServicesAlone) {
  TellingPeer peer;
  for (int number = 1; number <= 5; ++number) peer.Tell(number);
  const auto client = http::Client::Make("orders", peer.address());
  const auto ask = [&](const std::string& query, bool as_service = true) {
    http::Ask asked{.path = "/internal/events" + query};
    if (as_service) asked.headers = {{"authorization", auth::ServiceBearer("payments", kInternalKey, peer.clock)}};
    return *client->Send(asked);
  };
  const auto page = ask("?after=2&limit=2");
  ASSERT_EQ(page.status, 200) << page.body;
  const auto json = page.Json();
  ASSERT_EQ(json.at("events").size(), 2u);
  EXPECT_EQ(json["events"][0]["position"], 3);
  EXPECT_EQ(json["events"][0]["topic"], "counted");
  EXPECT_EQ(json["events"][0]["subject"], "sub_3");
  EXPECT_EQ(json["events"][0]["body"]["number"], 3);
  EXPECT_TRUE(FromRfc3339(json["events"][0]["at"].get<std::string>()));
  EXPECT_EQ(json["last"], 5) << "what is committed is in the answer, though the relay may not have come round";
  EXPECT_TRUE(ask("?after=5").Json().at("events").empty());
  EXPECT_EQ(ask("").Json().at("events").size(), 5u);
  EXPECT_EQ(page.Json().at("upto"), 4);
  EXPECT_EQ(ask("?after=2").Json().at("upto"), 5);
  const auto other = ask("?after=1&limit=2&topics=nothing-known,other.topic").Json();
  EXPECT_TRUE(other.at("events").empty());
  EXPECT_EQ(other.at("upto"), 5) << "what is of no interest is behind the reader";
  EXPECT_EQ(ask("?after=1&limit=2&topics=counted,other.topic").Json().at("events").size(), 2u);
  for (const char* bad : {"?topics=a'b", "?topics=a,,b", "?topics=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"}) {
    EXPECT_EQ(ask(bad).status, 400) << bad;
  }
  for (const char* bad : {"?after=-1", "?after=x", "?limit=0", "?limit=1001", "?after=99999999999999999999"}) {
    const auto refused = ask(bad);
    EXPECT_EQ(refused.status, 400) << bad;
    EXPECT_EQ(refused.ProblemCode(), "field-out-of-range") << bad;
  }
  EXPECT_EQ(ask("", false).status, 401);
}

/// Those whom the relay wakes need no numbering of their own; asking for all there is must go on finding it.
TEST(Feed, WhoAsksForWhatIsNumberedGetsThatAlone) {
  TellingPeer peer;
  peer.relay->Stop();
  peer.Tell(1);
  const auto client = http::Client::Make("orders", peer.address());
  const auto heard = [&](const std::string& query) {
    const auto answer =
        *client->Send({.path = "/internal/events" + query,
                       .headers = {{"authorization", auth::ServiceBearer("payments", kInternalKey, peer.clock)}}});
    return answer.Json().at("events").size();
  };
  EXPECT_EQ(heard("?after=0&numbered=only"), 0u);
  EXPECT_EQ(peer.last(), 0) << "and gave no position";
  EXPECT_EQ(heard("?after=0"), 1u);
  EXPECT_EQ(heard("?after=0&numbered=only"), 1u);

  peer.Tell(2);
  const auto listening = sql::Pool::Open(ListeningSchema());
  const auto consumer = Consumer::Make(peer.Options(), *listening, *client, *peer.redis, peer.clock);
  consumer->On("counted", Count);
  consumer->CatchUp(std::chrono::steady_clock::now() + 2s);
  EXPECT_EQ(Effects(*listening), "2 rows, 2 distinct, 0 out of order");
}

}  // namespace
}  // namespace keel::outbox
