#include "keel/http/connection.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"

namespace keel::http {
using std::chrono::steady_clock;

/// One request under way in a worker.
struct Connection::Exchange {
  std::shared_ptr<Connection> connection;
  Request request;
  Framing framing;
  const Route* route;
  steady_clock::time_point since;
};

void Connection::Input(std::string_view bytes) {
  const Lock lock(mutex_);
  if (gone_ || closing_) return;
  if (busy_) {
    // Pipelined: kept for later, but not without end.
    if (waiting_.size() + bytes.size() > core_.limits.head + core_.limits.body) {
      closing_ = true;
      shutdown(fd_, SHUT_RD);
      return;
    }
    waiting_.append(bytes);
    return;
  }
  Process(bytes);
}

void Connection::Gone() {
  const Lock lock(mutex_);
  gone_ = true;
}

Connection::Waits Connection::waits() {
  const Lock lock(mutex_);
  if (busy_) return Waits::kForReply;
  if (closing_ || reader_.idle()) return Waits::kForRequest;
  return reader_.request.target.empty() ? Waits::kForRest : Waits::kForBody;
}

void Connection::Touched(steady_clock::time_point now) {
  const Lock lock(mutex_);
  touched_ = now;
}

void Connection::Process(std::string_view bytes) {
  while (!bytes.empty()) {
    switch (reader_.Take(bytes)) {
      case RequestReader::Event::kMore:
        return;
      case RequestReader::Event::kContinue:
        // Best effort: a client that gets no word sends the body by itself after a second.
        (void)send(fd_, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_DONTWAIT | MSG_NOSIGNAL);
        break;
      case RequestReader::Event::kRefused:
        Refuse(reader_.refusal);
        return;
      case RequestReader::Event::kWhole:
        if (!Dispatch(bytes)) return;
        reader_.Next();
        break;
    }
  }
}

bool Connection::Dispatch(std::string_view rest) {
  auto& request = reader_.request;
  const auto now = steady_clock::now();
  request.request_id = RequestIdOf(request);
  request.deadline = DeadlineOf(request, now);
  log::SetRequestId(request.request_id);

  const auto match = core_.router.Find(request);
  const auto answer = [&](const Reply& reply) {
    Account(match.route, request, reply.status, now);
    return Answer(reply, request, reader_.framing, rest);
  };
  if (match.route == nullptr) {
    if (request.method == Method::kOptions && (request.path == "*" || !match.allow.empty())) {
      return answer(NoContent().With(
          "Allow", match.allow.empty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : match.allow));
    }
    if (!match.allow.empty()) {
      const Error error{Kind::kInvalid, "method-not-allowed", "This address does not take that method.", match.allow};
      return answer(ProblemWithStatus(405, error, request).With("Allow", match.allow));
    }
    if (core_.otherwise) return HandOn(nullptr, core_.otherwise, rest);
    return answer(Problem({Kind::kNotFound, "not-found", "There is nothing at this address."}, request));
  }
  if (match.route->cheap) {
    std::optional<Reply> reply;
    // The same net as for workers; a cheap handler's fault must not end the I/O thread.
    const auto caught = [&](const Request& asked) {
      reply = match.route->cheap(asked);
      return Reply{};
    };
    auto fallback = core_.Run(std::ref(caught), request);
    if (!reply && fallback.status != 200) reply = std::move(fallback);
    if (reply) return answer(*reply);
  }
  if (match.route->work) return HandOn(match.route, match.route->work, rest);
  return answer(Problem({Kind::kNotFound, "not-found", "There is nothing at this address."}, request));
}

bool Connection::HandOn(const Route* route, Handler handler, std::string_view rest) {
  auto exchange = std::make_shared<Exchange>();
  exchange->connection = shared_from_this();
  exchange->request = std::move(reader_.request);
  exchange->framing = reader_.framing;
  exchange->route = route;
  exchange->since = steady_clock::now();
  busy_ = true;
  core_.under_way.fetch_add(1);
  const bool taken =
      core_.pool.Post([exchange, handler = std::move(handler)] { exchange->connection->Work(exchange, handler); });
  if (taken) {
    waiting_.assign(rest);
    return false;
  }
  core_.under_way.fetch_sub(1);
  busy_ = false;
  const auto reply = Problem({Kind::kUnavailable, "too-busy", "The server is busy.", {}, 1}, exchange->request);
  Account(route, exchange->request, reply.status, exchange->since);
  return Answer(reply, exchange->request, exchange->framing, rest);
}

void Connection::Work(const std::shared_ptr<Exchange>& exchange, const Handler& handler) {
  const auto& request = exchange->request;
  log::SetRequestId(request.request_id);
  const fault::Doing doing(exchange->route != nullptr ? std::string_view(exchange->route->name) : "a page");
  // Whoever asked has given up while it waited: the work would be for nobody.
  const bool late = steady_clock::now() > request.deadline;
  const auto reply = late ? Problem({Kind::kUnavailable, "too-busy", "The server is busy.", {}, 1}, request)
                          : core_.Run(handler, request);
  Account(exchange->route, request, reply.status, exchange->since);
  {
    const Lock lock(mutex_);
    busy_ = false;
    const auto rest = std::move(waiting_);
    waiting_.clear();
    // Pistache may have dropped the connection unannounced after so long a silence.
    if (steady_clock::now() - touched_ > kKeepAlive - std::chrono::seconds(10)) gone_ = true;
    if (!gone_ && Answer(reply, request, exchange->framing, rest)) {
      reader_.Next();
      Process(rest);
    }
  }
  log::SetRequestId({});
  core_.under_way.fetch_sub(1);
}

bool Connection::Answer(const Reply& reply, const Request& request, const Framing& framing, std::string_view rest) {
  const bool keep_alive = framing.keep_alive && !core_.draining.load(std::memory_order_relaxed);
  unsent_ = Serialize(reply, request.request_id, keep_alive, request.method != Method::kHead);
  sent_ = 0;
  close_after_ = !keep_alive;
  if (!WriteNow()) {
    busy_ = true;
    waiting_.assign(rest);
    progress_ = steady_clock::now();
    core_.under_way.fetch_add(1);
    core_.slow.Take(shared_from_this());
    return false;
  }
  if (close_after_) CloseWriting();
  return !closing_ && !gone_;
}

bool Connection::WriteNow() {
  while (sent_ < unsent_.size()) {
    const auto wrote = send(fd_, unsent_.data() + sent_, unsent_.size() - sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (wrote < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
      closing_ = true;  // The client is away; Pistache will notice by itself.
      break;
    }
    sent_ += static_cast<std::size_t>(wrote);
    progress_ = steady_clock::now();
  }
  unsent_.clear();
  return true;
}

bool Connection::WriteMore() {
  const Lock lock(mutex_);
  const bool dead = gone_ || steady_clock::now() - progress_ > std::chrono::seconds(60);
  if (!dead && !WriteNow()) return false;
  core_.under_way.fetch_sub(1);
  busy_ = false;
  if (dead) {
    closing_ = true;
    if (!gone_) shutdown(fd_, SHUT_RDWR);
    return true;
  }
  if (close_after_) CloseWriting();
  if (closing_) return true;
  const auto rest = std::move(waiting_);
  waiting_.clear();
  reader_.Next();
  Process(rest);
  return true;
}

void Connection::Refuse(const Refusal& refusal) {
  auto& request = reader_.request;
  request.request_id = RequestIdOf(request);
  log::SetRequestId(request.request_id);
  const auto reply =
      ProblemWithStatus(refusal.status, {Kind::kInvalid, refusal.code, "The request could not be read."}, request);
  Account(nullptr, request, reply.status, steady_clock::now());
  // Closed in any case: where the next request would begin is unknown, and guessing is how requests are smuggled.
  reader_.framing.keep_alive = false;
  Answer(reply, request, reader_.framing, {});
}

void Connection::CloseWriting() {
  // Only our half: the client may still be sending, and a reset would take the answer from it.
  shutdown(fd_, SHUT_WR);
  closing_ = true;
}

}  // namespace keel::http
