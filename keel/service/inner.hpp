#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "keel/outbox/relay.hpp"
#include "keel/service/service.hpp"

/// What a running service holds; for keel/service's own files.
namespace keel::service {

struct Repeated {
  std::string name;
  std::chrono::milliseconds every;
  std::function<void()> work;
};

/// What /readyz answers, refreshed by a thread of its own so that asking never blocks. Safe from several threads.
class Readiness {
 public:
  void Set(std::vector<std::string> missing) {
    const std::lock_guard lock(mutex_);
    missing_ = std::move(missing);
  }
  std::vector<std::string> Missing() const {
    const std::lock_guard lock(mutex_);
    return missing_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> missing_{"starting"};
};

struct Runtime::Inner {
  Inner(const Spec& given, Config settings);

  const Spec& spec;
  const Config config;
  SystemClock clock;
  // What handlers refer to is declared before the server, so that it is destroyed after it.
  std::vector<std::shared_ptr<void>> kept;
  std::unique_ptr<sql::Pool> pool;
  std::unique_ptr<redis::Redis> redis;
  std::unique_ptr<auth::Verifier> verifier;
  std::mutex peers_mutex;
  std::map<std::string, std::unique_ptr<http::Client>, std::less<>> peers;
  std::unique_ptr<outbox::Relay> relay;
  std::map<std::string, std::unique_ptr<outbox::Consumer>, std::less<>> consumers;
  std::unique_ptr<http::Server> server;
  std::vector<Repeated> repeated;
  std::vector<std::function<std::string()>> ready_checks;
  Readiness readiness;

  Runtime MakeRuntime();
  /// Starts the Every threads and the readiness thread.
  void StartThreads();
  void StopThreads();
  /// Looks at everything /readyz stands for; may block.
  std::vector<std::string> LookWhatIsMissing();

 private:
  void Repeat(const Repeated& repeated);
  std::mutex stop_mutex_;
  std::condition_variable stop_changed_;
  bool stopping_ = false;
  bool migrated_ = false;
  std::vector<std::thread> threads_;
};

/// GET /healthz, /readyz, /metrics, POST /internal/clock.
void MountCommonRoutes(Runtime::Inner& inner);

}  // namespace keel::service
