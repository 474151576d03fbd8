#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "keel/redis/redis.hpp"
#include "shipping-adapters/flows/cancel_desk.hpp"
#include "shipping-adapters/flows/follow_desk.hpp"
#include "shipping-adapters/flows/quote_desk.hpp"
#include "shipping-adapters/flows/want_shipment.hpp"
#include "shipping-adapters/store/shipment_store.hpp"
#include "tests/contract/shipping-adapters/known_carriers.hpp"
#include "tests/contract/shipping-adapters/simulator_process.hpp"
#include "tests/rig/private_database.hpp"

namespace shipping {

class NoRedis : public keel::redis::Redis {
 public:
  std::optional<std::string> Get(std::string_view) override { return std::nullopt; }
  void Set(std::string_view, std::string_view, std::chrono::seconds) override {}
  void Drop(std::string_view) override {}
  std::optional<std::int64_t> Count(std::string_view, std::chrono::seconds) override { return std::nullopt; }
  void Wake(std::string_view) override {}
  void OnWake(std::string, std::function<void()>) override {}
  bool Alive() override { return false; }
};

/// The simulators as programs, with our webhook routes to call, and orders played by a small server. Once for all
/// tests.
class Town {
 public:
  static Town& Shared();
  explicit Town();
  ~Town();

  SimulatorProcess& SimulatorOf(const std::string& carrier) { return *simulators_.at(carrier); }
  keel::sql::Pool& pool() { return *pool_; }
  keel::http::Client& ours() { return *ours_; }

  std::map<std::string, int> ports;  ///< Of the simulators; before the carriers, which need them.
  Carriers carriers;
  keel::ManualClock clock;
  keel::Secret internal_key;
  std::unique_ptr<keel::auth::Verifier> verifier;
  std::unique_ptr<keel::auth::Signer> signer;
  keel::crypto::FieldKey key;
  bool orders_away = false;
  /// What orders says, by order; changed by tests.
  std::map<std::string, nlohmann::json> consignments;
  std::unique_ptr<Consignments> asked;

 private:
  static std::vector<std::unique_ptr<Carrier>> MakeCarriers(std::map<std::string, int>& ports);
  std::unique_ptr<keel::sql::Pool> pool_;
  NoRedis redis_;
  std::unique_ptr<QuoteCache> cache_;
  std::unique_ptr<QuoteDesk> quotes_;
  std::unique_ptr<keel::http::Server> server_;
  std::unique_ptr<keel::http::Client> orders_, ours_;
  std::map<std::string, std::unique_ptr<SimulatorProcess>> simulators_;
};

/// One order of one test, and short words for what is done with it.
class Story : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override;

  Town& town = Town::Shared();
  std::string order_id = keel::Id<ShipmentTag>::New(town.clock.Now()).text();  // Only the length matters.

  const std::string& carrier() const { return GetParam(); }
  SimulatorProcess& simulator() { return town.SimulatorOf(carrier()); }

  void Pack(const std::string& service = "");
  void CancelOrder();
  Shipment Row();
  std::string Reference() { return Row().Reference(); }
  int Book();  ///< One round of the booking desk.
  int Cancel();
  /// Rounds of Confirm until the state is there, or the time is up.
  bool ComesTo(ShipmentState state);
  /// Confirm rounds until nothing waits in the inbox.
  void SettleInbox();
  void Pass(std::chrono::milliseconds time) { town.clock.Advance(time); }

  struct Told {
    std::string topic;
    nlohmann::json body;
  };
  std::vector<Told> Events(const std::string& topic = "");
  std::vector<std::string> States();  ///< Of shipment.moved, in order.
  std::int64_t Count(std::string_view statement, const keel::sql::Values& values = {});

  static DeskOptions Options();
  BookingDesk booking{town.pool(), town.carriers, *town.asked, town.key, town.clock, Options()};
  CancelDesk cancelling{town.pool(), town.carriers, town.clock, Options()};
  FollowDesk following{town.pool(), town.carriers, town.clock, Options()};
};

inline auto BothCarriers() {
  return testing::Values(std::string("ghn"), std::string("vnpost"));
}

}  // namespace shipping
