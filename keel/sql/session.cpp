#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include <algorithm>
#include <array>
#include <list>
#include <mutex>
#include <unordered_map>

#include "keel/fault/fault_point.hpp"
#include "keel/sql/driver.hpp"

namespace keel::sql {
namespace {

constexpr std::size_t kStatementsKept = 200;
constexpr int kCannotBePrepared = 1295;

// Two statements, because MariaDB 10.11 and 11 name the isolation variable differently.
constexpr const char* kIsolation = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
// A request lives ten seconds at most: waiting fifty for a row, as is the default, helps nobody.
constexpr const char* kSession =
    "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci, time_zone = '+00:00', innodb_lock_wait_timeout = 5";

::sql::mysql::MySQL_Driver& Driver() {
  static ::sql::mysql::MySQL_Driver* const kDriver = ::sql::mysql::get_mysql_driver_instance();
  return *kDriver;
}

bool IsGone(int code) {
  return code == 2006 || code == 2013 || code == 2014 || code == 2055;
}

/// The text after `before` up to `end`, at the last place it stands: values may hold the same words, and stand earlier.
std::string Named(const std::string& message, std::string_view before, char end) {
  const auto at = message.rfind(before);
  if (at == std::string::npos) return {};
  const auto start = at + before.size();
  return message.substr(start, message.find(end, start) - start);
}

/// The one place that reads MariaDB's sentences. They quote values ("Duplicate entry '0912…' for key 'uq_phone'"), so
/// only sentences known to hold names alone are passed on.
Fault ToFault(const ::sql::SQLException& exception) {
  const std::string message = exception.what();
  const int code = exception.getErrorCode();
  if (code == 1062) {
    auto key = Named(message, "for key '", '\'');
    if (const auto dot = key.rfind('.'); dot != std::string::npos) key.erase(0, dot + 1);  // MySQL: 'table.key'.
    return Fault(code, "duplicate for key " + key, key);
  }
  if (code == 4025) {  // A CHECK: CONSTRAINT `stock_not_negative` failed for `orders`.`stock`.
    const auto check = Named(message, "CONSTRAINT `", '`');
    return Fault(code, "check failed: " + check, check);
  }
  if (code == 1451 || code == 1452) {
    const auto key = Named(message, "CONSTRAINT `", '`');
    return Fault(code, "foreign key: " + key, key);
  }
  constexpr std::array kHoldNamesAlone{3,    20,   1020, 1021, 1026, 1030, 1040, 1044, 1045, 1046,
                                       1048, 1049, 1050, 1051, 1054, 1060, 1061, 1114, 1064, 1072,
                                       1091, 1142, 1146, 1205, 1213, 1264, 1305, 1364, 1406, 1969};
  const bool safe = code >= 2000 || std::ranges::find(kHoldNamesAlone, code) != kHoldNamesAlone.end();
  return Fault(code, "database error " + std::to_string(code) + (safe ? ": " + message : ""), {});
}

std::string CellText(::sql::ResultSet& result, std::uint32_t column, int type) {
  auto text = std::string(result.getString(column));
  // DATETIME(3) comes with no fraction when it is zero and with six digits else: always three here.
  if (type == ::sql::DataType::TIMESTAMP && text.size() >= 19) {
    if (text.size() == 19) text += '.';
    text.resize(23, '0');
  }
  return text;
}

class ConnectorSession : public detail::DriverSession {
 public:
  explicit ConnectorSession(const PoolOptions& options) {
    ::sql::ConnectOptionsMap map;
    map["hostName"] =
        ::sql::SQLString(options.socket.empty() ? "tcp://" + options.host + ':' + std::to_string(options.port)
                                                : "unix://" + options.socket);
    map["userName"] = ::sql::SQLString(options.user);
    map["password"] = ::sql::SQLString(options.password.Reveal());
    if (!options.schema.empty()) map["schema"] = ::sql::SQLString(options.schema);
    map["OPT_CHARSET_NAME"] = ::sql::SQLString("utf8mb4");
    map["OPT_CONNECT_TIMEOUT"] = 3;
    map["OPT_READ_TIMEOUT"] = static_cast<int>(options.read_timeout.count());
    map["OPT_WRITE_TIMEOUT"] = static_cast<int>(options.read_timeout.count());
    Guard([&] {
      connection_.reset(Driver().connect(map));
      plain_.reset(connection_->createStatement());
      plain_->execute(kIsolation);
      plain_->execute(kSession);
    });
  }

  Rows Query(std::string_view statement, const Values& values) override {
    return Guard([&] {
      EndTransactionMode();
      auto& prepared = Prepared(statement);
      Bind(prepared, values);
      const std::unique_ptr<::sql::ResultSet> result(prepared.executeQuery());
      return Buffer(*result);
    });
  }

  std::int64_t Execute(std::string_view statement, const Values& values) override {
    if (!in_transaction_) fault::Pass(fault::Moment::kBeforeCommit);
    const auto changed = Guard([&]() -> std::int64_t {
      EndTransactionMode();
      auto& prepared = Prepared(statement);
      Bind(prepared, values);
      return prepared.executeUpdate();
    });
    if (!in_transaction_) fault::Pass(fault::Moment::kAfterCommit);
    return changed;
  }

  void Run(std::string_view text) override {
    Guard([&] {
      EndTransactionMode();
      // A result that nobody fetches leaves the connection out of step.
      if (plain_->execute(::sql::SQLString(text.data(), text.size())))
        const std::unique_ptr<::sql::ResultSet> unread(plain_->getResultSet());
    });
  }

  void Begin() override {
    // With autocommit off the first statement begins a transaction by itself. It stays off after the commit: a session
    // that does one transaction after the other saves a round trip in each (about 8 % of five short statements).
    if (autocommit_) Guard([&] { plain_->execute("SET autocommit=0"); });
    autocommit_ = false;
    in_transaction_ = true;
  }
  void Commit() override {
    fault::Pass(fault::Moment::kBeforeCommit);
    Guard([&] { plain_->execute("COMMIT"); });
    in_transaction_ = false;
    fault::Pass(fault::Moment::kAfterCommit);
  }
  void RollBack() noexcept override {
    try {
      if (in_transaction_) Guard([&] { plain_->execute("ROLLBACK"); });
      in_transaction_ = false;
    } catch (...) {
      broken_ = true;  // The server drops an unfinished transaction with its connection.
    }
  }
  Pool::Use last_use() const override { return autocommit_ ? Pool::Use::kStatements : Pool::Use::kTransactions; }
  bool broken() const override { return broken_; }
  bool AnswersPing() override {
    try {
      return connection_->isValid();
    } catch (...) {
      return false;
    }
  }
  void Settle() noexcept override { RollBack(); }

 private:
  struct Kept {
    std::string text;
    std::unique_ptr<::sql::PreparedStatement> statement;
  };
  using Order = std::list<Kept>;

  template <class Call>
  auto Guard(Call call) -> decltype(call()) {
    try {
      return call();
    } catch (const ::sql::SQLException& exception) {
      if (IsGone(exception.getErrorCode())) broken_ = true;
      throw ToFault(exception);
    }
  }

  /// A statement outside a transaction commits by itself.
  void EndTransactionMode() {
    if (autocommit_ || in_transaction_) return;
    plain_->execute("SET autocommit=1");
    autocommit_ = true;
  }

  /// The statement of this text, prepared once; the least recently used goes when there are too many.
  ::sql::PreparedStatement& Prepared(std::string_view text) {
    if (const auto found = by_text_.find(text); found != by_text_.end()) {
      kept_.splice(kept_.begin(), kept_, found->second);
      return *found->second->statement;
    }
    if (kept_.size() >= kStatementsKept) {
      by_text_.erase(kept_.back().text);
      kept_.pop_back();
    }
    std::unique_ptr<::sql::PreparedStatement> made(
        connection_->prepareStatement(::sql::SQLString(text.data(), text.size())));
    kept_.push_front({std::string(text), std::move(made)});
    by_text_.emplace(kept_.front().text, kept_.begin());
    return *kept_.front().statement;
  }

  static void Bind(::sql::PreparedStatement& prepared, const Values& values) {
    unsigned index = 0;
    for (const auto& value : values) {
      ++index;
      if (const auto* number = std::get_if<std::int64_t>(&value.get())) {
        prepared.setInt64(index, *number);
      } else if (const auto* text = std::get_if<std::string>(&value.get())) {
        prepared.setString(index, ::sql::SQLString(*text));
      } else {
        prepared.setNull(index, ::sql::DataType::SQLNULL);
      }
    }
  }

  static Rows Buffer(::sql::ResultSet& result) {
    auto& about = *result.getMetaData();
    const std::size_t columns = about.getColumnCount();
    std::vector<int> types(columns);
    for (std::size_t column = 0; column < columns; ++column)
      types[column] = about.getColumnType(static_cast<unsigned>(column + 1));
    std::vector<std::optional<std::string>> cells;
    cells.reserve(columns * result.rowsCount());
    while (result.next()) {
      for (std::size_t column = 0; column < columns; ++column) {
        const auto index = static_cast<std::uint32_t>(column + 1);
        if (result.isNull(index)) {
          cells.emplace_back();
        } else {
          cells.emplace_back(CellText(result, index, types[column]));
        }
      }
    }
    return MakeRows(columns, std::move(cells));
  }

  std::unique_ptr<::sql::Connection> connection_;
  std::unique_ptr<::sql::Statement> plain_;
  Order kept_;  // Most recently used first.
  std::unordered_map<std::string_view, Order::iterator> by_text_;
  bool autocommit_ = true;
  bool in_transaction_ = false;
  bool broken_ = false;
};

}  // namespace

namespace detail {

std::unique_ptr<DriverSession> OpenSession(const PoolOptions& options) {
  AttachThread();
  return std::make_unique<ConnectorSession>(options);
}

void AttachThread() {
  static std::once_flag once;
  std::call_once(once, [] { Driver(); });
  struct Attached {
    Attached() { Driver().threadInit(); }
    ~Attached() { Driver().threadEnd(); }
  };
  thread_local const Attached kAttached;
  (void)kAttached;
}

void Begin(Session& session) {
  static_cast<DriverSession&>(session).Begin();
}
void Commit(Session& session) {
  static_cast<DriverSession&>(session).Commit();
}
void RollBack(Session& session) noexcept {
  static_cast<DriverSession&>(session).RollBack();
}

bool WorthRepeating(const Fault& fault) {
  return fault.code == 1020 || fault.code == 1205 || fault.code == 1213;
}
bool ConnectionLost(const Fault& fault) {
  return IsGone(fault.code);
}

}  // namespace detail

}  // namespace keel::sql
