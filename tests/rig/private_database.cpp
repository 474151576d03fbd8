#include "tests/rig/private_database.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace rig {
namespace {

constexpr std::chrono::seconds kStartLimit{60};  // Generous: the machine may be busy building.

/// Debian keeps mariadbd in /usr/sbin, which is in root's path and in nobody else's.
void LookInSbinToo() {
  static const bool once = [] {
    const char* path = std::getenv("PATH");
    return setenv("PATH", (std::string(path == nullptr ? "/usr/bin:/bin" : path) + ":/usr/sbin:/sbin").c_str(), 1) == 0;
  }();
  (void)once;
}

/// Starts `words[0]` with its output in `log`; the kernel kills it when this program ends, however it ends.
pid_t Spawn(const std::vector<std::string>& words, const std::string& log) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  LookInSbinToo();
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, 1);
  dup2(out, 2);
  execvp(arguments[0], arguments.data());
  const std::string why = "cannot run " + words[0] + ": " + std::strerror(errno) + "\n";
  (void)!write(2, why.data(), why.size());
  _exit(127);
}

int WaitFor(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void End(pid_t& process, int signal) {
  if (process <= 0) return;
  kill(process, signal);
  WaitFor(process);
  process = -1;
}

bool HasEnded(pid_t process) {
  return waitpid(process, nullptr, WNOHANG) == process;
}

std::string EndOf(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  const auto all = text.str();
  return all.substr(all.size() > 2'000 ? all.size() - 2'000 : 0);
}

void Write(const std::string& file, const std::string& text) {
  std::ofstream(file) << text;
}

/// Sends one inline command to Redis; true when it answers with '+'.
bool TellRedis(const std::string& socket_path, const std::string& command) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
  char first = 0;
  const auto line = command + "\r\n";
  const bool told = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                    send(fd, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()) &&
                    read(fd, &first, 1) == 1 && first == '+';
  close(fd);
  return told;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  const char* base = std::getenv("TMPDIR");
  path_ =
      std::string(base != nullptr && *base != '\0' && std::strlen(base) < 60 ? base : "/tmp") + "/chophien-rig-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

PrivateDatabase::PrivateDatabase(std::vector<std::string> settings) : socket_(folder_.path() + "/db.sock") {
  const auto& folder = folder_.path();
  std::vector<std::string> install{"mariadb-install-db",
                                   "--no-defaults",
                                   "--force",  // Whether this machine's own name can be looked up is of no interest.
                                   "--datadir=" + folder + "/data",
                                   "--auth-root-authentication-method=normal",
                                   "--skip-test-db",
                                   "--skip-name-resolve",
                                   "--innodb-log-file-size=16M"};
  if (geteuid() == 0) install.push_back("--user=root");
  if (WaitFor(Spawn(install, folder + "/install.log")) != 0)
    throw std::runtime_error("mariadb-install-db failed:\n" + EndOf(folder + "/install.log"));
  std::filesystem::create_directory(folder + "/tmp");
  std::string text = "[mariadbd]\n";
  for (const auto& line :
       {std::string("datadir=") + folder + "/data", "socket=" + socket_, "pid-file=" + folder + "/db.pid",
        "tmpdir=" + folder + "/tmp", "log-error=" + folder + "/db.log", std::string("skip-networking"),
        std::string("skip-name-resolve"), std::string("character-set-server=utf8mb4"),
        std::string("innodb_buffer_pool_size=64M"), std::string("innodb_log_file_size=16M"),
        std::string("performance_schema=OFF"), std::string("max_connections=300")})
    text += line + '\n';
  for (const auto& setting : settings) text += setting + '\n';
  Write(folder + "/my.cnf", text);
  Start();
}

PrivateDatabase::~PrivateDatabase() {
  End(process_, SIGKILL);
}

PrivateDatabase& PrivateDatabase::Shared() {
  static PrivateDatabase shared;
  return shared;
}

void PrivateDatabase::Start() {
  std::vector<std::string> words{"mariadbd", "--defaults-file=" + folder_.path() + "/my.cnf"};
  if (geteuid() == 0) words.push_back("--user=root");
  process_ = Spawn(words, folder_.path() + "/db.log");
  const auto answers = [&] {
    if (HasEnded(process_)) throw std::runtime_error("mariadbd ended:\n" + EndOf(folder_.path() + "/db.log"));
    try {
      keel::sql::PoolOptions options;
      options.socket = socket_;
      options.user = "root";
      keel::sql::Pool::Open(options)->Take();
      return true;
    } catch (const keel::sql::Fault&) {
      return false;
    }
  };
  if (!Eventually(answers, kStartLimit))
    throw std::runtime_error("mariadbd does not answer:\n" + EndOf(folder_.path() + "/db.log"));
}

void PrivateDatabase::Kill() {
  End(process_, SIGKILL);
}

keel::sql::PoolOptions PrivateDatabase::NewSchema(const std::vector<std::string>& folders) {
  keel::sql::PoolOptions options;
  options.socket = socket_;
  options.user = "root";
  const auto name = "test_" + std::to_string(++schemas_);
  keel::sql::Pool::Open(options)->Take()->Run("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
  options.schema = name;
  const auto pool = keel::sql::Pool::Open(options);
  for (const auto& folder : folders) keel::sql::Migrate(*pool->Take(), SourcePath(folder));
  return options;
}

PrivateRedis::PrivateRedis() : socket_(folder_.path() + "/redis.sock") {
  Start();
}
PrivateRedis::~PrivateRedis() {
  Kill();
}

void PrivateRedis::Start() {
  process_ = Spawn({"redis-server", "--port", "0", "--unixsocket", socket_, "--save", "", "--appendonly", "no", "--dir",
                    folder_.path()},
                   folder_.path() + "/redis.log");
  if (!Eventually([&] { return TellRedis(socket_, "PING"); }, kStartLimit))
    throw std::runtime_error("redis-server does not answer:\n" + EndOf(folder_.path() + "/redis.log"));
}

void PrivateRedis::Kill() {
  End(process_, SIGKILL);
}

void PrivateRedis::FlushAll() {
  if (!TellRedis(socket_, "FLUSHALL")) throw std::runtime_error("Redis did not flush");
}

std::string SourcePath(const std::string& relative) {
  return relative.starts_with('/') ? relative : std::string(CHOPHIEN_SOURCE_DIR) + '/' + relative;
}

}  // namespace rig
