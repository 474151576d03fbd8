#include "keel/idempotency/idempotency.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "keel/crypto/sealed.hpp"

namespace keel::idempotency {
namespace {

constexpr std::string_view kRemember = R"sql(
  INSERT INTO idempotency_keys (caller, idempotency_key, fingerprint, status, content_type, headers, body, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kRecall = R"sql(
  SELECT fingerprint, status, content_type, headers, body FROM idempotency_keys
  WHERE caller = ? AND idempotency_key = ? AND expires_at > ?)sql";
constexpr std::string_view kForget =
    "DELETE FROM idempotency_keys WHERE caller = ? AND idempotency_key = ? AND expires_at <= ?";
constexpr std::string_view kSweep = "DELETE FROM idempotency_keys WHERE expires_at <= ? ORDER BY expires_at LIMIT 1000";

constexpr int kNoSuchTable = 1146;
constexpr std::chrono::hours kLife{72};
constexpr std::size_t kShortestKey = 8;
constexpr std::size_t kLongestKey = 120;
constexpr std::size_t kLongestCaller = 64;

/// The work was done and rolled back because the key is taken; never leaves this file.
constexpr std::string_view kTaken = "idempotency-key-taken";
/// The work answered with a status that is not kept; never leaves this file.
constexpr std::string_view kNotKept = "reply-not-kept";

Error InFlight() {
  return {Kind::kConflict, "request-in-flight", "This request is still being worked on; ask again in a moment.", {}, 1};
}

/// The requests this process works on. What another replica works on is found by the row's unique key.
class Flights {
 public:
  bool Enter(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return keys_.insert(key).second;
  }
  void Leave(const std::string& key) {
    const std::lock_guard lock(mutex_);
    keys_.erase(key);
  }

 private:
  std::mutex mutex_;
  std::unordered_set<std::string> keys_;
};

class Flight {
 public:
  explicit Flight(std::string key) : key_(std::move(key)), entered_(All().Enter(key_)) {}
  Flight(const Flight&) = delete;
  ~Flight() {
    if (entered_) All().Leave(key_);
  }
  bool entered() const { return entered_; }

 private:
  static Flights& All() {
    static Flights flights;
    return flights;
  }
  const std::string key_;
  const bool entered_;
};

bool WellFormed(std::string_view key) {
  return key.size() >= kShortestKey && key.size() <= kLongestKey && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.' || c == ':';
         });
}

std::string Fingerprint(const http::Request& request) {
  auto text = std::to_string(static_cast<int>(request.method)) + ' ' + request.target + '\n';
  text += request.body;
  return crypto::Sha256Hex(text);
}

std::string HeaderLines(const http::Reply& reply) {
  std::string lines;
  for (const auto& [name, value] : reply.headers) lines += name + ": " + value + '\n';
  return lines;
}

void ReadHeaderLines(std::string_view lines, http::Reply& reply) {
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    reply.headers.emplace_back(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
  }
}

/// What one call of Run knows.
struct Ask {
  sql::Pool& pool;
  const http::Request& request;
  std::string caller;
  std::string key;
  std::string fingerprint;
  Instant now;
};

/// The stored answer, or the refusal of a key that was used for something else; empty when the key is free.
std::optional<http::Reply> Recall(const Ask& ask) {
  auto session = ask.pool.Take();
  auto rows = session->Query(kRecall, {ask.caller, ask.key, ask.now});
  if (!rows.Next()) return std::nullopt;
  if (rows.Text(0) != ask.fingerprint) {
    return http::Problem({Kind::kConflict, "idempotency-key-reused", "This key was used for a different request."},
                         ask.request);
  }
  http::Reply reply;
  reply.status = static_cast<int>(rows.Int(1));
  reply.content_type = rows.Text(2);
  reply.body = rows.Text(4);
  ReadHeaderLines(rows.Text(3), reply);
  return std::move(reply).With("Idempotency-Replayed", "true");
}

Result<Done> Remember(sql::Transaction& transaction, const Ask& ask, const http::Reply& reply) {
  try {
    transaction.Execute(kRemember, {ask.caller, ask.key, ask.fingerprint, reply.status, reply.content_type,
                                    HeaderLines(reply), reply.body, ask.now + kLife});
  } catch (const sql::Fault& fault) {
    if (fault.code == 1062) return Error{Kind::kConflict, kTaken, "The key is taken."};
    if (fault.code == 1205) return InFlight();  // Another replica wrote the row and has not committed yet.
    throw;
  }
  return Done{};
}

http::Reply RunUnprotected(sql::Pool& pool, const http::Request& request,
                           const std::function<Result<http::Reply>(sql::Transaction&)>& work) {
  const auto reply = sql::RunInTransaction(pool, work);
  return reply ? *reply : http::Problem(reply.error(), request);
}

}  // namespace

http::Reply Run(sql::Pool& pool, const http::Request& request, std::string_view caller, const Clock& clock,
                bool required, const std::function<Result<http::Reply>(sql::Transaction&)>& work) {
  const auto key = request.Header("idempotency-key");
  if (key.empty() && !required) return RunUnprotected(pool, request, work);
  if (key.empty()) {
    return http::Problem({Kind::kInvalid, "idempotency-key-required", "This request needs an Idempotency-Key header."},
                         request);
  }
  if (!WellFormed(key)) {
    return http::Problem(
        {Kind::kInvalid, "idempotency-key-invalid", "An Idempotency-Key is 8 to 120 letters, digits or dashes."},
        request);
  }
  // A caller's name is ours and short; should one not fit the column, its hash does.
  std::string name(caller);
  if (name.size() > kLongestCaller) name = crypto::Sha256Hex(name);
  const Ask ask{pool, request, std::move(name), std::string(key), Fingerprint(request), clock.Now()};
  const Flight flight(ask.caller + '\n' + ask.key);
  if (!flight.entered()) return http::Problem(InFlight(), request);

  std::optional<http::Reply> not_kept;
  const auto whole = [&](sql::Transaction& transaction) -> Result<http::Reply> {
    auto reply = work(transaction);
    if (!reply) return reply;
    if (reply->status >= 400) {
      not_kept = *std::move(reply);
      return Error{Kind::kConflict, kNotKept, "Only what worked is kept."};
    }
    if (auto kept = Remember(transaction, ask, *reply); !kept) return kept.error();
    return reply;
  };
  for (bool again = false;; again = true) {
    not_kept.reset();
    auto reply = sql::RunInTransaction(pool, whole);
    if (reply) return *std::move(reply);
    // Either the key is taken, or the work failed, perhaps because an earlier call with this key had done it already.
    if (auto stored = Recall(ask)) return *std::move(stored);
    if (not_kept) return *std::move(not_kept);
    if (reply.error().code != kTaken) return http::Problem(reply.error(), request);
    if (again) return http::Problem(InFlight(), request);
    pool.Take()->Execute(kForget, {ask.caller, ask.key, ask.now});  // Taken, but its time is over: free it, once more.
  }
}

Result<Key> KeyOf(const http::Request& request, std::string_view caller) {
  const auto key = request.Header("idempotency-key");
  if (key.empty())
    return Error{Kind::kInvalid, "idempotency-key-required", "This request needs an Idempotency-Key header."};
  if (!WellFormed(key))
    return Error{Kind::kInvalid, "idempotency-key-invalid",
                 "An Idempotency-Key is 8 to 120 letters, digits or dashes."};
  std::string name(caller);
  if (name.size() > kLongestCaller) name = crypto::Sha256Hex(name);
  return Key{std::move(name), std::string(key), Fingerprint(request)};
}

Result<Done> RememberAll(sql::Transaction& transaction, const std::vector<Key>& keys,
                         const std::vector<http::Reply>& replies, Instant now) {
  if (keys.empty()) return Done{};
  std::string statement(kRemember);
  sql::Values values;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) statement += ", (?, ?, ?, ?, ?, ?, ?, ?)";
    const auto& [caller, key, fingerprint] = keys[i];
    for (auto& value : sql::Values{caller, key, fingerprint, replies[i].status, replies[i].content_type,
                                   HeaderLines(replies[i]), replies[i].body, now + kLife})
      values.push_back(std::move(value));
  }
  try {
    transaction.Execute(statement, values);
  } catch (const sql::Fault& fault) {
    if (fault.code == 1062) return Error{Kind::kConflict, kTaken, "The key is taken."};
    throw;
  }
  return Done{};
}

std::int64_t Sweep(sql::Pool& pool, Instant now) {
  std::int64_t all = 0;
  try {
    for (std::int64_t gone = 1'000; gone == 1'000; all += gone) gone = pool.Take()->Execute(kSweep, {now});
  } catch (const sql::Fault& fault) {
    if (fault.code != kNoSuchTable) throw;
  }
  return all;
}

}  // namespace keel::idempotency
