#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "keel/sql/sql.hpp"
#include "tests/rig/private_database.hpp"

namespace keel::sql {
namespace {

/// Everything twice: as MariaDB 10.11 is, and as 11.6.2 and later are by default.
class Transactions : public testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() { database_ = new rig::PrivateDatabase; }
  static void TearDownTestSuite() {
    delete database_;
    database_ = nullptr;
  }
  void SetUp() override {
    auto options = database_->NewSchema();
    options.size = 16;
    pool_ = Pool::Open(options);
    pool_->Take()->Run(std::string("SET GLOBAL innodb_snapshot_isolation=") + GetParam());
    pool_ = Pool::Open(options);  // New connections, so that the setting holds.
    const auto session = pool_->Take();
    session->Run("CREATE TABLE stock (id INT PRIMARY KEY, free INT NOT NULL, version INT NOT NULL DEFAULT 0)");
    session->Run("INSERT INTO stock (id, free) VALUES (1, 100), (2, 100)");
  }
  std::int64_t Number(const std::string& query) {
    auto rows = pool_->Take()->Query(query);
    EXPECT_TRUE(rows.Next());
    return rows.Int(0);
  }
  static rig::PrivateDatabase* database_;
  std::unique_ptr<Pool> pool_;
};
rig::PrivateDatabase* Transactions::database_ = nullptr;

INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, Transactions, testing::Values("OFF", "ON"),
                         [](const auto& it) { return it.param; });

TEST_P(Transactions, CommitAValueAndRollBackAnError) {
  std::atomic<int> after{0};
  const auto run = [&](bool well) {
    return RunInTransaction(*pool_, [&](Transaction& transaction) -> Result<int> {
      transaction.Execute("UPDATE stock SET free = free - 1 WHERE id = 1");
      transaction.AfterCommit([&] { ++after; });
      if (!well) return Error{Kind::kConflict, "no", "No."};
      return 7;
    });
  };
  EXPECT_FALSE(run(false));
  EXPECT_EQ(Number("SELECT free FROM stock WHERE id = 1"), 100);
  EXPECT_EQ(after, 0) << "nothing is told of what did not happen";
  const auto done = run(true);
  ASSERT_TRUE(done);
  EXPECT_EQ(*done, 7);
  EXPECT_EQ(Number("SELECT free FROM stock WHERE id = 1"), 99);
  EXPECT_EQ(after, 1);
}

TEST_P(Transactions, RollBackWhatThrows) {
  const auto run = [&] {
    (void)RunInTransaction(*pool_, [&](Transaction& transaction) -> Result<Done> {
      transaction.Execute("UPDATE stock SET free = 0 WHERE id = 1");
      throw std::logic_error("a bug");
    });
  };
  EXPECT_THROW(run(), std::logic_error);
  EXPECT_EQ(Number("SELECT free FROM stock WHERE id = 1"), 100);
}

TEST_P(Transactions, AreRepeatedWhenRacedAndGiveUpAfterFive) {
  int runs = 0;
  const auto done = RunInTransaction(*pool_, [&](Transaction&) -> Result<Done> {
    if (++runs < 3) return Error{Kind::kRaced, "changed-meanwhile", "Again."};
    return Done{};
  });
  EXPECT_TRUE(done);
  EXPECT_EQ(runs, 3);
  runs = 0;
  const auto never = RunInTransaction(*pool_, [&](Transaction&) -> Result<Done> {
    ++runs;
    return Error{Kind::kRaced, "changed-meanwhile", "Again."};
  });
  EXPECT_FALSE(never);
  EXPECT_EQ(runs, 5);
}

/// Two transactions take two rows in opposite order, at the same moment: one is chosen by MariaDB, and is run again.
TEST_P(Transactions, AreRepeatedAfterADeadlock) {
  std::barrier both_hold_one(2);
  std::atomic<int> runs{0};
  const auto work = [&](int first, int second) {
    bool met = false;
    const auto done = RunInTransaction(*pool_, [&](Transaction& transaction) -> Result<Done> {
      ++runs;
      transaction.Execute("UPDATE stock SET free = free - 1 WHERE id = ?", {first});
      if (!met) both_hold_one.arrive_and_wait();
      met = true;
      transaction.Execute("UPDATE stock SET free = free - 1 WHERE id = ?", {second});
      return Done{};
    });
    EXPECT_TRUE(done);
  };
  std::thread other([&] { work(2, 1); });
  work(1, 2);
  other.join();
  EXPECT_GE(runs, 3) << "there was no deadlock to recover from";
  EXPECT_EQ(Number("SELECT SUM(free) FROM stock"), 196);
}

/// Sixteen threads read a version and save where it is still so: with the retry nothing is lost.
TEST_P(Transactions, OptimisticWritersLoseNothing) {
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < kEach;) {
        const auto saved = RunInTransaction(*pool_, [](Transaction& transaction) -> Result<Done> {
          auto rows = transaction.Query("SELECT free, version FROM stock WHERE id = 1");
          rows.Next();
          if (transaction.Execute("UPDATE stock SET free = ?, version = version + 1 WHERE id = 1 AND version = ?",
                                  {rows.Int(0) - 1, rows.Int(1)}) == 0)
            return Error{Kind::kRaced, "changed-meanwhile", "Again."};
          return Done{};
        });
        if (saved) {
          ++time;
          ++done;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, kThreads * kEach);
  EXPECT_EQ(Number("SELECT free FROM stock WHERE id = 1"), 100 - kThreads * kEach);
}

/// Promise 1: with a conditional update nothing is sold twice.
TEST_P(Transactions, StockIsNeverOversold) {
  std::vector<std::thread> threads;
  std::atomic<int> sold{0};
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < 20; ++time) {
        const auto taken = RunInTransaction(*pool_, [](Transaction& transaction) -> Result<Done> {
          if (transaction.Execute("UPDATE stock SET free = free - ? WHERE id = 2 AND free >= ?", {1, 1}) == 0)
            return Error{Kind::kConflict, "out-of-stock", "Out."};
          return Done{};
        });
        if (taken) ++sold;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(sold, 100);
  EXPECT_EQ(Number("SELECT free FROM stock WHERE id = 2"), 0);
}

TEST_P(Transactions, ALostConnectionIsRepeatedBeforeTheCommit) {
  int runs = 0;
  const auto done = RunInTransaction(*pool_, [&](Transaction& transaction) -> Result<Done> {
    transaction.Execute("UPDATE stock SET free = free - 1 WHERE id = 1");
    if (++runs == 1) {
      auto rows = transaction.Query("SELECT CONNECTION_ID()");
      rows.Next();
      pool_->Take()->Run("KILL " + rows.Text(0));
    }
    transaction.Execute("UPDATE stock SET free = free - 1 WHERE id = 2");
    return Done{};
  });
  EXPECT_TRUE(done);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Number("SELECT SUM(free) FROM stock"), 198);
}

}  // namespace
}  // namespace keel::sql
