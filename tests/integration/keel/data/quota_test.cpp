#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

#include "keel/quota/day_quota.hpp"
#include "tests/rig/private_database.hpp"

namespace keel::quota {
namespace {

using namespace std::chrono_literals;

const Instant kEvening = *FromRfc3339("2026-11-23T16:59:58.500Z");  // A second and a half before midnight in Vietnam.

class DayQuota : public testing::Test {
 protected:
  DayQuota() {
    auto options = rig::PrivateDatabase::Shared().NewSchema("keel/quota/migrations");
    options.size = 8;
    pool_ = sql::Pool::Open(options);
  }
  bool Take(std::string_view subject, std::int64_t most, Instant at = kEvening) {
    return TakeOne(*pool_, subject, most, at);
  }
  std::unique_ptr<sql::Pool> pool_;
};

TEST_F(DayQuota, IsEachSubjectsOwnAndBeginsAnewAtMidnightInVietnam) {
  EXPECT_TRUE(Take("acc_1", 2));
  EXPECT_TRUE(Take("acc_1", 2));
  EXPECT_FALSE(Take("acc_1", 2));
  EXPECT_TRUE(Take("acc_2", 2));
  EXPECT_EQ(SecondsToTomorrow(kEvening), 2);
  EXPECT_FALSE(Take("acc_1", 2, kEvening + 1s));
  EXPECT_TRUE(Take("acc_1", 2, kEvening + 2s));
  EXPECT_EQ(SecondsToTomorrow(kEvening + 1500ms), 86'400) << "the day has just begun";
  EXPECT_FALSE(Take("acc_3", 0));
}

TEST_F(DayQuota, IsGivenBackToTheDayItWasTakenOf) {
  ASSERT_TRUE(Take("acc_1", 1));
  GiveBack(*pool_, "acc_1", kEvening + 2s);  // Another day's: nothing was taken then.
  EXPECT_FALSE(Take("acc_1", 1));
  GiveBack(*pool_, "acc_1", kEvening);
  EXPECT_TRUE(Take("acc_1", 1));
  EXPECT_FALSE(Take("acc_1", 1));
}

TEST_F(DayQuota, IsNotPassedByAskingAllAtOnce) {
  constexpr int kThreads = 8, kEach = 10;
  std::atomic<int> taken = 0;
  std::barrier start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        for (int n = 0; n < kEach; ++n) taken += Take("acc_1", 25) ? 1 : 0;
      });
  }
  EXPECT_EQ(taken, 25);
}

TEST_F(DayQuota, ForgetsDaysGoneByAndNotToday) {
  ASSERT_TRUE(Take("acc_1", 1, kEvening - 24h));
  ASSERT_TRUE(Take("acc_1", 1));
  EXPECT_EQ(Sweep(*pool_, kEvening), 1);
  EXPECT_FALSE(Take("acc_1", 1));
  auto bare = sql::Pool::Open(rig::PrivateDatabase::Shared().NewSchema("keel/idempotency/migrations"));
  EXPECT_EQ(Sweep(*bare, kEvening), 0) << "a service that counts nothing";
}

}  // namespace
}  // namespace keel::quota
