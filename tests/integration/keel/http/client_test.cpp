#include "keel/http/client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "keel/http/server.hpp"
#include "keel/log/log.hpp"
#include "tests/integration/keel/http/socket.hpp"

namespace {

using namespace keel::http;  // NOLINT: the test is about this namespace.
using std::chrono::milliseconds;
using std::chrono::steady_clock;

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    keel::log::Start("test", "error");
    server_->Work(Method::kPost, "/echo", [](const Request& request) {
      return Json(200, {{"body", request.body},
                        {"id", request.request_id},
                        {"deadline_ms",
                         std::chrono::duration_cast<milliseconds>(request.deadline - steady_clock::now()).count()},
                        {"x", request.Header("x-given")}});
    });
    const auto busy = [this](const Request& request) {
      ++calls_;
      return Problem({keel::Kind::kUnavailable, "too-busy", ""}, request);
    };
    server_->Work(Method::kGet, "/busy", busy);
    server_->Work(Method::kPost, "/busy", busy);
    server_->Work(Method::kGet, "/missing", [](const Request& request) {
      return Problem({keel::Kind::kNotFound, "not-found", ""}, request);
    });
    server_->Work(Method::kGet, "/slow", [](const Request&) {
      std::this_thread::sleep_for(milliseconds(700));  // Sleeps: slowness is the test.
      return NoContent();
    });
    server_->Start();
    client_ = Client::Make("test", "http://127.0.0.1:" + std::to_string(server_->port()) + "/");
  }
  std::atomic<int> calls_ = 0;
  std::unique_ptr<Server> server_ = Server::Make({});
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, PassesOnTheRequestIdAndTheDeadline) {
  keel::log::SetRequestId("request-17");
  Ask ask{Method::kPost, "/echo", R"({"a":1})"};
  ask.headers["x-given"] = "yes";
  ask.deadline = steady_clock::now() + std::chrono::seconds(2);
  const auto answer = client_->Send(ask);
  keel::log::SetRequestId({});
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->ok());
  const auto json = answer->Json();
  EXPECT_EQ(json["body"], R"({"a":1})");
  EXPECT_EQ(json["id"], "request-17");
  EXPECT_EQ(json["x"], "yes");
  EXPECT_LE(json["deadline_ms"], 2'000);
  EXPECT_GT(json["deadline_ms"], 500);
}

TEST_F(ClientTest, TakesAnyStatusForAnAnswer) {
  const auto answer = client_->Send({Method::kGet, "/missing"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->ProblemCode(), "not-found");
  EXPECT_EQ(client_->Send({Method::kHead, "/missing"})->status, 404);
}

TEST_F(ClientTest, RepeatsOnlyWhatIsSafeToRepeat) {
  EXPECT_EQ(client_->Send({Method::kGet, "/busy"})->status, 503);
  EXPECT_EQ(calls_, 2);
  EXPECT_EQ(client_->Send({Method::kPost, "/busy", "{}"})->status, 503);
  EXPECT_EQ(calls_, 3);
  Ask keyed{Method::kPost, "/busy", "{}"};
  keyed.idempotent = true;
  EXPECT_EQ(client_->Send(keyed)->status, 503);
  EXPECT_EQ(calls_, 5);
}

TEST_F(ClientTest, GivesUpAtTheDeadline) {
  Ask ask{Method::kGet, "/slow"};
  ask.deadline = steady_clock::now() + milliseconds(100);
  const auto begin = steady_clock::now();
  const auto answer = client_->Send(ask);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "peer-unavailable");
  EXPECT_LT(steady_clock::now() - begin, milliseconds(600));
  ask.deadline = steady_clock::now() - milliseconds(1);
  EXPECT_FALSE(client_->Send(ask));
}

TEST_F(ClientTest, StopsAskingADeadPeerForAWhileAndTriesAgain) {
  std::unique_ptr<Server> peer = Server::Make({});
  peer->Start();
  ServerOptions same;
  same.port = peer->port();
  peer.reset();
  const auto client = Client::Make("dead", "http://127.0.0.1:" + std::to_string(same.port));
  const Ask post{Method::kPost, "/x", "{}"};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(client->Send(post));

  peer = Server::Make(same);
  peer->Work(Method::kPost, "/x", [](const Request&) { return NoContent(); });
  peer->Start();
  EXPECT_FALSE(client->Send(post)) << "the breaker is open";
  const auto end = steady_clock::now() + std::chrono::seconds(10);
  bool back = false;
  while (!back && steady_clock::now() < end) {
    back = static_cast<bool>(client->Send(post));
    std::this_thread::sleep_for(milliseconds(20));  // Sleeps: between two looks.
  }
  EXPECT_TRUE(back);
}

TEST_F(ClientTest, AskersWithNoTimeLeftDoNotCloseAPeerToOthers) {
  for (int i = 0; i < 10; ++i) {
    Ask spent{Method::kGet, "/slow"};
    spent.deadline = steady_clock::now() + milliseconds(i % 2 == 0 ? -1 : 5);
    EXPECT_FALSE(client_->Send(spent));
  }
  EXPECT_TRUE(client_->Send({Method::kPost, "/echo", "{}"}));
}

TEST_F(ClientTest, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int j = 0; j < 100; ++j) {
        const auto body = std::to_string(i) + "-" + std::to_string(j);
        const auto answer = client_->Send({Method::kPost, "/echo", body});
        if (!answer || answer->Json()["body"] != body) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(ClientTest, LetsNoHeaderValueSmuggleAnother) {
  Ask ask{Method::kPost, "/echo", "{}"};
  ask.headers["x-given"] = "a\r\nX-Given: b";
  const auto answer = client_->Send(ask);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->Json()["x"], "");
}

}  // namespace
