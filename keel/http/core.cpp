#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include "keel/http/connection.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/sql/sql.hpp"

namespace keel::http {

using std::chrono::steady_clock;

namespace {

constexpr std::string_view kUnmatched = "unmatched";

bool IsDatabaseAway(const sql::Fault& fault) {
  return fault.code == 0 || fault.code == 2002 || fault.code == 2006 || fault.code == 2013;
}

/// MariaDB's disk is full: what the statement wrote is undone, reading goes on. EE_WRITE, EE_DISK_FULL, ER_DISK_FULL,
/// ER_ERROR_ON_WRITE, ER_GET_ERRNO, ER_RECORD_FILE_FULL (what InnoDB says when a table's file cannot grow).
bool IsStorageFull(const sql::Fault& fault) {
  constexpr std::array kCodes{3, 20, 1021, 1026, 1030, 1114};
  return std::ranges::find(kCodes, fault.code) != kCodes.end();
}

/// ER_CANT_AGGREGATE_2COLLATIONS: letters beyond ASCII were compared with a column of ids, codes or names of states.
/// Our own are ASCII, so it is what a stranger sent in place of one, and nobody has it.
bool IsNoIdOfOurs(const sql::Fault& fault) {
  return fault.code == 1267;
}

}  // namespace

std::string NewRequestId() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id(13, '0');  // Short enough to live without an allocation.
  auto bits = random();
  for (auto& letter : id) {
    letter = kLetters[bits & 31];
    bits >>= 5;
  }
  return id;
}

std::string RequestIdOf(const Request& request) {
  const auto given = request.Header("x-request-id");
  const auto fine =
      given.size() >= 8 && given.size() <= 64 && std::ranges::all_of(given, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
      });
  return fine ? std::string(given) : NewRequestId();
}

Deadline DeadlineOf(const Request& request, Deadline now) {
  using std::chrono::milliseconds;
  milliseconds left{10'000};
  if (const auto given = request.Header("x-deadline-ms"); !given.empty()) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (error == std::errc{} && end == given.data() + given.size())
      left = milliseconds(std::clamp<std::int64_t>(value, 0, 30'000));
  }
  return now + left;
}

void Account(const Route* route, const Request& request, int status, steady_clock::time_point since) {
  const std::chrono::duration<double> took = steady_clock::now() - since;
  const std::string_view name = route != nullptr ? std::string_view(route->name) : kUnmatched;
  metrics::Observe("http_request_seconds", took.count(), name);
  if (status >= 400) metrics::Add(status >= 500 ? "http_faults" : "http_refusals", name);
  const bool quiet = request.method == Method::kGet && status < 400;
  if (quiet && !log::DebugOn()) return;
  const auto write = quiet ? log::Debug : log::Info;
  // The pattern, not the path: a path may hold a phone number or a secret.
  write("http", {{"method", MethodName(request.method)},
                 {"route", name},
                 {"status", status},
                 {"ms", std::chrono::duration<double, std::milli>(took).count()},
                 {"bytes_in", request.body.size()}});
}

Core::Core(ServerOptions given) : options(std::move(given)), pool(options.queue) {
  limits.body = options.max_body;
}

Reply Core::Run(const Handler& handler, const Request& request) const {
  try {
    try {
      return handler(request);
    } catch (const sql::Fault& fault) {
      if (IsNoIdOfOurs(fault)) {
        log::Info("stranger-id", {{"what", fault.what()}});
        return Problem({Kind::kInvalid, "malformed-id", "That is not a well-formed identifier."}, request);
      }
      log::Fault("handler-fault", {{"what", fault.what()}, {"code", fault.code}});
      if (IsDatabaseAway(fault))
        return Problem({Kind::kUnavailable, "database-unavailable", "The data store cannot be reached.", {}, 2},
                       request);
      if (IsStorageFull(fault))
        return Problem({Kind::kUnavailable, "storage-full", "Nothing more can be stored now.", {}, 60}, request);
    } catch (const std::exception& fault) {
      log::Fault("handler-fault", {{"what", fault.what()}});
    } catch (...) {
      log::Fault("handler-fault", {{"what", "not a std::exception"}});
    }
    if (on_fault) return on_fault(request);
  } catch (...) {
    log::Fault("fault-page-fault");
  }
  return ProblemWithStatus(500, {Kind::kUnavailable, "internal", "Something went wrong on our side."}, request);
}

}  // namespace keel::http
