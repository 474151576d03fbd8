#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/http/client.hpp"
#include "keel/http/server.hpp"
#include "keel/outbox/consumer.hpp"
#include "keel/outbox/feed.hpp"
#include "keel/outbox/outbox.hpp"
#include "keel/outbox/relay.hpp"
#include "tests/rig/private_database.hpp"

/// A peer that tells: a schema with an outbox, its relay, and its feed over real HTTP.
namespace keel::outbox {

inline const Secret kInternalKey("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

class TellingPeer {
 public:
  TellingPeer() : redis(redis::Redis::Open(redis_server.socket(), "peer:")) {
    auto options = rig::PrivateDatabase::Shared().NewSchema("keel/outbox/migrations");
    options.size = 20;
    pool = sql::Pool::Open(options);
    verifier = auth::Verifier::Make(kPublicKey, kInternalKey, clock);
    Serve(0);
    relay = Relay::Make(*pool, *redis, clock, "orders");
    relay->Start();
  }

  void Serve(int port) {
    server = http::Server::Make({.port = port, .io_threads = 1, .workers = 4});
    MountFeed(*server, *pool, *verifier);
    server->Start();
  }

  void Tell(int number, const std::string& topic = "counted") {
    const auto told = sql::RunInTransaction(*pool, [&](sql::Transaction& transaction) -> Result<Done> {
      Append(transaction, topic, "sub_" + std::to_string(number), {{"number", number}}, clock.Now());
      return Done{};
    });
    if (!told) throw std::runtime_error("not told");
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
  std::int64_t last() const {
    auto rows = pool->Take()->Query("SELECT last FROM outbox_position");
    rows.Next();
    return rows.Int(0);
  }
  ConsumerOptions Options() const {
    ConsumerOptions options;
    options.peer_name = "orders";
    options.service_name = "payments";
    options.internal_key = kInternalKey;
    options.floor = std::chrono::milliseconds(50);
    return options;
  }

  static constexpr const char* kPublicKey =
      "-----BEGIN PUBLIC KEY-----\n"
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWHwUzV2d+oDlXLVKPjsNCOaMtwMg\n"
      "8opK8PLFnITFdkwtPdR2GlIp6ofPIghluiEQbTZElw66qwcyqnPtriEmSw==\n"
      "-----END PUBLIC KEY-----\n";
  rig::PrivateRedis redis_server;
  std::unique_ptr<redis::Redis> redis;
  SystemClock clock;
  std::unique_ptr<sql::Pool> pool;
  std::unique_ptr<auth::Verifier> verifier;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<Relay> relay;
};

/// A schema that listens: cursors, and a table that each event adds a row to.
inline sql::PoolOptions ListeningSchema() {
  auto options = rig::PrivateDatabase::Shared().NewSchema("keel/outbox/migrations");
  sql::Pool::Open(options)->Take()->Run(
      "CREATE TABLE effects (id BIGINT AUTO_INCREMENT PRIMARY KEY, number INT NOT NULL)");
  return options;
}

inline int NumberIn(const Event& event) {
  return nlohmann::json::parse(event.body).at("number").get<int>();
}

inline Result<Done> Count(sql::Transaction& transaction, const Event& event) {
  transaction.Execute("INSERT INTO effects (number) VALUES (?)", {NumberIn(event)});
  return Done{};
}

/// "rows/distinct/in order": the proof of exactly once.
inline std::string Effects(sql::Pool& pool) {
  auto rows = pool.Take()->Query(
      "SELECT COUNT(*), COUNT(DISTINCT number), (SELECT COUNT(*) FROM effects a JOIN effects b ON b.id > a.id AND "
      "b.number < a.number) "
      "FROM effects");
  rows.Next();
  return rows.Text(0) + " rows, " + rows.Text(1) + " distinct, " + rows.Text(2) + " out of order";
}

/// The child of ConsumerKill: consumes until killed, killing itself at random between an effect and its commit.
int ConsumeAndDie(int argc, char** argv);

}  // namespace keel::outbox
