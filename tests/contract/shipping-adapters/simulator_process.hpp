#pragma once
#include <sys/types.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "keel/http/client.hpp"

/// A carrier's simulator as a program of its own, on a free port of loopback; gone with the test program.
class SimulatorProcess {
 public:
  /// Throws std::runtime_error when it does not answer within ten seconds. `settings` are added to LISTEN_PORT,
  /// PLACES_FILE and SIM_STEP_S=0 (parcels move when told). Started by the main thread.
  SimulatorProcess(const std::string& program, std::map<std::string, std::string> settings, int port = FreePort());
  ~SimulatorProcess();
  SimulatorProcess(const SimulatorProcess&) = delete;

  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// POST /control/<what>. Throws when it is not taken.
  nlohmann::json Control(const std::string& what, const nlohmann::json& body);
  /// All parcels with this client code.
  nlohmann::json ParcelsOf(const std::string& reference);
  void Fault(const std::string& kind, int times = 1, int delay_ms = 2'500) {
    Control("fault", {{"kind", kind}, {"times", times}, {"delay_ms", delay_ms}});
  }
  std::int64_t CallsWaiting();
  void NoFaults();
  int Advance(int steps, const std::string& order_code = {});

  static int FreePort();

 private:
  int port_;
  pid_t process_ = -1;
  std::unique_ptr<keel::http::Client> client_;
};
