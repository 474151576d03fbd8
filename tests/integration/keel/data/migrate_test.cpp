#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "keel/sql/sql.hpp"
#include "tests/rig/private_database.hpp"

namespace keel::sql {
namespace {

class Migrations : public testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() + '/' + name) << text;
  }
  std::string FailureOf(Session& session) const {
    try {
      Migrate(session, folder_.path());
    } catch (const std::runtime_error& fault) {
      return fault.what();
    }
    return {};
  }
  rig::TemporaryFolder folder_;
  std::unique_ptr<Pool> pool_ = Pool::Open(rig::PrivateDatabase::Shared().NewSchema());
};

TEST_F(Migrations, AreAppliedOnceInNameOrder) {
  Write("0002_b.sql", "-- Safe beside the previous release: yes.\nALTER TABLE a ADD COLUMN b INT NULL;\n");
  Write("0001_a.sql", "CREATE TABLE a (id INT PRIMARY KEY)");
  Write("0003_row.sql", "INSERT INTO a (id, b) VALUES (1, 2)");
  Write("notes.txt", "not a migration");
  const auto session = pool_->Take();
  EXPECT_FALSE(IsMigrated(*session, folder_.path()));
  Migrate(*session, folder_.path());
  EXPECT_TRUE(IsMigrated(*session, folder_.path()));
  Migrate(*session, folder_.path());
  auto rows = session->Query("SELECT COUNT(*), SUM(b) FROM a");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 1);
  EXPECT_EQ(rows.Int(1), 2);
  Write("0004_c.sql", "ALTER TABLE a ADD COLUMN c INT NULL");
  EXPECT_FALSE(IsMigrated(*session, folder_.path()));
}

TEST_F(Migrations, AChangedFileStopsWithItsName) {
  Write("0001_a.sql", "CREATE TABLE a (id INT PRIMARY KEY)");
  const auto session = pool_->Take();
  Migrate(*session, folder_.path());
  Write("0001_a.sql", "CREATE TABLE a (id BIGINT PRIMARY KEY)");
  EXPECT_NE(FailureOf(*session).find("0001_a.sql"), std::string::npos);
  EXPECT_FALSE(IsMigrated(*session, folder_.path()));
}

TEST_F(Migrations, ABrokenFileStopsWithItsNameAndCanBeMended) {
  Write("0001_a.sql", "CREATE TABLE a (id INT PRIMARY KEY)");
  Write("0002_b.sql", "CREATE TABEL b (id INT)");
  Write("0003_c.sql", "CREATE TABLE c (id INT PRIMARY KEY)");
  const auto session = pool_->Take();
  EXPECT_NE(FailureOf(*session).find("0002_b.sql"), std::string::npos);
  Write("0002_b.sql", "CREATE TABLE b (id INT)");
  Migrate(*session, folder_.path());
  EXPECT_TRUE(IsMigrated(*session, folder_.path()));
}

/// The program was killed after the statement and before the line that says so.
TEST_F(Migrations, AnInterruptedOneIsFinished) {
  Write("0001_a.sql", "CREATE TABLE a (id INT PRIMARY KEY)");
  const auto session = pool_->Take();
  Migrate(*session, folder_.path());
  session->Run("UPDATE schema_migrations SET applied_at = NULL");
  EXPECT_FALSE(IsMigrated(*session, folder_.path()));
  Migrate(*session, folder_.path());
  EXPECT_TRUE(IsMigrated(*session, folder_.path()));
}

TEST_F(Migrations, TwoAtOnceApplyEachFileOnce) {
  for (int file = 1; file <= 6; ++file) {
    Write("000" + std::to_string(file) + ".sql",
          file == 1 ? "CREATE TABLE a (id INT PRIMARY KEY)" : "INSERT INTO a VALUES (" + std::to_string(file) + ")");
  }
  std::thread other([&] { Migrate(*pool_->Take(), folder_.path()); });
  Migrate(*pool_->Take(), folder_.path());
  other.join();
  auto rows = pool_->Take()->Query("SELECT COUNT(*) FROM a");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 5);
}

TEST_F(Migrations, AMissingFolderIsNamed) {
  try {
    Migrate(*pool_->Take(), "/nowhere/migrations");
    FAIL();
  } catch (const std::runtime_error& fault) {
    EXPECT_NE(std::string(fault.what()).find("/nowhere/migrations"), std::string::npos);
  }
}

}  // namespace
}  // namespace keel::sql
