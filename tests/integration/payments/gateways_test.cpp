#include <latch>
#include <nlohmann/json.hpp>
#include <thread>

#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "tests/integration/payments/gateway_desk.hpp"

/// VNPAY, MoMo and ZaloPay from the tap to the payment that is secured, with simulators that misbehave as told.
namespace payments {
namespace {

using keel::Money;
using nlohmann::json;
using namespace std::chrono_literals;

class Gateways : public GatewayDesk {};

TEST_P(Gateways, ACallbackSecuresAndTellsOnce) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  EXPECT_EQ(Status(order), "awaiting");
  Pay(attempt);
  ExpectPaidOnce(order);
  EXPECT_EQ(Find(attempt.id).state, AttemptState::kPaid);
}

TEST_P(Gateways, OnePaymentIsForAllShopsOfThePurchase) {
  const auto orders = Place({GetParam(), GetParam(), "cod"});
  const auto attempt = Go(orders[0]);
  EXPECT_EQ(attempt.amount, Money::Vnd(464'000));
  Pay(attempt);
  EXPECT_EQ(Status(orders[0]), "secured");
  EXPECT_EQ(Status(orders[2]), "awaiting");
  EXPECT_EQ(json::parse(Told("payment.secured").at(0))["order_ids"].size(), 2U);
}

TEST_P(Gateways, ItsBoundsAreToldWithTheWaysOfPaying) {
  const auto bounds = desk_.providers.Find(GetParam())->Bounds();
  const auto market = keel::http::Client::Make("orders", "http://127.0.0.1:" + std::to_string(MarketPort()));
  const auto items = market->Send({.path = "/v1/payment-methods"})->Json()["items"];
  const auto told = std::ranges::find_if(items, [](const json& item) { return item["code"] == GetParam(); });
  ASSERT_NE(told, items.end());
  const auto expect = [&](const char* name, const std::optional<Money>& bound) {
    const auto wanted = bound ? json{{"amount", bound->dong()}, {"currency", "VND"}} : json();
    EXPECT_EQ(told->value(name, json()), wanted) << name;
  };
  expect("least", bounds.least);
  expect("most", bounds.most);
}

TEST_P(Gateways, WhatTheProviderTakesNoPaymentForRunsOutAtOnce) {
  const auto most = desk_.providers.Find(GetParam())->Bounds().most;
  if (!most) return;
  const auto half = most->dong() / 2;
  const auto within = Place({GetParam(), GetParam()}, half - 32'000), above = Place({GetParam(), GetParam()}, half);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(within[0]), "awaiting");
  EXPECT_EQ(Status(above[0]), "expired");
  const auto failed = Told("payment.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(json::parse(failed[0])["purchase_id"], above[0].purchase);
}

TEST_P(Gateways, TheSameCallbackTwiceIsOnePayment) {
  simulator_.Fault("double");
  const auto order = PlaceOne();
  Pay(Go(order));
  ExpectPaidOnce(order);
  EXPECT_EQ(Entries("receipt"), 1U);
}

TEST_P(Gateways, AFailureToldAfterThePaymentChangesNothing) {
  simulator_.Fault("reorder");
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  ExpectPaidOnce(order);
  EXPECT_EQ(Find(attempt.id).state, AttemptState::kPaid);
}

TEST_P(Gateways, WithoutACallbackTheProviderIsAsked) {
  simulator_.Fault("silent");
  const auto order = PlaceOne();
  Pay(Go(order));
  EXPECT_EQ(Status(order), "awaiting");
  EXPECT_EQ(FollowAttempts(desk_), 0U);  // Not yet: the callback has its time.
  Ask();
  ExpectPaidOnce(order);
}

TEST_P(Gateways, AWronglySignedCallbackChangesNothingAndTheProviderIsAsked) {
  simulator_.Fault("wrong-signature");
  const auto order = PlaceOne();
  Pay(Go(order), true, false);
  clock_.Advance(1s);
  EXPECT_EQ(Status(order), "awaiting");
  Ask();
  ExpectPaidOnce(order);
}

TEST_P(Gateways, AnotherAmountMovesNothingAndTheProviderIsAskedAtOnce) {
  simulator_.Fault("wrong-amount");
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt, true, false);
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (Find(attempt.id).code.empty() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);  // Sleeps: between two looks.
  EXPECT_EQ(Find(attempt.id).code, "amount 242000");
  EXPECT_EQ(Status(order), "awaiting");
  EXPECT_EQ(FollowAttempts(desk_), 1U);
  ExpectPaidOnce(order);  // What the provider says when asked, not what the callback said.
}

TEST_P(Gateways, AFailedTryIsFollowedByAnotherUnderANewKey) {
  const auto order = PlaceOne();
  const auto first = Go(order);
  Pay(first, false);
  Ask();  // ZaloPay never calls for a failure.
  EXPECT_EQ(Find(first.id).state, AttemptState::kFailed);
  EXPECT_EQ(Status(order), "awaiting");
  const auto second = Go(order);
  EXPECT_NE(second.key, first.key);
  Pay(second);
  ExpectPaidOnce(order);
}

TEST_P(Gateways, GoingThereAgainIsTheSameAttempt) {
  const auto order = PlaceOne();
  const auto first = Go(order), again = Go(order);
  EXPECT_EQ(again.key, first.key);
  EXPECT_EQ(again.pay_url, first.pay_url);
}

TEST_P(Gateways, ALostAnswerIsAskedAboutBeforeAnythingIsOpenedAgain) {
  if (GetParam() == "vnpay") return;  // Its request is the address itself: there is no answer to lose.
  const auto order = PlaceOne();
  simulator_.Fault("lost");
  EXPECT_EQ(OpenAttempt(desk_, IntentOf(order).id, {}).error().code, "provider-away");
  clock_.Advance(1s);
  const auto attempt =
      Go(order);  // The first is open there and its address lost: it stays watched, the payer gets another.
  const auto attempts = AttemptStore(*pool_->Take()).OfIntent(IntentOf(order).id);
  ASSERT_EQ(attempts.size(), 2U);
  Pay(attempt);
  ExpectPaidOnce(order);
}

TEST_P(Gateways, AnswersLostTwiceInARowStillLeaveAWayToPay) {
  if (GetParam() == "vnpay") return;
  const auto order = PlaceOne();
  Go(order);
  clock_.Advance(1s);
  // As two crashes leave it: opened there twice, neither address written down.
  pool_->Take()->Execute("UPDATE attempts SET amount_vnd = amount_vnd + 1");  // So that the next press makes another.
  Go(order);
  pool_->Take()->Execute("UPDATE attempts SET state = 'created', pay_url = '', amount_vnd = ?", {order.total()});
  ASSERT_EQ(AttemptStore(*pool_->Take()).OfIntent(IntentOf(order).id).size(), 2U);
  clock_.Advance(1s);
  const auto attempt = Go(order);
  EXPECT_EQ(AttemptStore(*pool_->Take()).OfIntent(IntentOf(order).id).size(), 3U);
  EXPECT_EQ(Go(order).id, attempt.id) << "and goes on with that one";
  Pay(attempt);
  ExpectPaidOnce(order);
}

TEST_P(Gateways, AProviderThatIsDownLeavesAnAttemptThatGoesOnLater) {
  if (GetParam() == "vnpay") return;
  const auto order = PlaceOne();
  simulator_.Fault("down");
  EXPECT_EQ(OpenAttempt(desk_, IntentOf(order).id, {}).error().code, "provider-away");
  clock_.Advance(1s);
  Pay(Go(order));
  EXPECT_EQ(AttemptStore(*pool_->Take()).OfIntent(IntentOf(order).id).size(), 1U);  // The very same key.
  ExpectPaidOnce(order);
}

TEST_P(Gateways, APayerAtTheProviderIsNotCutOff) {
  const auto order = PlaceOne();
  clock_.Advance(29min);
  const auto attempt = Go(order);
  clock_.Advance(2min);
  EXPECT_EQ(ExpireIntents(desk_), 0U);  // Over, but the payer may just be typing a code.
  Pay(attempt);
  ExpectPaidOnce(order);
}

TEST_P(Gateways, NobodyPayingIsGivenUp) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Ask(17min);
  clock_.Advance(14min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Told("payment.failed").size(), 1U);
  EXPECT_EQ(OpenAttempt(desk_, IntentOf(order).id, {}).error().code, "intent-not-payable");
}

TEST_P(Gateways, AProviderThatIsAwayForLongDoesNotHoldTheOrderForEver) {
  const auto order = PlaceOne();
  (void)Go(order);
  simulator_.Fault("down", 99);
  Ask(31min);
  EXPECT_EQ(ExpireIntents(desk_), 0U);
  clock_.Advance(20min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
}

TEST_P(Gateways, DeliveredMoneyIsSettledLikeAnyOther) {
  const auto order = PlaceOne();
  Pay(Go(order));
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Clearing()), order.total());
  EXPECT_LT(Balance(Seller()), 0);
}

TEST_P(Gateways, ADirectMarketTakesNoMoneyByWallet) {
  desk_.mode = LegalMode::kDirect;
  const auto order = PlaceOne();
  EXPECT_EQ(OpenAttempt(desk_, IntentOf(order).id, {}).error().code, "payment-not-offered");
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(order), "expired");
}

TEST_P(Gateways, PressedSeveralTimesAtOnceIsOneAttempt) {
  const auto order = PlaceOne();
  KeepTime();
  const auto intent = IntentOf(order).id;
  constexpr std::size_t kPresses = 6;
  std::vector<keel::Result<Attempt>> answers(kPresses, keel::Error{});
  {
    std::latch together(kPresses);
    std::vector<std::jthread> presses;
    for (auto& answer : answers)
      presses.emplace_back([&] {
        together.arrive_and_wait();
        answer = OpenAttempt(desk_, intent, {"127.0.0.1", "vi"});
      });
  }
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer) << answer.error().code;
    EXPECT_EQ(answer->id, answers[0]->id);
    EXPECT_EQ(answer->state, AttemptState::kOpen);
    EXPECT_EQ(answer->pay_url, answers[0]->pay_url);
  }
  EXPECT_EQ(AttemptStore(*pool_->Take()).OfIntent(intent).size(), 1U);
  const auto gone_to = Go(order);
  EXPECT_EQ(gone_to.id, answers[0]->id);
  Pay(gone_to);
  ExpectPaidOnce(order);
}

TEST_P(Gateways, ThePayersRoutesOpenAndLook) {
  const auto order = PlaceOne();
  const auto client = keel::http::Client::Make("payments", "http://127.0.0.1:" + std::to_string(MarketPort()));
  const auto intent = IntentOf(order).id.text();
  const auto put = [&](const std::string& path) {
    return *client->Send({.method = keel::http::Method::kPut, .path = path, .body = "{}"});
  };
  const auto opens = "/v1/intents/" + intent + "/attempt?phone=0912345678",
             looks = "/v1/intents/" + intent + "/look?phone=0912345678";
  EXPECT_EQ(put(opens).status, 200);
  const auto opened = put(opens).Json();
  EXPECT_EQ(opened["state"], "open");
  EXPECT_FALSE(opened["pay_url"].get<std::string>().empty());
  const auto attempt = Go(order);
  simulator_.Fault("silent");
  Pay(attempt);
  const auto looked = put(looks);
  EXPECT_EQ(looked.status, 200);
  EXPECT_EQ(looked.Json()["status"], "secured");
  EXPECT_EQ(looked.Json()["provider"]["open"], false);
  EXPECT_EQ(looked.Json()["last_attempt"]["state"], "paid");
  EXPECT_EQ(put(opens).ProblemCode(), "intent-not-payable");
  EXPECT_EQ(put("/v1/intents/int_01J9ZQ8XW3K5T7V2N4M6P8R0AB/look?phone=0912345678").status, 404);
  EXPECT_EQ(put("/v1/intents/nonsense/attempt?phone=0912345678").status, 400);
}

TEST_P(Gateways, WhoDidNotBuyOpensNothingAndIsToldNothing) {
  const auto order = PlaceOne();
  const auto client = keel::http::Client::Make("payments", "http://127.0.0.1:" + std::to_string(MarketPort()));
  for (const auto* deed : {"/attempt", "/look", "/attempt?phone=0987654321", "/look?phone=0987654321"}) {
    const auto answer = *client->Send(
        {.method = keel::http::Method::kPut, .path = "/v1/intents/" + IntentOf(order).id.text() + deed, .body = "{}"});
    EXPECT_EQ(answer.status, 404) << deed;
    EXPECT_EQ(answer.ProblemCode(), "intent-not-found") << deed;
  }
  EXPECT_TRUE(AttemptStore(*pool_->Take()).OfIntent(IntentOf(order).id).empty());
}

TEST_P(Gateways, ACallbackForNobodyIsKeptAndAnswered) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  pool_->Take()->Run("DELETE FROM attempts");
  Pay(attempt, true, false);
  const auto until = std::chrono::steady_clock::now() + 10s;
  const auto kept = [&] {
    return pool_->Take()->Query("SELECT 1 FROM provider_events WHERE outcome = 'unknown'").Next();
  };
  while (!kept() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);  // Sleeps: between two looks.
  EXPECT_TRUE(kept());
  EXPECT_EQ(Status(order), "awaiting");
}

INSTANTIATE_TEST_SUITE_P(All, Gateways, testing::Values("vnpay", "momo", "zalopay"),
                         [](const auto& param) { return param.param; });

class NotOffered : public DeskUnderTest {};

TEST_F(NotOffered, AnOrderPaidByAProviderThisMarketHasNotRunsOutAndStopsNobody) {
  const auto order = Place({"momo"}).front();
  EXPECT_EQ(OpenAttempt(desk_, Look(order).intent.id, {}).error().code, "intent-not-by-provider");
  EXPECT_FALSE(Look(order).redirects);
  clock_.Advance(31min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(order), "expired");
}

}  // namespace
}  // namespace payments
