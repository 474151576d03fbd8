#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "keel/sql/sql.hpp"

/// Real servers for tests, each in a temporary folder of its own, on a Unix socket, gone with the test program (even
/// when that is killed). No port is opened and nothing of the machine's own database is touched. Works as root and as
/// anybody.
///
///   auto options = rig::PrivateDatabase::Shared().NewSchema("orders/store/migrations");
///   auto pool = keel::sql::Pool::Open(options);
namespace rig {

/// A folder under $TMPDIR (or /tmp) that is deleted with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A MariaDB server. Made and started by the main thread (its life hangs on the thread that starts it). Making one
/// takes two to three seconds: tests share one and take a schema each.
class PrivateDatabase {
 public:
  /// `settings`: further lines of its configuration, for example "innodb_snapshot_isolation=ON".
  /// Throws std::runtime_error with the end of the server's log when it does not start.
  explicit PrivateDatabase(std::vector<std::string> settings = {});
  ~PrivateDatabase();
  PrivateDatabase(const PrivateDatabase&) = delete;

  /// The test program's one server with default settings, started at the first call.
  static PrivateDatabase& Shared();

  const std::string& socket() const { return socket_; }
  /// Makes an empty schema of a fresh name and applies the migrations of `folders` (relative ones are looked for from
  /// the source root). The options name it; user root, no password.
  keel::sql::PoolOptions NewSchema(const std::vector<std::string>& folders = {});
  keel::sql::PoolOptions NewSchema(const std::string& folder) { return NewSchema(std::vector{folder}); }

  void Kill();   ///< SIGKILL: as if the machine had lost power, but for the disk.
  void Start();  ///< After Kill; returns when it answers.

 private:
  TemporaryFolder folder_;
  std::string socket_;
  pid_t process_ = -1;
  int schemas_ = 0;
};

/// A Redis server that keeps nothing.
class PrivateRedis {
 public:
  PrivateRedis();
  ~PrivateRedis();
  PrivateRedis(const PrivateRedis&) = delete;

  const std::string& socket() const { return socket_; }
  void FlushAll();
  void Kill();
  void Start();

 private:
  TemporaryFolder folder_;
  std::string socket_;
  pid_t process_ = -1;
};

/// A path below the source root.
std::string SourcePath(const std::string& relative);

/// Waits until `condition` holds, looking every 5 ms; false when it does not within `limit`, which is for what will
/// never come, not for how fast a machine is. Tests never just sleep.
template <class Condition>
bool Eventually(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(60)) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    const timespec pause{0, 5'000'000};
    nanosleep(&pause, nullptr);  // Sleeps: between two looks.
  }
  return true;
}

}  // namespace rig
