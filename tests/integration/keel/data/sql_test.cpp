#include "keel/sql/sql.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

#include "tests/rig/private_database.hpp"

namespace keel::sql {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Pool> NewPool(std::size_t size = 4, std::chrono::milliseconds lease_timeout = 2'000ms) {
  auto options = rig::PrivateDatabase::Shared().NewSchema();
  options.size = size;
  options.lease_timeout = lease_timeout;
  return Pool::Open(options);
}

int CodeOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Fault& fault) {
    return fault.code;
  }
  return -1;
}

TEST(Session, CarriesEveryKindOfValueThereAndBack) {
  const auto pool = NewPool();
  const auto session = pool->Take();
  session->Run(
      "CREATE TABLE kinds (id INT PRIMARY KEY, words VARCHAR(200), amount_vnd BIGINT, at DATETIME(3), bytes "
      "VARBINARY(300), "
      "flag TINYINT, body LONGTEXT, day DATE)");
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  const std::string words = "Mật ong “rừng” 🐝 '; DROP TABLE kinds; --";
  const auto at = Instant(std::chrono::milliseconds(1'795'249'800'120));
  const std::string long_body(700'000, 'x');
  session->Execute(
      "INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {1, words, Money::Vnd(std::numeric_limits<std::int64_t>::min()), at, bytes, true, long_body, "2026-04-30"});
  session->Execute("INSERT INTO kinds (id, at) VALUES (?, ?)", {2, Instant(std::chrono::seconds(1'795'249'800))});
  auto rows = session->Query("SELECT words, amount_vnd, at, bytes, flag, body, day FROM kinds ORDER BY id");
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), words);
  EXPECT_EQ(rows.Dong(1).dong(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(rows.At(2), at);
  EXPECT_EQ(rows.Text(2), ToSql(at));
  EXPECT_EQ(rows.Text(3), bytes);
  EXPECT_TRUE(rows.Flag(4));
  EXPECT_EQ(rows.Text(5), long_body);
  EXPECT_EQ(rows.Text(6), "2026-04-30");
  ASSERT_TRUE(rows.Next());
  EXPECT_TRUE(rows.IsNull(0));
  EXPECT_THROW(rows.Text(0), std::runtime_error);
  EXPECT_EQ(rows.TextOr(0, "none"), "none");
  EXPECT_EQ(rows.MaybeInt(1), std::nullopt);
  EXPECT_EQ(rows.Text(2).size(), 23u) << "a whole second has its fraction too: " << rows.Text(2);
  EXPECT_EQ(rows.MaybeAt(2), Instant(std::chrono::seconds(1'795'249'800)));
  EXPECT_FALSE(rows.Next());
}

TEST(Session, RunsInUtf8ReadCommittedUtc) {
  const auto pool = NewPool();
  auto rows = pool->Take()->Query("SELECT @@character_set_client, @@time_zone, @@session.tx_isolation");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), "utf8mb4");
  EXPECT_EQ(rows.Text(1), "+00:00");
  EXPECT_EQ(rows.Text(2), "READ-COMMITTED");
}

TEST(Session, ReturnsRowsOfAnInsert) {
  const auto pool = NewPool();
  const auto session = pool->Take();
  session->Run("CREATE TABLE numbered (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(10))");
  for (std::int64_t expected = 1; expected <= 3; ++expected) {
    auto rows = session->Query("INSERT INTO numbered (name) VALUES (?) RETURNING id, name", {"a"});
    ASSERT_TRUE(rows.Next());
    EXPECT_EQ(rows.Int(0), expected);
    EXPECT_EQ(rows.Text(1), "a");
  }
  EXPECT_EQ(session->Execute("UPDATE numbered SET name = ?", {"b"}), 3);
  EXPECT_EQ(session->Execute("UPDATE numbered SET name = ?", {"b"}), 0) << "changed rows, not found ones";
}

TEST(Session, NamesTheConstraintAndHidesTheValue) {
  const auto pool = NewPool();
  const auto session = pool->Take();
  session->Run(
      "CREATE TABLE people (id INT PRIMARY KEY, phone VARCHAR(60), CONSTRAINT uq_people_phone UNIQUE (phone), "
      "CONSTRAINT age_fits CHECK (id < 1000))");
  const std::string phone = "0912 for key 'uq_other' x";
  session->Execute("INSERT INTO people VALUES (?, ?)", {1, phone});
  try {
    session->Execute("INSERT INTO people VALUES (?, ?)", {2, phone});
    FAIL();
  } catch (const Fault& fault) {
    EXPECT_EQ(fault.code, 1062);
    EXPECT_EQ(fault.constraint, "uq_people_phone");
    EXPECT_EQ(std::string(fault.what()).find("0912"), std::string::npos) << fault.what();
  }
  try {
    session->Execute("INSERT INTO people VALUES (?, ?)", {1'000, "x"});
    FAIL();
  } catch (const Fault& fault) {
    EXPECT_EQ(fault.code, 4025);
    EXPECT_EQ(fault.constraint, "age_fits");
  }
  EXPECT_EQ(CodeOf([&] { session->Execute("INSERT INTO people VALUES (?, ?)", {3, std::string(61, 'x')}); }), 1406);
  EXPECT_EQ(CodeOf([&] { session->Query("SELECT nothing FROM nowhere"); }), 1146);
  // The session is as good as before.
  auto rows = session->Query("SELECT COUNT(*) FROM people");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 1);
}

TEST(Session, KeepsABoundedNumberOfStatements) {
  const auto pool = NewPool();
  const auto session = pool->Take();
  for (int shape = 0; shape < 500; ++shape) {
    auto rows = session->Query("SELECT " + std::to_string(shape) + " + ?", {1});
    ASSERT_TRUE(rows.Next());
    ASSERT_EQ(rows.Int(0), shape + 1);
  }
  auto rows = session->Query("SHOW SESSION STATUS LIKE 'Com_stmt_close'");
  ASSERT_TRUE(rows.Next());
  EXPECT_GE(rows.Int(1), 299);
}

TEST(Session, StatementsOutsideATransactionCommitByThemselvesAfterOne) {
  const auto pool = NewPool(2);
  pool->Take()->Run("CREATE TABLE t (id INT PRIMARY KEY)");
  const auto one = pool->Take();
  const auto two = pool->Take();
  detail::Begin(*one);
  one->Execute("INSERT INTO t VALUES (1)");
  auto unseen = two->Query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(unseen.Next());
  EXPECT_EQ(unseen.Int(0), 0);
  detail::Commit(*one);
  one->Execute("INSERT INTO t VALUES (2)");
  auto seen = two->Query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(seen.Next());
  EXPECT_EQ(seen.Int(0), 2);
}

TEST(Pool, HandsOutAtMostItsSizeAndSaysSo) {
  const auto pool = NewPool(2, 50ms);
  auto one = pool->Take();
  auto two = pool->Take();
  EXPECT_EQ(CodeOf([&] { pool->Take(); }), 0);
  one.reset();
  EXPECT_NO_THROW(pool->Take());
}

TEST(Pool, AWaiterGetsWhatIsGivenBack) {
  const auto pool = NewPool(1, 5'000ms);
  auto only = pool->Take();
  std::atomic<bool> got{false};
  std::thread waiter([&] {
    pool->Take()->Query("SELECT 1");
    got = true;
  });
  only.reset();
  waiter.join();
  EXPECT_TRUE(got);
}

TEST(Pool, AnUnfinishedTransactionIsRolledBackWhenTheLeaseEnds) {
  const auto pool = NewPool(1);
  pool->Take()->Run("CREATE TABLE t (id INT PRIMARY KEY)");
  {
    const auto session = pool->Take();
    detail::Begin(*session);
    session->Execute("INSERT INTO t VALUES (1)");
  }
  auto rows = pool->Take()->Query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 0);
}

TEST(Pool, ServesManyThreads) {
  const auto pool = NewPool(4, 10'000ms);
  pool->Take()->Run("CREATE TABLE counter (id INT PRIMARY KEY, n INT NOT NULL)");
  pool->Take()->Execute("INSERT INTO counter VALUES (1, 0)");
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 12; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < 20; ++time) pool->Take()->Execute("UPDATE counter SET n = n + 1 WHERE id = ?", {1});
    });
  }
  for (auto& thread : threads) thread.join();
  auto rows = pool->Take()->Query("SELECT n FROM counter");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 240);
}

TEST(Pool, SaysUnavailableWithoutAServer) {
  PoolOptions options;
  options.socket = "/nowhere/db.sock";
  options.user = "nobody";
  const auto pool = Pool::Open(options);
  for (int time = 0; time < 3; ++time) {
    try {
      pool->Take();
      FAIL();
    } catch (const Fault& fault) {
      EXPECT_EQ(fault.code, 0);
      EXPECT_STREQ(fault.what(), "database-unavailable");
    }
  }
}

TEST(Pool, RecoversAfterTheServerWasKilled) {
  rig::PrivateDatabase database;
  auto options = database.NewSchema();
  options.size = 4;
  const auto pool = Pool::Open(options);
  pool->Take()->Run("CREATE TABLE t (id INT PRIMARY KEY)");
  {
    const auto one = pool->Take();
    const auto two = pool->Take();  // Two idle ones, both to be cut off.
    one->Query("SELECT 1");
    two->Query("SELECT 1");
  }
  const auto insert = [&](int id) {
    return RunInTransaction(*pool, [&](Transaction& transaction) -> Result<Done> {
      transaction.Execute("INSERT INTO t VALUES (?)", {id});
      return Done{};
    });
  };
  EXPECT_TRUE(insert(1));
  database.Kill();
  EXPECT_NE(CodeOf([&] { (void)insert(2); }), -1);
  EXPECT_EQ(CodeOf([&] { (void)insert(2); }), 0) << "database-unavailable";
  database.Start();
  EXPECT_TRUE(insert(3)) << "at once: nothing stale is handed out";
  auto rows = pool->Take()->Query("SELECT GROUP_CONCAT(id ORDER BY id) FROM t");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), "1,3") << "what was committed survived the kill";
}

TEST(Pool, ATransactionSurvivesARestartBetweenTwoOfIts) {
  rig::PrivateDatabase database;
  const auto pool = Pool::Open(database.NewSchema());
  pool->Take()->Run("CREATE TABLE t (id INT PRIMARY KEY)");
  pool->Take()->Query("SELECT 1");
  database.Kill();
  database.Start();
  // The idle connection is dead and nobody has noticed: the transaction is repeated on a fresh one.
  const auto done = RunInTransaction(*pool, [](Transaction& transaction) -> Result<Done> {
    transaction.Execute("INSERT INTO t VALUES (?)", {1});
    return Done{};
  });
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace keel::sql
