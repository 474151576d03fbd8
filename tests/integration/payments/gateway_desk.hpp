#pragma once
#include <nlohmann/json.hpp>

#include "keel/auth/jwt.hpp"
#include "payments/flows/open_attempt.hpp"
#include "payments/store/attempt_store.hpp"
#include "tests/contract/payments/gateway_bench.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {

/// A desk on real MariaDB with the provider the parameter names: its simulator is a program of its own that misbehaves
/// as told, and calls the routes of this one. After every test the whole ledger is verified.
class GatewayDesk : public DeskUnderTest, public testing::WithParamInterface<std::string> {
 protected:
  GatewayDesk();
  ~GatewayDesk() override;

  /// The provider's clock goes with the market's.
  void KeepTime();
  TestOrder PlaceOne() { return Place({GetParam()}).front(); }
  Intent IntentOf(const TestOrder& order) { return Look(order).intent; }
  /// The payer's browser goes to the provider.
  Attempt Go(const TestOrder& order);
  /// …and pays there or not; waits until the provider has said all it has to say.
  void Pay(const Attempt& attempt, bool paid = true, bool wait = true);
  nlohmann::json Till();
  void WaitForCalls();
  Attempt Find(const AttemptId& id) { return AttemptStore(*pool_->Take()).Find(id).value(); }
  void Ask(std::chrono::seconds later = std::chrono::seconds(16));
  void CarryAll(int rounds = 4);
  std::int64_t PaidBack(const Attempt& attempt);
  std::string Clearing() const { return "gateway:" + GetParam(); }
  void ExpectPaidOnce(const TestOrder& order);

  SimulatorProcess& simulator_;
  std::unique_ptr<keel::auth::Verifier> verifier_;
  std::unique_ptr<keel::http::Server> server_;
};

}  // namespace payments
