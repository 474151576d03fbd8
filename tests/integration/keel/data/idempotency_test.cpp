#include "keel/idempotency/idempotency.hpp"

#include <gtest/gtest.h>

#include <barrier>
#include <latch>
#include <thread>

#include "tests/rig/private_database.hpp"

namespace keel::idempotency {
namespace {

using namespace std::chrono_literals;

const Instant kStart(std::chrono::seconds(1'795'249'800));

class Idempotency : public testing::Test {
 protected:
  Idempotency() {
    options_ = rig::PrivateDatabase::Shared().NewSchema("keel/idempotency/migrations");
    pool_ = sql::Pool::Open(options_);
    pool_->Take()->Run(
        "CREATE TABLE orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20), UNIQUE KEY uq_orders_name "
        "(name))");
  }
  static http::Request Ask(const std::string& key, const std::string& body = "{}") {
    http::Request request;
    request.method = http::Method::kPost;
    request.path = request.target = "/v1/orders";
    request.body = body;
    if (!key.empty()) request.headers["idempotency-key"] = key;
    return request;
  }
  /// Makes an order; its answer names it.
  http::Reply Place(const http::Request& request, std::string_view caller = "acc_1", bool required = true) {
    return idempotency::Run(*pool_, request, caller, clock_, required,
                            [&](sql::Transaction& transaction) -> Result<http::Reply> {
                              ++runs_;
                              auto rows = transaction.Query("INSERT INTO orders (name) VALUES (NULL) RETURNING id");
                              rows.Next();
                              http::Reply reply;
                              reply.status = 201;
                              reply.body = R"({"id":)" + rows.Text(0) + '}';
                              return std::move(reply).With("Location", "/v1/orders/" + rows.Text(0));
                            });
  }
  std::int64_t Orders() {
    auto rows = pool_->Take()->Query("SELECT COUNT(*) FROM orders");
    rows.Next();
    return rows.Int(0);
  }
  static std::string HeaderOf(const http::Reply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers) {
      if (key == name) return value;
    }
    return "";
  }
  ManualClock clock_{kStart};
  sql::PoolOptions options_;
  std::unique_ptr<sql::Pool> pool_;
  std::atomic<int> runs_{0};
};

bool Says(const http::Reply& reply, int status, const std::string& code) {
  return reply.status == status && reply.body.find('"' + code + '"') != std::string::npos;
}

TEST_F(Idempotency, AnswersTheSameAgain) {
  const auto first = Place(Ask("key-0001"));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(HeaderOf(first, "Idempotency-Replayed"), "");
  const auto again = Place(Ask("key-0001"));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.content_type, first.content_type);
  EXPECT_EQ(HeaderOf(again, "Location"), HeaderOf(first, "Location"));
  EXPECT_EQ(HeaderOf(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(Orders(), 1);
}

TEST_F(Idempotency, RefusesAnotherBodyUnderTheSameKey) {
  Place(Ask("key-0001"));
  EXPECT_TRUE(Says(Place(Ask("key-0001", R"({"other":1})")), 409, "idempotency-key-reused"));
  auto elsewhere = Ask("key-0001");
  elsewhere.target = "/v1/orders?x=1";
  EXPECT_TRUE(Says(Place(elsewhere), 409, "idempotency-key-reused"));
  EXPECT_EQ(Orders(), 1);
}

TEST_F(Idempotency, CallersDoNotSeeEachOthersKeys) {
  Place(Ask("key-0001"), "acc_1");
  EXPECT_EQ(Place(Ask("key-0001"), "acc_2").status, 201);
  EXPECT_EQ(Place(Ask("key-0001"), std::string(200, 'c')).status, 201);
  EXPECT_EQ(Orders(), 3);
}

TEST_F(Idempotency, WantsAWellFormedKey) {
  EXPECT_TRUE(Says(Place(Ask("")), 400, "idempotency-key-required"));
  for (const auto& bad :
       {std::string("short"), std::string(121, 'x'), std::string("has blanks in it"), std::string("mật-ong-rừng")})
    EXPECT_TRUE(Says(Place(Ask(bad)), 400, "idempotency-key-invalid")) << bad;
  EXPECT_EQ(Orders(), 0);
  EXPECT_EQ(Place(Ask(""), "acc_1", false).status, 201) << "not required: unprotected";
}

TEST_F(Idempotency, AFailureLeavesTheKeyFree) {
  bool well = false;
  const auto run = [&] {
    return idempotency::Run(*pool_, Ask("key-0001"), "acc_1", clock_, true,
                            [&](sql::Transaction& transaction) -> Result<http::Reply> {
                              transaction.Execute("INSERT INTO orders (name) VALUES ('a')");
                              if (!well) return Error{Kind::kConflict, "out-of-stock", "Out.", "Mật ong"};
                              return http::Reply{.status = 201, .body = "{}"};
                            });
  };
  EXPECT_TRUE(Says(run(), 409, "out-of-stock"));
  EXPECT_EQ(Orders(), 0);
  well = true;
  EXPECT_EQ(run().status, 201);
  EXPECT_EQ(Orders(), 1);
}

TEST_F(Idempotency, AnAnswerThatIsNoSuccessIsNotKept) {
  const auto reply = idempotency::Run(*pool_, Ask("key-0001"), "acc_1", clock_, true,
                                      [&](sql::Transaction& transaction) -> Result<http::Reply> {
                                        transaction.Execute("INSERT INTO orders (name) VALUES ('a')");
                                        return http::Reply{.status = 422, .body = "no"};
                                      });
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.body, "no");
  EXPECT_EQ(Orders(), 0) << "it is rolled back";
  EXPECT_EQ(Place(Ask("key-0001")).status, 201);
}

/// The first call emptied the cart: the second would find nothing to order, and must still hear of the first one's
/// order.
TEST_F(Idempotency, AReplayDoesNotNeedTheWorkToBePossibleAgain) {
  const auto run = [&] {
    return idempotency::Run(*pool_, Ask("key-0001"), "acc_1", clock_, true,
                            [&](sql::Transaction& transaction) -> Result<http::Reply> {
                              auto rows = transaction.Query("SELECT COUNT(*) FROM orders");
                              rows.Next();
                              if (rows.Int(0) > 0) return Error{Kind::kConflict, "cart-empty", "Empty."};
                              transaction.Execute("INSERT INTO orders (name) VALUES ('a')");
                              return http::Reply{.status = 201, .body = "done"};
                            });
  };
  EXPECT_EQ(run().body, "done");
  EXPECT_EQ(run().body, "done");
}

TEST_F(Idempotency, AFaultLeavesTheKeyFree) {
  EXPECT_THROW(idempotency::Run(*pool_, Ask("key-0001"), "acc_1", clock_, true,
                                [&](sql::Transaction&) -> Result<http::Reply> { throw std::logic_error("a bug"); }),
               std::logic_error);
  EXPECT_EQ(Place(Ask("key-0001")).status, 201);
}

TEST_F(Idempotency, ADuplicateInTheWorkItselfIsNotTakenForTheKey) {
  const auto run = [&](const std::string& key) {
    return idempotency::Run(*pool_, Ask(key), "acc_1", clock_, true,
                            [&](sql::Transaction& transaction) -> Result<http::Reply> {
                              transaction.Execute("INSERT INTO orders (name) VALUES ('same')");
                              return http::Reply{.status = 201, .body = "{}"};
                            });
  };
  EXPECT_EQ(run("key-0001").status, 201);
  EXPECT_THROW(run("key-0002"), sql::Fault);
}

TEST_F(Idempotency, InFlightIsSaidAtOnce) {
  std::latch inside(1);
  std::latch may_end(1);
  std::thread first([&] {
    const auto reply =
        idempotency::Run(*pool_, Ask("key-0001"), "acc_1", clock_, true, [&](sql::Transaction&) -> Result<http::Reply> {
          inside.count_down();
          may_end.wait();
          return http::Reply{.status = 201, .body = "first"};
        });
    EXPECT_EQ(reply.status, 201);
  });
  inside.wait();
  const auto second = Place(Ask("key-0001"));
  EXPECT_TRUE(Says(second, 409, "request-in-flight"));
  EXPECT_EQ(HeaderOf(second, "Retry-After"), "1");
  EXPECT_EQ(Place(Ask("key-0002")).status, 201) << "other keys are not held up";
  may_end.count_down();
  first.join();
  EXPECT_EQ(Place(Ask("key-0001")).body, "first");
}

/// Another replica is another process: its flight is seen by nothing but the row. Whoever is second gets the first
/// one's answer, or is told that it is in flight; one effect in any case.
TEST_F(Idempotency, AnotherReplicasFlightEndsInOneEffect) {
  const auto other = sql::Pool::Open(options_);
  auto theirs = other->Take();
  sql::detail::Begin(*theirs);
  theirs->Execute("INSERT INTO orders (name) VALUES ('theirs')");
  const auto request = Ask("key-0001");
  // As the other replica would write it; the fingerprint is copied from a real row.
  Place(Ask("key-other"));
  theirs->Execute(
      "INSERT INTO idempotency_keys SELECT caller, 'key-0001', fingerprint, 201, 'application/json', '', 'theirs', "
      "expires_at "
      "FROM idempotency_keys WHERE idempotency_key = 'key-other'");
  std::thread commits([&] {
    EXPECT_TRUE(rig::Eventually([&] { return runs_ == 2; }));
    sql::detail::Commit(*theirs);
  });
  const auto reply = Place(request);
  commits.join();
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body, "theirs");
  EXPECT_EQ(Orders(), 2) << "theirs and key-other's";
}

TEST_F(Idempotency, AStalledReplicaMakesItInFlight) {
  const auto other = sql::Pool::Open(options_);
  const auto theirs = other->Take();
  sql::detail::Begin(*theirs);
  theirs->Execute(
      "INSERT INTO idempotency_keys VALUES ('acc_1', 'key-0001', REPEAT('0', 64), 201, 'application/json', '', '', "
      "'2030-01-01')");
  EXPECT_TRUE(Says(Place(Ask("key-0001")), 409, "request-in-flight"));
  sql::detail::RollBack(*theirs);
  EXPECT_EQ(Place(Ask("key-0001")).status, 201);
}

TEST_F(Idempotency, ManyAtOnceHaveOneEffect) {
  std::barrier start(8);
  std::vector<std::thread> threads;
  std::atomic<int> created{0};
  std::atomic<int> in_flight{0};
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int time = 0; time < 10; ++time) {
        const auto reply = Place(Ask("key-" + std::to_string(10'000 + time)));
        if (reply.status == 201) ++created;
        if (Says(reply, 409, "request-in-flight")) ++in_flight;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(Orders(), 10);
  EXPECT_EQ(created + in_flight, 80);
}

TEST_F(Idempotency, KeysEndAndAreSwept) {
  Place(Ask("key-0001"));
  clock_.Advance(73h);
  const auto later = Place(Ask("key-0001"));
  EXPECT_EQ(HeaderOf(later, "Idempotency-Replayed"), "") << "three days later it is a new request";
  EXPECT_EQ(Orders(), 2);
  Place(Ask("key-0002"));
  EXPECT_EQ(Sweep(*pool_, clock_.Now()), 0);
  EXPECT_EQ(Sweep(*pool_, clock_.Now() + 73h), 2);
}

}  // namespace
}  // namespace keel::idempotency
