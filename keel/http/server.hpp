#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "keel/http/message.hpp"

namespace keel::http {

using Handler = std::function<Reply(const Request&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;  ///< 0: a free one, see Server::port().
  int io_threads = 2;
  std::size_t workers = 16;  ///< As many as the database pool has connections.
  std::size_t queue = 256;   ///< Requests waiting for a worker; past it 503 "too-busy" with Retry-After: 1, at once.
  std::size_t max_body = 1 << 20;  ///< Bytes; past it 413 "body-too-large". The edge's limit is smaller by 16 KB.
};

/// The HTTP server, to stand behind nginx: Pistache accepts and reads, keel parses, routes and writes (keel/README.md
/// says why). One request of a connection at a time, in order; every method answered; nothing a handler throws gets
/// past it. Routes are added before Start(). Patterns: "/v1/orders/:id", last segment may be "*rest". Thread-safe after
/// Start().
class Server {
 public:
  static std::unique_ptr<Server> Make(ServerOptions options);
  virtual ~Server() = default;

  /// Cheap: answered on the I/O thread. Must not block, lock long, or ask anybody. May return std::nullopt to pass the
  /// request on to the route's worker handler (the cache missed).
  using CheapHandler = std::function<std::optional<Reply>(const Request&)>;
  virtual void Cheap(Method method, std::string_view pattern, CheapHandler handler) = 0;
  /// Work: runs in the bounded pool. The same pattern may have a cheap handler before it.
  virtual void Work(Method method, std::string_view pattern, Handler handler) = 0;
  /// Wraps every worker handler (authentication, access log …); first added is outermost.
  virtual void Use(std::function<Reply(const Request&, const Handler& next)> middleware) = 0;
  /// Answers what no route matches (404 problem by default); designed pages use it.
  virtual void Otherwise(Handler handler) = 0;
  /// Called for a fault in a handler (500), for designed pages; default is a bare problem "internal".
  virtual void OnFault(std::function<Reply(const Request&)> handler) = 0;

  virtual void Start() = 0;
  virtual int port() const = 0;
  /// Refuses readiness, waits until every request under way is answered (at most `limit`), then stops listening.
  virtual void Drain(std::chrono::milliseconds limit) = 0;
  virtual bool draining() const = 0;
};

}  // namespace keel::http
