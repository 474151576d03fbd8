#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "keel/crypto/sealed.hpp"
#include "keel/log/log.hpp"
#include "keel/sql/sql.hpp"

namespace keel::sql {
namespace {

constexpr std::string_view kTable = R"sql(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    name       VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    checksum   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    applied_at DATETIME(3) NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)sql";
constexpr std::string_view kTableExists =
    "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = "
    "'schema_migrations'";
constexpr std::string_view kApplied = "SELECT name, checksum, applied_at IS NOT NULL FROM schema_migrations";
constexpr std::string_view kAnnounce = "INSERT IGNORE INTO schema_migrations (name, checksum) VALUES (?, ?)";
constexpr std::string_view kFinish =
    "UPDATE schema_migrations SET checksum = ?, applied_at = UTC_TIMESTAMP(3) WHERE name = ?";
constexpr std::string_view kLock = "SELECT GET_LOCK(LEFT(CONCAT('migrate:', DATABASE()), 64), 50)";
constexpr std::string_view kUnlock = "SELECT RELEASE_LOCK(LEFT(CONCAT('migrate:', DATABASE()), 64))";

struct File {
  std::string name, text, checksum;
};

struct Known {
  std::string checksum;
  bool finished = false;
};

std::vector<File> ReadFolder(const std::string& folder) {
  std::vector<File> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".sql") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + entry.path().string());
    files.push_back({entry.path().filename().string(), text.str(), crypto::Sha256Hex(text.str())});
  }
  if (error) throw std::runtime_error("cannot read the migrations folder " + folder + ": " + error.message());
  std::ranges::sort(files, {}, &File::name);
  return files;
}

std::map<std::string, Known> ReadKnown(Session& session) {
  std::map<std::string, Known> known;
  auto rows = session.Query(kApplied);
  while (rows.Next()) known[rows.Text(0)] = {rows.Text(1), rows.Flag(2)};
  return known;
}

/// What a statement says that was applied although the program was killed before it could write so down.
bool AlreadyThere(const Fault& fault) {
  return fault.code == 1050 || fault.code == 1060 || fault.code == 1061 || fault.code == 1091;
}

void Apply(Session& session, const File& file, bool interrupted) {
  session.Execute(kAnnounce, {file.name, file.checksum});
  detail::Begin(session);
  try {
    try {
      session.Run(file.text);
    } catch (const Fault& fault) {
      if (!interrupted || !AlreadyThere(fault)) throw;
    }
    // DDL commits by itself; rows that a migration writes commit together with this line.
    session.Execute(kFinish, {file.checksum, file.name});
    detail::Commit(session);
  } catch (const Fault& fault) {
    detail::RollBack(session);
    throw std::runtime_error("migration " + file.name + " failed: " + fault.what());
  }
  log::Info("migration-applied", {{"file", file.name}});
}

class NamedLock {
 public:
  explicit NamedLock(Session& session) : session_(session) {
    auto rows = session_.Query(kLock);
    if (!rows.Next() || rows.MaybeInt(0) != 1)
      throw std::runtime_error("another migration of this schema is still running");
  }
  NamedLock(const NamedLock&) = delete;
  ~NamedLock() {
    try {
      session_.Query(kUnlock);
    } catch (const std::exception&) {
    }  // The lock goes with the connection.
  }

 private:
  Session& session_;
};

}  // namespace

void Migrate(Session& session, const std::string& folder) {
  const auto files = ReadFolder(folder);
  const NamedLock lock(session);
  session.Run(kTable);
  const auto known = ReadKnown(session);
  for (const auto& file : files) {
    const auto found = known.find(file.name);
    if (found != known.end() && found->second.finished) {
      if (found->second.checksum != file.checksum)
        throw std::runtime_error("migration " + file.name + " was changed after it had been applied");
      continue;
    }
    Apply(session, file, found != known.end());
  }
}

bool IsMigrated(Session& session, const std::string& folder) {
  const auto files = ReadFolder(folder);
  auto exists = session.Query(kTableExists);
  if (!exists.Next() || exists.Int(0) == 0) return files.empty();
  const auto known = ReadKnown(session);
  return std::ranges::all_of(files, [&](const File& file) {
    const auto found = known.find(file.name);
    return found != known.end() && found->second.finished && found->second.checksum == file.checksum;
  });
}

}  // namespace keel::sql
