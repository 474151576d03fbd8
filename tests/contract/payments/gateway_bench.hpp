#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "keel/http/client.hpp"
#include "keel/http/server.hpp"
#include "payments/registry.hpp"
#include "tests/contract/shipping-adapters/simulator_process.hpp"

/// The simulated payment providers as programs, and providers of ours that are started to talk to them.
namespace payments {

/// One provider with its simulator, started once for the test program.
struct GatewayUnderTest {
  std::string code;
  SimulatorProcess simulator;
};

/// "vnpay", "momo", "zalopay". `market_port`: where callbacks go. Throws when the simulator does not start.
GatewayUnderTest& SimulatorOf(const std::string& code, int market_port);

/// All three simulators' addresses and keys, ours going to `market_port`.
ProviderSettings SettingsFor(int market_port);

/// A port of this program's own, the same in every call.
int MarketPort();

}  // namespace payments
