#include "tests/contract/shipping-adapters/simulator_process.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <stdexcept>
#include <vector>

int SimulatorProcess::FreePort() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no free port");
  ::close(listener);
  return ntohs(address.sin_port);
}

SimulatorProcess::SimulatorProcess(const std::string& program, std::map<std::string, std::string> settings, int port)
    : port_(port) {
  settings.insert({{"LISTEN_PORT", std::to_string(port)},
                   {"PLACES_FILE", CHOPHIEN_PLACES_FILE},
                   {"SIM_STEP_S", "0"},
                   {"LOG_LEVEL", "error"}});
  if (const char* asan = std::getenv("ASAN_OPTIONS")) settings["ASAN_OPTIONS"] = asan;
  std::vector<std::string> texts;
  for (const auto& [name, value] : settings) texts.push_back(name + "=" + value);
  std::vector<char*> environment;
  for (auto& text : texts) environment.push_back(text.data());
  environment.push_back(nullptr);
  std::string path = program;
  char* arguments[] = {path.data(), nullptr};
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::execve(path.c_str(), arguments, environment.data());
    ::_exit(127);
  }
  client_ = keel::http::Client::Make("simulator", Url());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < until) {
    // A new client each time: one that was refused five times would hold back for a while.
    const auto probe = keel::http::Client::Make("probe", Url());
    if (const auto answer = probe->Send({.path = "/healthz"}); answer && answer->ok()) return;
    const timespec pause{0, 20'000'000};
    ::nanosleep(&pause, nullptr);  // Sleeps: between two looks.
  }
  throw std::runtime_error(program + " does not answer");
}

SimulatorProcess::~SimulatorProcess() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

nlohmann::json SimulatorProcess::Control(const std::string& what, const nlohmann::json& body) {
  const auto answer =
      client_->Send({.method = keel::http::Method::kPost, .path = "/control/" + what, .body = body.dump()});
  if (!answer || !answer->ok())
    throw std::runtime_error("/control/" + what + " was not taken: " + (answer ? answer->body : answer.error().detail));
  return answer->body.empty() ? nlohmann::json() : answer->Json();
}

nlohmann::json SimulatorProcess::ParcelsOf(const std::string& reference) {
  const auto answer = client_->Send({.path = "/control/orders"});
  if (!answer || !answer->ok()) throw std::runtime_error("/control/orders does not answer");
  const auto all = answer->Json();
  auto found = nlohmann::json::array();
  for (const auto& parcel : all["items"])
    if (parcel["client_code"] == reference) found.push_back(parcel);
  return found;
}

std::int64_t SimulatorProcess::CallsWaiting() {
  const auto answer = client_->Send({.path = "/control/orders"});
  if (!answer || !answer->ok()) throw std::runtime_error("/control/orders does not answer");
  return answer->Json().at("calls_waiting");
}

void SimulatorProcess::NoFaults() {
  for (const auto* kind :
       {"down", "late", "garbled", "refuse", "twice", "wrong", "lost", "reorder", "fail-delivery", "expire-token"})
    Fault(kind, 0);
}

int SimulatorProcess::Advance(int steps, const std::string& order_code) {
  nlohmann::json body{{"steps", steps}};
  if (!order_code.empty()) body["order_code"] = order_code;
  return Control("advance", body)["moved"];
}
