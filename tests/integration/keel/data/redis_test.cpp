#include "keel/redis/redis.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/rig/private_database.hpp"

namespace keel::redis {
namespace {

using namespace std::chrono_literals;

TEST(Redis, KeepsCountsAndForgets) {
  rig::PrivateRedis server;
  const auto redis = Redis::Open(server.socket(), "test:");
  EXPECT_TRUE(redis->Alive());
  EXPECT_EQ(redis->Get("a"), std::nullopt);
  const std::string bytes("Mật\0ong", 9);
  redis->Set("a", bytes, 60s);
  EXPECT_EQ(redis->Get("a"), bytes);
  EXPECT_EQ(Redis::Open(server.socket(), "other:")->Get("a"), std::nullopt) << "prefixes are kept apart";
  redis->Drop("a");
  EXPECT_EQ(redis->Get("a"), std::nullopt);
  EXPECT_EQ(redis->Count("n", 60s), 1);
  EXPECT_EQ(redis->Count("n", 60s), 2);
  server.FlushAll();
  EXPECT_EQ(redis->Count("n", 60s), 1);
}

TEST(Redis, AWindowEnds) {
  rig::PrivateRedis server;
  const auto redis = Redis::Open(server.socket(), "test:");
  EXPECT_EQ(redis->Count("n", 1s), 1);
  EXPECT_EQ(redis->Count("n", 1s), 2);
  EXPECT_TRUE(rig::Eventually([&] { return redis->Count("n", 1s) == 1; }, 5s));
}

TEST(Redis, WakesItsListeners) {
  rig::PrivateRedis server;
  const auto redis = Redis::Open(server.socket(), "test:");
  std::atomic<int> woken{0};
  redis->OnWake("events:orders", [&] { ++woken; });
  // The subscription is not there at once; a wake-up may be missed, so it is repeated.
  EXPECT_TRUE(rig::Eventually([&] {
    redis->Wake("events:orders");
    return woken > 0;
  }));
  redis->Wake("events:other");
}

TEST(Redis, ADeadServerCostsNextToNothing) {
  const auto redis = Redis::Open("/nowhere/redis.sock", "test:");
  const auto start = std::chrono::steady_clock::now();
  for (int time = 0; time < 10'000; ++time) {
    EXPECT_EQ(redis->Get("a"), std::nullopt);
    redis->Set("a", "b", 1s);
    EXPECT_EQ(redis->Count("n", 1s), std::nullopt);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
  EXPECT_FALSE(redis->Alive());
}

TEST(Redis, ComesBackAfterAKill) {
  rig::PrivateRedis server;
  const auto redis = Redis::Open(server.socket(), "test:");
  std::atomic<int> woken{0};
  redis->OnWake("channel", [&] { ++woken; });
  redis->Set("a", "1", 60s);
  std::thread([&] { EXPECT_EQ(redis->Get("a"), "1"); }).join();
  server.Kill();
  EXPECT_EQ(redis->Get("a"), std::nullopt);
  EXPECT_FALSE(redis->Alive());
  server.Start();
  EXPECT_TRUE(rig::Eventually([&] {
    redis->Set("a", "2", 60s);
    return redis->Get("a") == "2";
  }));
  woken = 0;
  EXPECT_TRUE(rig::Eventually([&] {
    redis->Wake("channel");
    return woken > 0;
  }));
}

TEST(Redis, ServesManyThreads) {
  rig::PrivateRedis server;
  const auto redis = Redis::Open(server.socket(), "test:");
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < 100; ++time) redis->Count("n", 60s);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(redis->Count("n", 60s), 801);
}

}  // namespace
}  // namespace keel::redis
