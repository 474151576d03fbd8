#include <cstdlib>
#include <fstream>
#include <sstream>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/service/inner.hpp"

namespace keel::service {
namespace {

// Beyond the workers': relay, consumers, sweepers and readiness take connections too.
constexpr std::size_t kBackgroundConnections = 6;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigError("TOKEN_PUBLIC_KEY_FILE: cannot be read: " + path + "\n");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::unique_ptr<sql::Pool> OpenPool(const Config& config) {
  sql::PoolOptions options;
  options.socket = config.Text("DB_SOCKET");
  options.host = config.Text("DB_HOST");
  options.port = static_cast<int>(config.Number("DB_PORT"));
  options.schema = config.Text("DB_SCHEMA");
  options.user = config.Text("DB_USER");
  options.password = config.SecretText("DB_PASSWORD");
  options.size = static_cast<std::size_t>(config.Number("DB_POOL")) + kBackgroundConnections;
  return sql::Pool::Open(options);
}

}  // namespace

Runtime::Inner::Inner(const Spec& given, Config settings) : spec(given), config(std::move(settings)) {
  clock.SetOffset(std::chrono::milliseconds(config.Number("CLOCK_OFFSET_MS")));
  if (spec.has_database) pool = OpenPool(config);
  redis = redis::Redis::Open(config.Text("REDIS_SOCKET"), std::string(spec.name) + ':');
  const auto& key_file = config.Text("TOKEN_PUBLIC_KEY_FILE");
  verifier = auth::Verifier::Make(key_file.empty() ? std::string() : ReadFile(key_file),
                                  config.SecretText("INTERNAL_KEY"), clock);

  http::ServerOptions options;
  options.address = config.Text("LISTEN_ADDRESS");
  options.port = static_cast<int>(config.Number("LISTEN_PORT"));
  options.io_threads = static_cast<int>(config.Number("IO_THREADS"));
  options.workers = static_cast<std::size_t>(config.Number("DB_POOL"));
  options.queue = static_cast<std::size_t>(config.Number("HTTP_QUEUE"));
  options.max_body = spec.max_body;
  server = http::Server::Make(options);
}

Runtime Runtime::Inner::MakeRuntime() {
  return Runtime{config, clock, *server, *redis, *verifier, pool.get(), this};
}

http::Client& Runtime::Peer(std::string_view name) {
  const std::lock_guard lock(inner->peers_mutex);
  auto& peer = inner->peers[std::string(name)];
  if (!peer) {
    std::string key = "PEER_" + std::string(name);
    for (auto& c : key) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
    const char* address = std::getenv(key.c_str());
    if (address == nullptr || *address == '\0')
      throw ConfigError(key + ": missing (where the service '" + std::string(name) + "' listens)\n");
    peer = http::Client::Make(std::string(name), address);
  }
  return *peer;
}

outbox::Consumer& Runtime::Consume(std::string_view peer_name) {
  auto& peer = Peer(peer_name);
  auto& consumer = inner->consumers[std::string(peer_name)];
  if (!consumer) {
    outbox::ConsumerOptions options;
    options.peer_name = peer_name;
    options.service_name = inner->spec.name;
    options.internal_key = InternalKey();
    consumer = outbox::Consumer::Make(std::move(options), *inner->pool, peer, redis, clock);
  }
  return *consumer;
}

std::string Runtime::Bearer() const {
  return auth::ServiceBearer(inner->spec.name, InternalKey(), clock);
}
Secret Runtime::InternalKey() const {
  return config.SecretText("INTERNAL_KEY");
}

void Runtime::Every(std::string name, std::chrono::milliseconds every, std::function<void()> work) {
  fault::Declare(name);
  inner->repeated.push_back({std::move(name), every, std::move(work)});
}

void Runtime::ReadyWhen(std::function<std::string()> check) {
  inner->ready_checks.push_back(std::move(check));
}

void Runtime::KeepAlive(std::shared_ptr<void> thing) {
  inner->kept.push_back(std::move(thing));
}

std::vector<std::string> Runtime::Inner::LookWhatIsMissing() {
  std::vector<std::string> missing;
  if (pool) {
    try {
      auto session = pool->Take();
      session->Query("SELECT 1");
      if (!migrated_)
        migrated_ = config.Text("MIGRATIONS").empty() || sql::IsMigrated(*session, config.Text("MIGRATIONS"));
      if (!migrated_) missing.emplace_back("migrations");
    } catch (const std::exception& fault) {
      log::Warn("not-ready", {{"what", fault.what()}});
      missing.emplace_back("database");
    }
  }
  for (const auto& check : ready_checks) {
    try {
      if (auto lacking = check(); !lacking.empty()) missing.push_back(std::move(lacking));
    } catch (const std::exception& fault) {
      log::Warn("not-ready", {{"what", fault.what()}});
      missing.emplace_back("a check failed");
    }
  }
  return missing;
}

void Runtime::Inner::Repeat(const Repeated& one) {
  const fault::Doing doing(one.name);
  while (true) {
    try {
      one.work();
    } catch (const std::exception& fault) {
      log::Fault("repeated-work-fault", {{"name", one.name}, {"what", fault.what()}});
    }
    std::unique_lock lock(stop_mutex_);
    if (stop_changed_.wait_for(lock, one.every, [this] { return stopping_; })) return;
  }
}

void Runtime::Inner::StartThreads() {
  // A copy of what composition declared: the list does not change any more.
  static constexpr std::chrono::milliseconds kLook{500};
  repeated.push_back({"readiness", kLook, [this] { readiness.Set(LookWhatIsMissing()); }});
  for (const auto& one : repeated) threads_.emplace_back([this, &one] { Repeat(one); });
}

void Runtime::Inner::StopThreads() {
  {
    const std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace keel::service
