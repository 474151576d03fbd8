#include "keel/http/server.hpp"

#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>

#include <csignal>
#include <stdexcept>
#include <thread>

#include "keel/fault/fault_point.hpp"
#include "keel/http/accept.hpp"
#include "keel/http/connection.hpp"
#include "keel/log/log.hpp"

namespace keel::http {
namespace {

using std::chrono::steady_clock;
using PeerPtr = std::shared_ptr<Pistache::Tcp::Peer>;

constexpr std::chrono::seconds kHeadTimeout{20};   // From a request's first byte to the end of its head.
constexpr std::chrono::seconds kBodyTimeout{300};  // As long as it comes at all; see Refresh.

/// Pistache as we use it: it listens, accepts, reads and times out; the bytes go to our Connection. Overriding onInput
/// keeps them from Pistache's own parser, and writing happens in Connection, so that neither of the two can go wrong
/// (the wrong client answered, a spinning thread, smuggled requests).
class Gate : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(Gate)
  explicit Gate(Core& core) : core_(&core) {}

  void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) override {}  // Never reached.

 private:
  static constexpr const char* kConnection = "keel";

  /// What Pistache holds of a connection. It drops it in code the thread sanitizer does not see; so the count that
  /// workers share is one further in, where the last one out is always ours.
  struct Seat {
    explicit Seat(std::shared_ptr<Connection> given) : connection(std::move(given)) {}
    std::shared_ptr<Connection> connection;
  };

  void onConnection(const PeerPtr& peer) override {
    // Pistache's sweep for silent connections looks at this parser's clock and step.
    peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(64));
    peer->putData(kConnection, std::make_shared<Seat>(std::make_shared<Connection>(*core_, peer->fd())));
    peer->setIdle(true);
  }

  void onInput(const char* buffer, std::size_t length, const PeerPtr& peer) override {
    try {
      const auto seat = std::static_pointer_cast<Seat>(peer->tryGetData(kConnection));
      if (!seat) return;
      seat->connection->Input({buffer, length});
      Refresh(*seat->connection, *peer);
    } catch (const std::exception& fault) {
      log::Fault("io-thread-fault", {{"what", fault.what()}});
    }
  }

  void onDisconnection(const PeerPtr& peer) override {
    if (const auto seat = std::static_pointer_cast<Seat>(peer->tryGetData(kConnection))) seat->connection->Gone();
  }

  /// Tells Pistache's sweep what the connection waits for: idle ones may stay for kKeepAlive, one in the middle of a
  /// request is answered 408 after kHeadTimeout.
  void Refresh(Connection& connection, Pistache::Tcp::Peer& peer) {
    using enum Connection::Waits;
    const auto waits = connection.waits();
    const bool idle = waits == kForRequest || waits == kForReply;
    const auto parser = std::static_pointer_cast<Pistache::Http::RequestParser>(peer.tryGetData(ParserData));
    if (!parser) return;
    const auto now = steady_clock::now();
    const bool begins = !idle && peer.isIdle();
    // Once a second is enough, and saves the reset on the hot path. A head gets no extension: that would be
    // slowloris's.
    const bool stale = now - parser->time() > std::chrono::seconds(1) && waits != kForRest;
    if (begins || stale) {
      parser->reset();
      connection.Touched(now);
    }
    if (idle != peer.isIdle()) peer.setIdle(idle);
  }

  Core* core_;
};

class PistacheServer final : public Server {
 public:
  explicit PistacheServer(ServerOptions options) : core_(std::move(options)) {
    if (!AcceptShimInPlace()) throw std::logic_error("accept4 is not keel's: answers could reach the wrong client");
  }

  ~PistacheServer() override {
    core_.pool.Stop();
    core_.slow.Stop();
    if (endpoint_ && !stopped_) endpoint_->shutdown();
    endpoint_.reset();
  }

  void Cheap(Method method, std::string_view pattern, CheapHandler handler) override {
    core_.router.Add(method, pattern).cheap = std::move(handler);
  }
  void Work(Method method, std::string_view pattern, Handler handler) override {
    auto& route = core_.router.Add(method, pattern);
    route.work = std::move(handler);
    fault::Declare(route.name);
  }
  void Use(std::function<Reply(const Request&, const Handler&)> middleware) override {
    core_.middleware.push_back(std::move(middleware));
  }
  void Otherwise(Handler handler) override { core_.otherwise = std::move(handler); }
  void OnFault(std::function<Reply(const Request&)> handler) override { core_.on_fault = std::move(handler); }

  void Start() override {
    std::signal(SIGPIPE, SIG_IGN);  // Pistache's own writes (408) do not ask for its absence.
    core_.router.Each([this](Route& route) {
      if (route.work) route.work = Wrapped(route.work);
    });
    if (core_.otherwise) core_.otherwise = Wrapped(core_.otherwise);
    core_.pool.Start(core_.options.workers);
    core_.slow.Start();

    using Pistache::Tcp::Options;
    endpoint_ = std::make_unique<Pistache::Http::Endpoint>(
        Pistache::Address(core_.options.address, Pistache::Port(static_cast<std::uint16_t>(core_.options.port))));
    endpoint_->init(Pistache::Http::Endpoint::options()
                        .threads(core_.options.io_threads)
                        .threadsName("keel-io")
                        .flags(Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec)
                        .maxRequestSize(core_.options.max_body + 16 * 1024)
                        .headerTimeout(kHeadTimeout)
                        .bodyTimeout(kBodyTimeout)
                        .keepaliveTimeout(Connection::kKeepAlive));
    endpoint_->setHandler(std::make_shared<Gate>(core_));
    endpoint_->serveThreaded();
  }

  int port() const override { return static_cast<int>(static_cast<std::uint16_t>(endpoint_->getPort())); }

  void Drain(std::chrono::milliseconds limit) override {
    core_.draining = true;
    const auto end = steady_clock::now() + limit;
    // Twice in a row, so that a request read between two looks is not cut off.
    for (int quiet = 0; quiet < 2 && steady_clock::now() < end;
         std::this_thread::sleep_for(std::chrono::milliseconds(10)))
      quiet = core_.under_way.load() == 0 ? quiet + 1 : 0;
    if (endpoint_ && !stopped_) {
      stopped_ = true;
      endpoint_->shutdown();
    }
  }

  bool draining() const override { return core_.draining.load(); }

 private:
  Handler Wrapped(Handler handler) const {
    for (auto at = core_.middleware.rbegin(); at != core_.middleware.rend(); ++at)
      handler = [use = *at, next = std::move(handler)](const Request& request) { return use(request, next); };
    return handler;
  }

  Core core_;
  std::unique_ptr<Pistache::Http::Endpoint> endpoint_;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Server> Server::Make(ServerOptions options) {
  return std::make_unique<PistacheServer>(std::move(options));
}

}  // namespace keel::http
