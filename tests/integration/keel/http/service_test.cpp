#include "keel/service/service.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "keel/log/log.hpp"
#include "tests/integration/keel/http/socket.hpp"

/// sample_service as a real process: settings, commands, readiness, the movable clock, SIGTERM.
namespace {

using keel::http::Ask;
using keel::http::Client;
using keel::http::Method;
using keel::http::Server;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kKey = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=";

class Process {
 public:
  Process(std::vector<std::string> arguments, std::vector<std::string> environment)
      : output_(std::filesystem::temp_directory_path() / ("sample-service-" + std::to_string(getpid()))) {
    arguments.insert(arguments.begin(), SAMPLE_SERVICE);
    for (const char* kept : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"})
      if (const char* value = std::getenv(kept)) environment.push_back(std::string(kept) + '=' + value);
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> all;
      for (auto& text : texts) all.push_back(text.data());
      all.push_back(nullptr);
      return all;
    };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    if (posix_spawn(&pid_, SAMPLE_SERVICE, &actions, nullptr, pointers(arguments).data(),
                    pointers(environment).data()) != 0)
      pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Process() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    std::filesystem::remove(output_);
  }
  void Signal(int signal) const { kill(pid_, signal); }
  /// The exit code; -1 if it does not end in time or by itself.
  int Ends(std::chrono::seconds patience = std::chrono::seconds(30)) {
    const auto end = steady_clock::now() + patience;
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (steady_clock::now() > end) return -1;
      std::this_thread::sleep_for(milliseconds(5));  // Sleeps: between two looks.
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string Output() const {
    std::ostringstream text;
    text << std::ifstream(output_).rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path output_;
  pid_t pid_ = -1;
};

int FreePort() {
  const auto server = Server::Make({});
  server->Start();
  return server->port();
}

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() : port_(FreePort()), client_(Client::Make("sample", "http://127.0.0.1:" + std::to_string(port_))) {
    keel::log::Start("test", "error");
  }
  std::vector<std::string> Environment() const {
    return {"LISTEN_PORT=" + std::to_string(port_), "SAMPLE_WORD=honey", "INTERNAL_KEY=" + std::string(kKey),
            "ALLOW_CLOCK=1"};
  }
  bool BecomesReady() const {
    const auto end = steady_clock::now() + std::chrono::seconds(20);
    while (steady_clock::now() < end) {
      try {
        keel::test::Socket socket(port_);
        socket.Say(keel::test::Get("/readyz"));
        if (const auto heard = socket.Hear(); heard && heard->status == 200) return true;
      } catch (const std::runtime_error&) {
      }
      std::this_thread::sleep_for(milliseconds(20));  // Sleeps: between two looks.
    }
    return false;
  }
  std::string Body(const std::string& path) const {
    const auto answer = client_->Send({Method::kGet, path});
    return answer ? answer->body : "no answer";
  }
  const int port_;
  const std::unique_ptr<Client> client_;
};

TEST_F(ServiceTest, NamesEverySettingThatKeepsItFromStarting) {
  Process process({}, {"LISTEN_PORT=99999", "SAMPLE_COUNT=many", "ALLOW_CLOCK=yes"});
  EXPECT_EQ(process.Ends(), 2);
  for (const char* name : {"LISTEN_PORT", "SAMPLE_COUNT", "SAMPLE_WORD", "ALLOW_CLOCK"})
    EXPECT_THAT(process.Output(), HasSubstr(name));
}

TEST_F(ServiceTest, RefusesWhatOnlyATestMayAskForWithoutAMovableClock) {
  for (const char* setting : {"FAULT_POINTS=watch", "CLOCK_OFFSET_MS=1"}) {
    auto environment = Environment();
    std::ranges::replace(environment, std::string("ALLOW_CLOCK=1"), std::string("ALLOW_CLOCK=0"));
    environment.emplace_back(setting);
    Process process({}, environment);
    EXPECT_EQ(process.Ends(), 2);
    EXPECT_THAT(process.Output(), HasSubstr("only for a test market"));
  }
}

TEST_F(ServiceTest, HasNoWayToDieUnlessItWasStartedForThat) {
  Process process({}, Environment());
  ASSERT_TRUE(BecomesReady());
  const auto answer =
      client_->Send({Method::kPost, "/internal/fault-points", R"({"deadly":"elsewhere: before commit"})"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
}

TEST_F(ServiceTest, ListsItsSettingsWithoutTheirValues) {
  Process process({"config"}, Environment());
  EXPECT_EQ(process.Ends(), 0);
  EXPECT_THAT(process.Output(), HasSubstr("SAMPLE_WORD"));
  EXPECT_THAT(process.Output(), HasSubstr("what /word answers"));
  EXPECT_THAT(process.Output(), Not(HasSubstr(kKey)));
}

TEST_F(ServiceTest, PassesOtherWordsToTheServicesCommand) {
  Process process({"greet", "you"}, Environment());
  EXPECT_EQ(process.Ends(), 7);
}

TEST_F(ServiceTest, ServesAndIsReadyWhenItsChecksAre) {
  Process process({}, Environment());
  ASSERT_TRUE(BecomesReady()) << process.Output();
  EXPECT_EQ(Body("/word"), "honey");
  EXPECT_THAT(Body("/healthz"), HasSubstr("ok"));
  EXPECT_THAT(Body("/metrics"), HasSubstr("http_request_seconds_bucket{of=\"GET /word\""));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Ends(), 0) << process.Output();
}

TEST_F(ServiceTest, AnswersWhatIsUnderWayWhenToldToStop) {
  Process process({}, Environment());
  ASSERT_TRUE(BecomesReady()) << process.Output();
  keel::test::Socket slow(port_);
  slow.Say(keel::test::Get("/slow"));
  // One that came after it was answered, so it is under way.
  EXPECT_EQ(Body("/word"), "honey");
  process.Signal(SIGINT);
  const auto heard = slow.Hear();
  ASSERT_TRUE(heard) << process.Output();
  EXPECT_EQ(heard->status, 204);
  EXPECT_EQ(process.Ends(), 0) << process.Output();
  EXPECT_FALSE(client_->Send({Method::kPost, "/word"})) << "nobody listens any more";
}

TEST_F(ServiceTest, MovesItsClockForServicesOnly) {
  Process process({}, Environment());
  ASSERT_TRUE(BecomesReady()) << process.Output();
  Ask move{Method::kPost, "/internal/clock", R"({"offset_ms":-86400000})"};
  EXPECT_EQ(client_->Send(move)->status, 401);
  keel::SystemClock clock;
  const keel::Secret key{kKey};
  move.headers["authorization"] = keel::auth::ServiceBearer("demo", key, clock);
  const auto moved = client_->Send(move);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->status, 200) << moved->body;
  const auto now = keel::FromRfc3339(Body("/now"));
  ASSERT_TRUE(now);
  EXPECT_LT(*now, clock.Now() - std::chrono::hours(23));
  // A token of the real now still moves it: whoever does may not know how far it stands.
  move.body = R"({"offset_ms":0})";
  EXPECT_EQ(client_->Send(move)->status, 200);
  move.body = R"({"offset_ms":99999999999999})";
  EXPECT_EQ(client_->Send(move)->ProblemCode(), "field-out-of-range");
}

}  // namespace
