/// bench-rawdb: what the database alone can do on this machine, through the same driver and statements' cache as the
/// services.
///
///   --mode one-row    a transaction of one inserted row: durable commits
///   --mode five-row   an order, three items in one statement, an outbox row: three statements, five rows
///
/// N connections, each in a thread of its own, for T seconds. Makes and drops a schema of its own. Prints one JSON
/// object: {mode, connections, transactions, per_second, p50_ms, p99_ms}.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "keel/id.hpp"
#include "keel/sql/sql.hpp"
#include "tests/bench/orders/latencies.hpp"

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::string_view kOrder =
    "INSERT INTO bare_orders (id, buyer, state, total_vnd, placed_at) VALUES (?, ?, 'placed', ?, ?)";
constexpr std::string_view kItems = R"sql(
  INSERT INTO bare_items (order_id, line_no, variant_id, name, quantity, price_vnd)
  VALUES (?, 1, ?, ?, ?, ?), (?, 2, ?, ?, ?, ?), (?, 3, ?, ?, ?, ?))sql";
constexpr std::string_view kOutbox = "INSERT INTO bare_outbox (topic, subject, body) VALUES ('order.placed', ?, ?)";
constexpr std::string_view kOneRow = "INSERT INTO bare_rows (id, body) VALUES (?, ?)";

const char* const kTables[] = {
    "CREATE TABLE bare_orders (id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, buyer VARCHAR(120) NOT "
    "NULL, "
    "state VARCHAR(12) CHARACTER SET ascii NOT NULL, total_vnd BIGINT NOT NULL, placed_at DATETIME(3) NOT NULL) "
    "ENGINE=InnoDB",
    "CREATE TABLE bare_items (order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin, line_no SMALLINT, variant_id "
    "CHAR(30) "
    "CHARACTER SET ascii NOT NULL, name VARCHAR(200) NOT NULL, quantity INT NOT NULL, price_vnd BIGINT NOT NULL, "
    "PRIMARY KEY (order_id, line_no)) ENGINE=InnoDB",
    "CREATE TABLE bare_outbox (seq BIGINT AUTO_INCREMENT PRIMARY KEY, topic VARCHAR(64) NOT NULL, subject VARCHAR(64) "
    "NOT NULL, "
    "body LONGTEXT NOT NULL) ENGINE=InnoDB",
    "CREATE TABLE bare_rows (id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, body VARCHAR(200) NOT "
    "NULL) "
    "ENGINE=InnoDB",
};

std::string NewId(std::string_view prefix) {
  return std::string(prefix) + keel::NewUlid(keel::SystemClock().Now());
}

keel::Result<keel::Done> FiveRows(keel::sql::Transaction& transaction) {
  static const std::string kVariant = "var_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  static const std::string kName = "Mật ong bạc hà Mèo Vạc";
  static const std::string kBody(400, 'x');
  const auto id = NewId("ord_");
  transaction.Execute(kOrder, {id, "Khách đo tốc độ", 350'000, keel::SystemClock().Now()});
  transaction.Execute(
      kItems, {id, kVariant, kName, 1, 100'000, id, kVariant, kName, 2, 100'000, id, kVariant, kName, 1, 50'000});
  transaction.Execute(kOutbox, {id, kBody});
  return keel::Done{};
}

keel::Result<keel::Done> OneRow(keel::sql::Transaction& transaction) {
  transaction.Execute(kOneRow, {NewId("row_"), "a durable commit"});
  return keel::Done{};
}

}  // namespace

int main(int argc, char** argv) {
  keel::sql::PoolOptions database;
  database.user = "root";
  std::string mode = "five-row", password;
  int connections = 16, seconds = 8;
  CLI::App app("What the database alone can do on this machine.");
  app.add_option("--socket", database.socket, "MariaDB's Unix socket")->required();
  app.add_option("--user", database.user, "May make schemas");
  app.add_option("--password", password);
  app.add_option("--mode", mode)->check(CLI::IsMember({"one-row", "five-row"}));
  app.add_option("--connections", connections);
  app.add_option("--seconds", seconds);
  CLI11_PARSE(app, argc, argv);
  database.password = keel::Secret(password);
  database.size = static_cast<std::size_t>(connections);
  const auto schema = "bench_rawdb_" + std::to_string(::getpid());
  try {
    const auto outside = keel::sql::Pool::Open(database);
    outside->Take()->Run("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    database.schema = schema;
    const auto pool = keel::sql::Pool::Open(database);
    for (const char* table : kTables) pool->Take()->Run(table);

    std::vector<std::vector<std::uint32_t>> times(static_cast<std::size_t>(connections));
    const auto begun = Steady::now();
    const auto until = begun + std::chrono::seconds(seconds);
    {
      std::vector<std::jthread> threads;
      for (auto& mine : times)
        threads.emplace_back([&] {
          for (auto asked = begun; (asked = Steady::now()) < until;) {
            if (!keel::sql::RunInTransaction(*pool, mode == "one-row" ? OneRow : FiveRows)) std::abort();
            mine.push_back(static_cast<std::uint32_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - asked).count()));
          }
        });
    }
    const double took = std::chrono::duration<double>(Steady::now() - begun).count();
    outside->Take()->Run("DROP DATABASE " + schema);
    std::vector<std::uint32_t> all;
    for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
    std::puts(nlohmann::json{{"mode", mode},
                             {"connections", connections},
                             {"transactions", all.size()},
                             {"per_second", std::round(static_cast<double>(all.size()) / took * 10) / 10},
                             {"p50_ms", bench::Percentile(all, 50)},
                             {"p99_ms", bench::Percentile(all, 99)}}
                  .dump()
                  .c_str());
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "bench-rawdb: %s\n", fault.what());
    return 1;
  }
}
