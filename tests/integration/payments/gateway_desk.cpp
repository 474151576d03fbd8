#include "tests/integration/payments/gateway_desk.hpp"

#include <thread>

#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/http/problems.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

/// Of a key nobody has: these routes ask for no token.
constexpr auto kPublicKey =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3jmn0jU/i1Q2697ffeq7UKQqK9lq\n"
    "vFx1uYAV63a0mPclLZR/9SdfmLf6P230Y9BC53N5iYh6F3i7ZI+2Xx9lYw==\n"
    "-----END PUBLIC KEY-----\n";
const keel::Secret kInternalKey("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

}  // namespace

GatewayDesk::GatewayDesk()
    : DeskUnderTest(SettingsFor(MarketPort())),
      simulator_(SimulatorOf(GetParam(), MarketPort()).simulator),
      verifier_(keel::auth::Verifier::Make(kPublicKey, kInternalKey, clock_)) {
  keel::http::RegisterProblems(Problems());
  server_ = keel::http::Server::Make({.port = MarketPort(), .workers = 4});
  const Front front{*server_, *verifier_, desk_, *feed_,
                    [](const PurchaseId&, const std::string& phone, const auto&) -> keel::Result<keel::Done> {
                      if (phone == "0912345678") return keel::Done{};
                      return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
                    }};
  MountPublicRoutes(front);
  MountWebhookRoutes(front);
  MountGatewayRoutes(front);
  server_->Start();
  KeepTime();
  for (const auto* kind : {"late", "silent", "double", "reorder", "wrong-amount", "wrong-signature", "charge-twice",
                           "down", "lost", "refund-slow", "refund-refused", "refund-busy"})
    simulator_.Fault(kind, 0);
}

GatewayDesk::~GatewayDesk() {
  server_->Drain(std::chrono::seconds(2));
}

void GatewayDesk::KeepTime() {
  const auto away = clock_.Now() - keel::SystemClock().Now();
  simulator_.Control("clock", {{"offset_ms", away.count()}});
}

Attempt GatewayDesk::Go(const TestOrder& order) {
  KeepTime();
  const auto attempt = OpenAttempt(desk_, IntentOf(order).id, {"127.0.0.1", "vi"});
  if (!attempt) throw std::runtime_error("not opened: " + std::string(attempt.error().code));
  const auto path = attempt->pay_url.find('/', attempt->pay_url.find("://") + 3);
  if (!keel::http::Client::Make("browser", attempt->pay_url.substr(0, path))
           ->Send({.path = attempt->pay_url.substr(path)}))
    throw std::runtime_error("the provider's page does not answer");
  return *attempt;
}

void GatewayDesk::Pay(const Attempt& attempt, bool paid, bool wait) {
  simulator_.Control("pay", {{"key", attempt.key}, {"paid", paid}});
  if (wait) WaitForCalls();
}

json GatewayDesk::Till() {
  return keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/payments"})->Json();
}

void GatewayDesk::WaitForCalls() {
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (Till()["calls_waiting"].get<int>() > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);  // Sleeps: between two looks.
}

void GatewayDesk::Ask(std::chrono::seconds later) {
  clock_.Advance(later);
  FollowAttempts(desk_);
}

void GatewayDesk::CarryAll(int rounds) {
  PlanRefunds(desk_);
  for (int i = 0; i < rounds; ++i) {
    CarryRefunds(desk_);
    clock_.Advance(5min);
  }
}

std::int64_t GatewayDesk::PaidBack(const Attempt& attempt) {
  const auto till = Till();
  for (const auto& payment : till["items"])
    if (payment["key"] == attempt.key) return payment["refunded"];
  return -1;
}

void GatewayDesk::ExpectPaidOnce(const TestOrder& order) {
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance(Clearing()), order.total());
  EXPECT_EQ(Balance("buyer_deposits"), -order.total());
  const auto told = Told("payment.secured");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(json::parse(told[0])["method"], GetParam());
  EXPECT_EQ(json::parse(told[0])["amount"], order.total());
}

}  // namespace payments
