#include "keel/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "keel/log/log.hpp"
#include "keel/sql/sql.hpp"
#include "tests/integration/keel/http/socket.hpp"

namespace {

using namespace keel::http;  // NOLINT: the test is about this namespace.
using keel::test::Get;
using keel::test::Socket;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

/// A door handlers wait at until the test opens it.
class Door {
 public:
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, seconds(10), [this] { return open_; });
  }
  bool Holds(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(10), [&] { return waiting_ >= count; });
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    keel::log::Start("test", "error");
    ServerOptions options;
    options.workers = 2;
    options.queue = 2;
    options.max_body = 64 * 1024;
    server_ = Server::Make(options);
    server_->Cheap(Method::kGet, "/cheap", [](const Request&) { return Text("cheap"); });
    server_->Work(Method::kGet, "/work/:id",
                  [](const Request& request) { return Text(std::string(request.Param("id"))); });
    server_->Work(Method::kPost, "/echo", [](const Request& request) { return Text(request.body); });
    server_->Work(Method::kGet, "/held", [this](const Request&) {
      door_.Pass();
      return Text("held");
    });
    server_->Work(Method::kGet, "/fault", [](const Request&) -> Reply { throw std::runtime_error("SELECT password"); });
    server_->Work(Method::kGet, "/odd-fault", [](const Request&) -> Reply { throw 7; });
    server_->Cheap(Method::kGet, "/cheap-fault",
                   [](const Request&) -> std::optional<Reply> { throw std::runtime_error("secret"); });
    server_->Work(Method::kGet, "/away/:code", [](const Request& request) -> Reply {
      throw keel::sql::Fault(std::stoi(std::string(request.Param("code"))), "SELECT password", "");
    });
    server_->Work(Method::kGet, "/big", [](const Request&) { return Text(std::string(8 << 20, 'b')); });
    server_->Start();
  }
  ~ServerTest() override { door_.Open(); }

  static Reply Text(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    reply.content_type = "text/plain";
    return reply;
  }
  std::string CodeOf(const keel::test::Heard& heard) {
    return nlohmann::json::parse(heard.body, nullptr, false).value("code", "");
  }

  Door door_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, KeepsTheConnectionForOneRequestAfterAnother) {
  Socket socket(server_->port());
  for (int i = 0; i < 20; ++i) {
    socket.Say(Get(i % 2 == 0 ? "/cheap" : "/work/" + std::to_string(i)));
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->body, i % 2 == 0 ? "cheap" : std::to_string(i));
    EXPECT_THAT(heard->head, HasSubstr("Connection: keep-alive\r\n"));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInTheirOrder) {
  Socket socket(server_->port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += i % 3 == 0 ? Get("/cheap") : Get("/work/" + std::to_string(i));
  socket.Say(all);
  for (int i = 0; i < 50; ++i) {
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard) << i;
    EXPECT_EQ(heard->body, i % 3 == 0 ? "cheap" : std::to_string(i));
  }
}

TEST_F(ServerTest, ClosesWhenItIsAskedTo) {
  for (const char* target : {"/cheap", "/work/1"}) {
    Socket socket(server_->port());
    socket.Say(Get(target, "Connection: close\r\n"));
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard);
    EXPECT_THAT(heard->head, HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(socket.Ends()) << target;
  }
  Socket old(server_->port());
  old.Say("GET /cheap HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(old.Hear());
  EXPECT_TRUE(old.Ends());
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
  Socket socket(server_->port());
  socket.Say("HEAD /cheap HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/work/next"));
  const auto head = socket.Hear(/*to_head=*/true);
  ASSERT_TRUE(head);
  EXPECT_THAT(head->head, HasSubstr("Content-Length: 5\r\n"));
  const auto next = socket.Hear();
  ASSERT_TRUE(next) << "a body where none belongs breaks the connection for the next request";
  EXPECT_EQ(next->body, "next");
}

TEST_F(ServerTest, NamesTheMethodsItTakes) {
  Socket socket(server_->port());
  socket.Say("DELETE /cheap HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/nowhere"));
  const auto refused = socket.Hear();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 405);
  EXPECT_THAT(refused->head, HasSubstr("Allow: GET, HEAD, OPTIONS\r\n"));
  const auto options = socket.Hear();
  ASSERT_TRUE(options);
  EXPECT_EQ(options->status, 204);
  EXPECT_THAT(options->head, HasSubstr("Allow: POST, OPTIONS\r\n"));
  EXPECT_EQ(socket.Hear()->status, 404);
}

TEST_F(ServerTest, CarriesTheRequestIdAndMakesOneWhereItIsNotFit) {
  Socket socket(server_->port());
  socket.Say(Get("/cheap", "X-Request-Id: abc-DEF_123\r\n"));
  EXPECT_THAT(socket.Hear()->head, HasSubstr("X-Request-Id: abc-DEF_123\r\n"));
  for (const char* unfit : {"short", "with blank inside", "<script>alert(1)</script>"}) {
    socket.Say(Get("/cheap", "X-Request-Id: " + std::string(unfit) + "\r\n"));
    EXPECT_THAT(socket.Hear()->head, Not(HasSubstr(unfit)));
  }
}

TEST_F(ServerTest, TellsNothingOfAFault) {
  Socket socket(server_->port());
  for (const char* target : {"/fault", "/odd-fault", "/cheap-fault", "/away/1064"}) {
    socket.Say(Get(target));
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard) << target;
    EXPECT_EQ(heard->status, 500) << target;
    EXPECT_EQ(CodeOf(*heard), "internal");
    EXPECT_THAT(heard->body, Not(HasSubstr("password")));
    EXPECT_THAT(heard->body, Not(HasSubstr("secret")));
  }
}

TEST_F(ServerTest, SaysThatTheDatabaseIsAway) {
  Socket socket(server_->port());
  for (const char* code : {"0", "2002", "2006", "2013"}) {
    socket.Say(Get("/away/" + std::string(code)));
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->status, 503) << code;
    EXPECT_EQ(CodeOf(*heard), "database-unavailable");
    EXPECT_THAT(heard->head, HasSubstr("Retry-After: "));
  }
}

TEST_F(ServerTest, SaysThatTheDiskIsFull) {
  Socket socket(server_->port());
  for (const char* code : {"1021", "1030", "1114"}) {
    socket.Say(Get("/away/" + std::string(code)));
    const auto heard = socket.Hear();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->status, 503) << code;
    EXPECT_EQ(CodeOf(*heard), "storage-full");
    EXPECT_THAT(heard->head, HasSubstr("Retry-After: "));
  }
}

TEST_F(ServerTest, SaysThatAnIdOfOtherLettersIsNone) {
  Socket socket(server_->port());
  socket.Say(Get("/away/1267"));
  const auto heard = socket.Hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->status, 400);
  EXPECT_EQ(CodeOf(*heard), "malformed-id");
}

TEST_F(ServerTest, RefusesAtOnceWhenTheQueueIsFull) {
  std::vector<std::unique_ptr<Socket>> held;
  const auto hold = [&] {
    held.push_back(std::make_unique<Socket>(server_->port()));
    held.back()->Say(Get("/held"));
  };
  hold();
  hold();
  ASSERT_TRUE(door_.Holds(2)) << "both workers are taken";
  // Two more may wait; which of the next few are refused depends on nothing but their number.
  for (int i = 0; i < 4; ++i) hold();
  const auto refused_so_far = [&] { return std::ranges::count_if(held, [](auto& one) { return one->HasAnswer(); }); };
  const auto end = std::chrono::steady_clock::now() + seconds(20);
  while (refused_so_far() < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  ASSERT_EQ(refused_so_far(), 2) << "all have arrived, and the queue is full";
  Socket socket(server_->port());
  socket.Say(Get("/work/1"));
  const auto too_many = socket.Hear();
  ASSERT_TRUE(too_many);
  EXPECT_EQ(too_many->status, 503);
  EXPECT_EQ(CodeOf(*too_many), "too-busy");
  EXPECT_THAT(too_many->head, HasSubstr("Retry-After: 1\r\n"));
  socket.Say(Get("/cheap"));
  EXPECT_EQ(socket.Hear()->status, 200) << "what is cached is answered all the same";
  door_.Open();
  int served = 0, refused = 0;
  for (auto& one : held) {
    const auto heard = one->Hear();
    ASSERT_TRUE(heard);
    ++(heard->status == 200 ? served : refused);
  }
  EXPECT_EQ(served, 4);
  EXPECT_EQ(refused, 2);
}

TEST_F(ServerTest, DoesNotStartWorkNobodyWaitsForAnyMore) {
  Socket socket(server_->port());
  socket.Say(Get("/work/1", "X-Deadline-Ms: 0\r\n"));
  EXPECT_EQ(socket.Hear()->status, 503);
}

struct Bad {
  const char* name;
  std::string bytes;
  int status;
  friend void PrintTo(const Bad& row, std::ostream* out) { *out << row.name; }
};

const Bad kBad[] = {
    {"BareLineFeeds", "GET / HTTP/1.1\n\n", 400},
    {"Nonsense", "\x16\x03\x01\x02\r\n\r\n", 400},
    {"UnknownVersion", "GET / HTTP/3\r\nHost: x\r\n\r\n", 505},
    {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
    {"BrokenUtf8", "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400},
    {"TwoLengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\naGET /", 400},
    {"LengthAndChunks",
     "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"FiftyThousandSlashes", "GET " + std::string(50'000, '/') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
    {"LargeHeaders", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'a') + "\r\n\r\n", 431},
    {"LargeBodyAnnounced",
     "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + std::string(70'000, 'x') + Get("/cheap"), 413},
    {"LargeBodyInChunks",
     "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nGET /cheap HTTP/1.1\r\n\r\n", 413},
};

class ServerRefuses : public ServerTest, public testing::WithParamInterface<Bad> {};

/// What cannot be read is answered once, and nothing after it on the connection is taken for a request.
TEST_P(ServerRefuses, OnceAndCloses) {
  Socket socket(server_->port());
  socket.Say(GetParam().bytes);
  const auto heard = socket.Hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->status, GetParam().status);
  EXPECT_THAT(heard->head, HasSubstr("application/problem+json"));
  EXPECT_THAT(heard->head, HasSubstr("Connection: close\r\n"));
  socket.Say(Get("/cheap"));
  EXPECT_TRUE(socket.Ends());
  Socket next(server_->port());
  next.Say(Get("/cheap"));
  EXPECT_EQ(next.Hear()->status, 200);
}

INSTANTIATE_TEST_SUITE_P(All, ServerRefuses, testing::ValuesIn(kBad), [](const auto& row) { return row.param.name; });

TEST_F(ServerTest, RefusesInTheReadersLanguageUnderTheirId) {
  for (const auto* wrong : {"GET /%ff HTTP/1.1\r\nHost: x\r\n", "GET /cheap HTTP/1.1\r\nHost: x\r\nNonsense\r\n"}) {
    Socket english(server_->port());
    english.Say(wrong + std::string("Accept-Language: en\r\nX-Request-Id: from-the-edge\r\n\r\n"));
    const auto heard = english.Hear();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->status, 400);
    EXPECT_THAT(heard->head, HasSubstr("Content-Language: en\r\n"));
    EXPECT_THAT(heard->body, HasSubstr("could not read this request"));
    EXPECT_THAT(heard->body, HasSubstr("from-the-edge"));
    Socket vietnamese(server_->port());
    vietnamese.Say(wrong + std::string("Accept-Language: vi\r\n\r\n"));
    EXPECT_THAT(vietnamese.Hear()->body, HasSubstr("không đọc được yêu cầu"));
  }
}

TEST_F(ServerTest, ReadsChunksHoweverTheyAreCut) {
  // Cut between the CR and LF after a chunk, this request makes Pistache's own parser spin for ever.
  Socket socket(server_->port());
  for (const char* piece : {"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhe", "llo\r",
                            "\n6\r\n world\r\n0\r\n", "\r\n"}) {
    socket.Say(piece);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // Sleeps: the pieces must arrive apart.
  }
  const auto heard = socket.Hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->body, "hello world");
}

TEST_F(ServerTest, AsksForABodyTheClientHoldsBack) {
  Socket socket(server_->port());
  socket.Say("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(socket.Hear()->status, 100);
  socket.Say("hello");
  EXPECT_EQ(socket.Hear()->body, "hello");
}

TEST_F(ServerTest, LetsNobodyWaitForASlowReader) {
  Socket slow(server_->port());
  slow.SmallReceiveBuffer();
  slow.Say(Get("/big"));  // Eight megabytes nobody reads for now.
  for (int i = 0; i < 50; ++i) {
    Socket quick(server_->port());
    quick.Say(Get("/cheap"));
    ASSERT_TRUE(quick.Hear());
    quick.Say(Get("/work/1"));
    ASSERT_TRUE(quick.Hear());
  }
  const auto heard = slow.Hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->body, std::string(8 << 20, 'b'));
  slow.Say(Get("/cheap"));
  EXPECT_EQ(slow.Hear()->body, "cheap");
}

TEST_F(ServerTest, AnswersWhatIsUnderWayBeforeItStops) {
  Socket held(server_->port()), waiting(server_->port());
  held.Say(Get("/held"));
  ASSERT_TRUE(door_.Holds(1));
  std::thread drain([&] { server_->Drain(seconds(10)); });
  while (!server_->draining()) std::this_thread::yield();
  waiting.Say(Get("/work/late"));
  const auto late = waiting.Hear();
  ASSERT_TRUE(late) << "a connection that is there is still answered";
  EXPECT_EQ(late->body, "late");
  EXPECT_THAT(late->head, HasSubstr("Connection: close\r\n"));
  door_.Open();
  const auto heard = held.Hear();
  drain.join();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->body, "held");
}

TEST_F(ServerTest, StopsInTimeEvenIfAHandlerDoesNot) {
  Socket held(server_->port());
  held.Say(Get("/held"));
  ASSERT_TRUE(door_.Holds(1));
  const auto begin = std::chrono::steady_clock::now();
  server_->Drain(std::chrono::milliseconds(200));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(3));
}

TEST(Server, SaysWhenThePortIsTaken) {
  ServerOptions options;
  const auto first = Server::Make(options);
  first->Start();
  options.port = first->port();
  const auto second = Server::Make(options);
  EXPECT_THROW(second->Start(), std::exception);
}

TEST(Server, WrapsWorkInMiddlewareTheFirstOutermost) {
  const auto server = Server::Make({});
  const auto around = [](std::string mark) {
    return [mark](const Request& request, const Handler& next) {
      auto reply = next(request);
      reply.body = mark + reply.body + mark;
      return reply;
    };
  };
  server->Use(around("a"));
  server->Use(around("b"));
  server->Work(Method::kGet, "/", [](const Request&) { return Reply{}; });
  server->Otherwise([](const Request& request) { return Problem({keel::Kind::kNotFound, "not-found", ""}, request); });
  server->Cheap(Method::kGet, "/either", [](const Request& request) -> std::optional<Reply> {
    if (request.Query("hit")) return Reply{200, "hit", "text/plain", {}};
    return std::nullopt;
  });
  server->Work(Method::kGet, "/either", [](const Request&) { return Reply{200, "miss", "text/plain", {}}; });
  server->Start();
  Socket socket(server->port());
  socket.Say(Get("/") + Get("/either?hit") + Get("/either") + Get("/none"));
  EXPECT_EQ(socket.Hear()->body, "abba");
  EXPECT_EQ(socket.Hear()->body, "hit");
  EXPECT_EQ(socket.Hear()->body, "abmissba");
  const auto none = socket.Hear();
  EXPECT_EQ(none->status, 404);
  EXPECT_TRUE(none->body.starts_with("ab{"));
}

}  // namespace
