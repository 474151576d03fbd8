#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "keel/money.hpp"
#include "keel/result.hpp"

/// MariaDB as the services see it. MySQL Connector/C++ is included by keel/sql/*.cpp alone (compile time, and one
/// place that knows its errors). Charset utf8mb4, isolation READ COMMITTED, time zone +00:00 on every connection.
namespace keel::sql {

/// A database fault. `code` is MariaDB's (1062 duplicate, 1205 lock wait, 1213 deadlock, 2006/2013 gone).
/// `what()` holds no values. For 1062 `constraint` is the key's name, so that stores recognise names we chose.
struct Fault : std::runtime_error {
  Fault(int c, std::string message, std::string key)
      : runtime_error(std::move(message)), code(c), constraint(std::move(key)) {}
  int code;
  std::string constraint;
};

/// What a placeholder takes: null, integer, text or bytes, money (đồng), moment (DATETIME(3)), bool (0/1).
class Value {
 public:
  Value(std::nullptr_t) {}
  Value(std::int64_t v) : value_(v) {}
  Value(int v) : value_(std::int64_t{v}) {}
  Value(std::uint32_t v) : value_(std::int64_t{v}) {}
  Value(std::size_t v) : value_(static_cast<std::int64_t>(v)) {}
  Value(bool v) : value_(std::int64_t{v}) {}
  Value(std::string v) : value_(std::move(v)) {}
  Value(std::string_view v) : value_(std::string(v)) {}
  Value(const char* v) : value_(std::string(v)) {}
  Value(Money v) : value_(v.dong()) {}
  Value(Instant v) : value_(ToSql(v)) {}
  template <class T>
  Value(const std::optional<T>& v) {
    if (v) *this = Value(*v);
  }
  const std::variant<std::nullptr_t, std::int64_t, std::string>& get() const { return value_; }

 private:
  std::variant<std::nullptr_t, std::int64_t, std::string> value_ = nullptr;
};
using Values = std::vector<Value>;

/// Rows of one SELECT (or INSERT … RETURNING), buffered. Columns by position from 0, in the SELECT's order.
/// Text/Int/… throw std::runtime_error on NULL; the Maybe forms do not.
class Rows {
 public:
  bool Next();  ///< Moves to the next row; before the first at the start.
  std::size_t size() const { return cells_.size() / (columns_ ? columns_ : 1); }
  bool IsNull(std::size_t column) const;
  const std::string& Text(std::size_t column) const;
  std::string TextOr(std::size_t column, std::string_view fallback) const;
  std::optional<std::string> MaybeText(std::size_t column) const;
  std::int64_t Int(std::size_t column) const;
  std::optional<std::int64_t> MaybeInt(std::size_t column) const;
  bool Flag(std::size_t column) const { return Int(column) != 0; }
  Money Dong(std::size_t column) const { return Money::Vnd(Int(column)); }
  Instant At(std::size_t column) const { return FromSql(Text(column)); }
  std::optional<Instant> MaybeAt(std::size_t column) const;

 private:
  friend class Session;
  std::size_t columns_ = 0;
  std::ptrdiff_t row_ = -1;
  std::vector<std::optional<std::string>> cells_;
};

/// One connection with its cache of prepared statements, by statement text. Used by one thread at a time.
/// Statement text must be a constant or of few shapes (the cache is bounded): values go into placeholders.
class Session {
 public:
  virtual ~Session() = default;
  virtual Rows Query(std::string_view statement, const Values& values = {}) = 0;
  /// Returns the number of *changed* rows (an UPDATE to the same values counts 0: bump a version).
  virtual std::int64_t Execute(std::string_view statement, const Values& values = {}) = 0;
  /// Runs text that cannot be prepared (DDL, SET). Never with outside values.
  virtual void Run(std::string_view text) = 0;

 protected:
  static Rows MakeRows(std::size_t columns, std::vector<std::optional<std::string>> cells);
};

struct PoolOptions {
  std::string socket;  ///< Unix socket path; or empty and `host`/`port`.
  std::string host;
  int port = 3306;
  std::string schema, user;
  Secret password;
  std::size_t size = 16;  ///< Connections at most. One worker thread each.
  std::chrono::milliseconds lease_timeout{5'000};
  std::chrono::seconds read_timeout{
      60};  ///< A server that answers nothing for so long counts as gone. Migrations want more.
};

/// Hands out sessions; opens them lazily, drops one that saw 2006/2013/2055. Safe from several threads.
class Pool {
 public:
  static std::unique_ptr<Pool> Open(PoolOptions options);
  virtual ~Pool() = default;
  using Lease = std::unique_ptr<Session, std::function<void(Session*)>>;
  /// What the session is wanted for. A hint: a session last used so is picked, which saves a round trip; either does
  /// for both.
  enum class Use { kStatements, kTransactions };
  /// Throws Fault code 0 "database-unavailable" when none comes free in time or the server is away; the HTTP layer
  /// answers 503 "database-unavailable" for it and for 2002/2006/2013.
  virtual Lease Take(Use use) = 0;
  Lease Take() { return Take(Use::kStatements); }
  virtual std::size_t size() const = 0;
};

/// One unit of work. Made by RunInTransaction only.
class Transaction {
 public:
  explicit Transaction(Session& session) : session_(session) {}
  Transaction(const Transaction&) = delete;
  Rows Query(std::string_view statement, const Values& values = {}) { return session_.Query(statement, values); }
  std::int64_t Execute(std::string_view statement, const Values& values = {}) {
    return session_.Execute(statement, values);
  }
  /// Runs after the commit, never after a rollback (wake-ups, cache drops).
  void AfterCommit(std::function<void()> then) { after_.push_back(std::move(then)); }
  Session& session() { return session_; }
  std::vector<std::function<void()>>& after() { return after_; }

 private:
  Session& session_;
  std::vector<std::function<void()>> after_;
};

namespace detail {
void Begin(Session&);
void Commit(Session&);
void RollBack(Session&) noexcept;
bool WorthRepeating(const Fault&);  ///< 1020, 1205, 1213.
bool ConnectionLost(const Fault&);  ///< 2006, 2013, 2055: what was not committed is rolled back.
}  // namespace detail

/// Runs `work(Transaction&) -> Result<T>` as one transaction: commits when it returns a value, rolls back when it
/// returns an Error or throws. Where another writer won (Kind::kRaced; 1020, 1205, 1213) runs it again, five times in
/// all: `work` must not touch the outside world. A connection lost before the commit was sent is repeated once too; one
/// lost in the commit is not, for nobody knows whether it happened: that Fault goes to the caller.
template <class Work>
auto RunInTransaction(Pool& pool, Work work) {
  for (int attempt = 1;; ++attempt) {
    auto session = pool.Take(Pool::Use::kTransactions);
    bool committing = false;
    try {
      detail::Begin(*session);
      Transaction transaction(*session);
      auto result = work(transaction);
      if (result) {
        committing = true;
        detail::Commit(*session);
        session.reset();
        for (auto& then : transaction.after()) then();
        return result;
      }
      detail::RollBack(*session);
      if (result.error().kind != Kind::kRaced || attempt == 5) return result;
    } catch (const Fault& fault) {
      if (session) detail::RollBack(*session);
      const bool lost_early = !committing && attempt == 1 && detail::ConnectionLost(fault);
      if (!session || attempt == 5 || !(detail::WorthRepeating(fault) || lost_early)) throw;
    } catch (...) {
      if (session) detail::RollBack(*session);
      throw;
    }
  }
}

/// Applies `folder`/NNNN_*.sql in name order, one statement a file, each once, by checksum, under a named lock.
/// Throws std::runtime_error naming the file on an error or when an applied file has changed.
void Migrate(Session& session, const std::string& folder);
/// True when nothing in `folder` is still to be applied.
bool IsMigrated(Session& session, const std::string& folder);

}  // namespace keel::sql
