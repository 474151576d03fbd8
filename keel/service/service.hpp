#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/http/client.hpp"
#include "keel/http/server.hpp"
#include "keel/outbox/consumer.hpp"
#include "keel/redis/redis.hpp"
#include "keel/sql/sql.hpp"

/// What every service's main does alike: configuration, log, pool, Redis, server, health, metrics, event feed,
/// draining.
namespace keel::service {

/// Handed to a service's composition function. Everything outlives the server.
struct Runtime {
  const Config& config;
  SystemClock& clock;
  http::Server& server;
  redis::Redis& redis;
  const auth::Verifier& verifier;
  sql::Pool* pool;  ///< Null for a service without a database (storefront).

  /// The peer named in config PEER_<NAME> ("orders" → PEER_ORDERS). Made once, kept.
  http::Client& Peer(std::string_view name);
  /// A consumer of the peer's feed; started after compose, stopped on drain.
  outbox::Consumer& Consume(std::string_view peer_name);
  /// "Bearer …" of this service.
  std::string Bearer() const;
  Secret InternalKey() const;
  /// A thread that calls `work` every `every` until draining; `work` must be safe to repeat. Exceptions are logged.
  void Every(std::string name, std::chrono::milliseconds every, std::function<void()> work);
  /// A further condition of /readyz: answers an empty text or what is missing.
  void ReadyWhen(std::function<std::string()> check);
  /// Kept alive until the process ends (stores, registries …).
  template <class T, class... A>
  T& Keep(A&&... arguments) {
    auto made = std::make_shared<T>(std::forward<A>(arguments)...);
    KeepAlive(made);
    return *made;
  }
  void KeepAlive(std::shared_ptr<void> thing);

  struct Inner;
  Inner* inner;
};

struct Spec {
  std::string_view name;  ///< "orders"
  bool has_database = true;
  std::vector<ConfigKey> keys;  ///< Beyond the common ones (see CommonKeys in service.cpp).
  std::vector<http::ProblemText> problems;
  std::size_t max_body = 1 << 20;
  std::function<void(Runtime&)> compose;  ///< Adds routes, consumers, sweepers.
  /// `orders <other words>`.
  std::function<int(Runtime&, const std::vector<std::string>& arguments)> command = nullptr;
};

/// `orders` serves until SIGTERM/SIGINT, then drains; `orders migrate` applies migrations; `orders config` lists its
/// settings; other words go to `command`. Common settings: LISTEN_PORT, DB_SOCKET (or DB_HOST, DB_PORT), DB_SCHEMA,
/// DB_USER, DB_PASSWORD, DB_POOL (16), REDIS_SOCKET, INTERNAL_KEY, TOKEN_PUBLIC_KEY_FILE, FIELD_KEY, MIGRATIONS,
/// ALLOW_CLOCK, PEER_* …
/// Common routes: GET /healthz, /readyz, /metrics, /internal/events?after=&limit=&wait_ms=, POST /internal/clock
/// {"offset_ms":…}. Returns the exit code; a bad configuration is 2 with every key named on standard error.
int Run(int argc, char** argv, const Spec& spec);

}  // namespace keel::service
