#include "keel/service/service.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "keel/config/checks.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "keel/log/log.hpp"
#include "keel/outbox/feed.hpp"
#include "keel/outbox/sweep.hpp"
#include "keel/quota/day_quota.hpp"
#include "keel/service/inner.hpp"

namespace keel::service {
namespace {

constexpr std::int64_t kMostCounted = 10'000;
constexpr std::chrono::seconds kDrain{10};
constexpr std::chrono::seconds kLastResort{20};  // A thread that will not end does not keep the process.

std::string IsLevel(const std::string& value) {
  return value == "debug" || value == "info" || value == "warn" || value == "error"
             ? ""
             : "none of debug, info, warn, error";
}

std::vector<ConfigKey> DatabaseKeys(const Spec& spec) {
  const std::string name(spec.name);
  return {{"DB_SOCKET", "MariaDB's Unix socket; empty to use DB_HOST", ""},
          {"DB_HOST", "MariaDB's host, when there is no socket", "127.0.0.1"},
          {"DB_PORT", "MariaDB's port, when there is no socket", "3306", IsPort},
          {"DB_SCHEMA", "this service's schema", name},
          {"DB_USER", "this service's database user", name},
          {"DB_PASSWORD", "its password; empty where the socket knows the user", ""},
          {"DB_POOL", "worker threads, each with its own connection", "16", Between(1, kMostCounted)},
          {"OUTBOX_DAYS", "days that events are kept for the services that read them", "14", Between(1, kMostCounted)},
          {"MIGRATIONS", "the folder of this service's migrations", ""},
          {"LOG_LEVEL", "debug, info, warn or error", "info", IsLevel}};
}

/// A service with data cannot run without its keys; one without (a simulator) refuses what would need them.
std::vector<ConfigKey> CommonKeys(const Spec& spec) {
  const auto unless_data = spec.has_database ? std::nullopt : std::optional<std::string>("");
  auto keys = DatabaseKeys(spec);
  const std::vector<ConfigKey> more = {
      {"LISTEN_PORT", "the port this service listens on", std::nullopt, IsPort},
      {"LISTEN_ADDRESS", "the address it listens on; never one the internet reaches", "127.0.0.1"},
      {"IO_THREADS", "threads that read and answer what is cached", "2", Between(1, kMostCounted)},
      {"HTTP_QUEUE", "requests that may wait for a worker; past it 503", "256", Between(1, kMostCounted)},
      {"REDIS_SOCKET", "Redis' Unix socket; without it nothing is cached", ""},
      {"INTERNAL_KEY", "the key services trust each other by (base64, 32 bytes)", unless_data, IsKey32},
      {"TOKEN_PUBLIC_KEY_FILE", "PEM file with the key people's tokens are verified with", unless_data},
      {"FIELD_KEY", "the key personal fields are sealed with (base64, 32 bytes)", unless_data, IsKey32},
      {"ALLOW_CLOCK", "1 lets POST /internal/clock move time; never in production", "0", IsFlag},
      {"CLOCK_OFFSET_MS", "how far the clock is moved from the start on; only with ALLOW_CLOCK", "0", IsNumber},
      {"FAULT_POINTS", "where a test lets this process kill itself ('watch': nowhere yet); a release build refuses",
       ""}};
  keys.insert(keys.end(), more.begin(), more.end());
  keys.insert(keys.end(), spec.keys.begin(), spec.keys.end());
  return keys;
}

int Migrate(const Spec& spec) {
  const auto config = Config::Load(DatabaseKeys(spec));
  log::Start(spec.name, config.Text("LOG_LEVEL"));
  if (config.Text("MIGRATIONS").empty())
    throw ConfigError("MIGRATIONS: missing (the folder of this service's migrations)\n");
  sql::PoolOptions options;
  options.socket = config.Text("DB_SOCKET");
  options.host = config.Text("DB_HOST");
  options.port = static_cast<int>(config.Number("DB_PORT"));
  options.schema = config.Text("DB_SCHEMA");
  options.user = config.Text("DB_USER");
  options.password = config.SecretText("DB_PASSWORD");
  options.size = 1;
  options.read_timeout = std::chrono::hours(6);  // Changing a large table takes as long as it takes.
  const auto pool = sql::Pool::Open(options);
  const auto session = pool->Take();
  sql::Migrate(*session, config.Text("MIGRATIONS"));
  log::Info("migrated", {{"folder", config.Text("MIGRATIONS")}});
  return 0;
}

/// Names and meanings; the values stay unsaid, for some are secrets.
int ListSettings(const Spec& spec) {
  for (const auto& key : CommonKeys(spec)) {
    const char* given = std::getenv(std::string(key.name).c_str());
    const bool set = given != nullptr && *given != '\0';
    const auto state = set            ? std::string("set")
                       : key.fallback ? "default " + (key.fallback->empty() ? "(empty)" : *key.fallback)
                                      : "MISSING";
    std::printf("%-24s %-28s %s\n", std::string(key.name).c_str(), state.c_str(), std::string(key.what).c_str());
  }
  return 0;
}

std::atomic<int> stop_fd = -1;
void OnStopSignal(int) {
  const auto kept = errno;
  eventfd_write(stop_fd.load(), 1);
  errno = kept;
}

/// A handler, not a blocked mask: children (a media worker) would inherit the mask.
void WaitForStop() {
  eventfd_t ignored = 0;
  while (eventfd_read(stop_fd.load(), &ignored) != 0 && errno == EINTR) {
  }
}

void CatchStopSignals() {
  stop_fd = eventfd(0, EFD_CLOEXEC);
  if (stop_fd < 0) throw std::runtime_error("eventfd: no descriptor left");
  struct sigaction action {};
  action.sa_handler = OnStopSignal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

/// What only a test may ask for. A setting that somebody left in a file or in his shell must not be enough to let a
/// market kill itself: what ./chophien up runs is a release build, and cannot.
void RefuseTests(const Config& config) {
#ifdef NDEBUG
  if (!config.Text("FAULT_POINTS").empty()) throw ConfigError("FAULT_POINTS: a release build has none\n");
#endif
  if (config.Flag("ALLOW_CLOCK")) return;
  for (const char* key : {"FAULT_POINTS", "CLOCK_OFFSET_MS"})
    if (const auto& value = config.Text(key); !value.empty() && value != "0")
      throw ConfigError(std::string(key) + ": only for a test market, one with ALLOW_CLOCK=1\n");
}

int Serve(const Spec& spec, Config config) {
  CatchStopSignals();
  Runtime::Inner inner(spec, std::move(config));
  auto runtime = inner.MakeRuntime();
  MountCommonRoutes(inner);
  if (inner.pool) {
    outbox::MountFeed(*inner.server, *inner.pool, *inner.verifier);
    inner.relay = outbox::Relay::Make(*inner.pool, *inner.redis, inner.clock, std::string(spec.name));
  }
  if (spec.compose) spec.compose(runtime);
  if (inner.pool) {
    runtime.Every("idempotency-sweep", std::chrono::hours(1),
                  [&inner] { idempotency::Sweep(*inner.pool, inner.clock.Now()); });
    runtime.Every("quota-sweep", std::chrono::hours(1), [&inner] { quota::Sweep(*inner.pool, inner.clock.Now()); });
    runtime.Every("outbox-sweep", std::chrono::hours(1), [&inner] {
      const auto gone =
          outbox::Sweep(*inner.pool, inner.clock.Now() - std::chrono::days(inner.config.Number("OUTBOX_DAYS")));
      if (gone > 0) log::Info("outbox-swept", {{"events", gone}});
    });
  }

  inner.server->Start();
  if (inner.relay) inner.relay->Start();
  for (auto& [name, consumer] : inner.consumers) consumer->Start();
  inner.StartThreads();
  log::Info("listening", {{"port", inner.server->port()}});

  WaitForStop();
  log::Info("draining");
  std::thread([] {
    std::this_thread::sleep_for(kLastResort);
    log::Fault("stop-took-too-long");
    std::_Exit(1);
  }).detach();
  inner.server->Drain(std::chrono::duration_cast<std::chrono::milliseconds>(kDrain));
  for (auto& [name, consumer] : inner.consumers) consumer->Stop();
  if (inner.relay) inner.relay->Stop();
  inner.StopThreads();
  inner.server.reset();
  log::Info("stopped");
  return 0;
}

int Command(const Spec& spec, Config config, const std::vector<std::string>& arguments) {
  if (!spec.command) {
    std::fprintf(stderr, "%s: unknown command: %s\n", std::string(spec.name).c_str(), arguments.front().c_str());
    return 2;
  }
  Runtime::Inner inner(spec, std::move(config));
  auto runtime = inner.MakeRuntime();
  return spec.command(runtime, arguments);
}

}  // namespace

int Run(int argc, char** argv, const Spec& spec) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    http::RegisterProblems(spec.problems);
    if (!arguments.empty() && arguments.front() == "config") return ListSettings(spec);
    if (!arguments.empty() && arguments.front() == "migrate") return Migrate(spec);
    auto config = Config::Load(CommonKeys(spec));
    RefuseTests(config);
    log::Start(spec.name, config.Text("LOG_LEVEL"));
    if (!arguments.empty()) return Command(spec, std::move(config), arguments);
    return Serve(spec, std::move(config));
  } catch (const ConfigError& wrong) {
    std::fprintf(stderr, "%s cannot start; settings to mend:\n%s", std::string(spec.name).c_str(), wrong.what());
    return 2;
  } catch (const std::exception& fault) {
    log::Fault("cannot-run", {{"what", fault.what()}});
    std::fprintf(stderr, "%s stopped: %s\n", std::string(spec.name).c_str(), fault.what());
    return 1;
  }
}

}  // namespace keel::service
