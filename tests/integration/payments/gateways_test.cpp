#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/open_attempt.hpp"
#include "payments/flows/reconcile.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/http/problems.hpp"
#include "payments/http/routes.hpp"
#include "payments/store/attempt_store.hpp"
#include "tests/contract/payments/gateway_bench.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

/// VNPAY, MoMo and ZaloPay from the tap to the ledger and back, on real MariaDB, with the providers' simulators as
/// programs of their own that misbehave as told. After every test the whole ledger is verified.
namespace payments {
namespace {

using keel::Money;
using nlohmann::json;
using namespace std::chrono_literals;

/// Of a key nobody has: these routes ask for no token.
constexpr auto kPublicKey =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3jmn0jU/i1Q2697ffeq7UKQqK9lq\n"
    "vFx1uYAV63a0mPclLZR/9SdfmLf6P230Y9BC53N5iYh6F3i7ZI+2Xx9lYw==\n"
    "-----END PUBLIC KEY-----\n";
const keel::Secret kInternalKey("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

class Gateways : public DeskUnderTest, public testing::WithParamInterface<std::string> {
 protected:
  Gateways()
      : DeskUnderTest(SettingsFor(MarketPort())),
        simulator_(SimulatorOf(GetParam(), MarketPort()).simulator),
        verifier_(keel::auth::Verifier::Make(kPublicKey, kInternalKey, clock_)) {
    keel::http::RegisterProblems(Problems());
    server_ = keel::http::Server::Make({.port = MarketPort(), .workers = 4});
    const Front front{*server_, *verifier_, desk_, *feed_};
    MountPublicRoutes(front);
    MountWebhookRoutes(front);
    MountGatewayRoutes(front);
    server_->Start();
    KeepTime();
    for (const auto* kind : {"late", "silent", "double", "reorder", "wrong-amount", "wrong-signature", "charge-twice",
                             "down", "lost", "refund-slow", "refund-refused"})
      simulator_.Fault(kind, 0);
  }
  ~Gateways() override { server_->Drain(std::chrono::seconds(2)); }

  /// The provider's clock goes with the market's.
  void KeepTime() {
    const auto away = clock_.Now() - keel::SystemClock().Now();
    simulator_.Control("clock", {{"offset_ms", away.count()}});
  }
  TestOrder PlaceOne() { return Place({GetParam()}).front(); }
  Intent IntentOf(const TestOrder& order) { return Look(order).intent; }
  /// The payer's browser goes to the provider.
  Attempt Go(const TestOrder& order) {
    KeepTime();
    const auto attempt = OpenAttempt(desk_, IntentOf(order).id, {"127.0.0.1", "vi"});
    if (!attempt) throw std::runtime_error("not opened: " + std::string(attempt.error().code));
    const auto path = attempt->pay_url.find('/', attempt->pay_url.find("://") + 3);
    if (!keel::http::Client::Make("browser", attempt->pay_url.substr(0, path))
             ->Send({.path = attempt->pay_url.substr(path)}))
      throw std::runtime_error("the provider's page does not answer");
    return *attempt;
  }
  /// …and pays there or not; waits until the provider has said all it has to say.
  void Pay(const Attempt& attempt, bool paid = true, bool wait = true) {
    simulator_.Control("pay", {{"key", attempt.key}, {"paid", paid}});
    if (wait) WaitForCalls();
  }
  json Till() {
    return keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/payments"})->Json();
  }
  void WaitForCalls() {
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (Till()["calls_waiting"].get<int>() > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(10ms);  // Sleeps: between two looks.
  }
  Attempt Find(const AttemptId& id) { return AttemptStore(*pool_->Take()).Find(id).value(); }
  void Ask(std::chrono::seconds later = 16s) {
    clock_.Advance(later);
    FollowAttempts(desk_);
  }
  void CarryAll(int rounds = 4) {
    PlanRefunds(desk_);
    for (int i = 0; i < rounds; ++i) {
      CarryRefunds(desk_);
      clock_.Advance(5min);
    }
  }
  std::int64_t PaidBack(const Attempt& attempt) {
    const auto till = Till();
    for (const auto& payment : till["items"])
      if (payment["key"] == attempt.key) return payment["refunded"];
    return -1;
  }
  std::string Clearing() const { return "gateway:" + GetParam(); }
  void ExpectPaidOnce(const TestOrder& order) {
    EXPECT_EQ(Status(order), "secured");
    EXPECT_EQ(Balance(Clearing()), order.total());
    EXPECT_EQ(Balance("buyer_deposits"), -order.total());
    const auto told = Told("payment.secured");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(json::parse(told[0])["method"], GetParam());
    EXPECT_EQ(json::parse(told[0])["amount"], order.total());
  }

  SimulatorProcess& simulator_;
  std::unique_ptr<keel::auth::Verifier> verifier_;
  std::unique_ptr<keel::http::Server> server_;
};

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

TEST_P(Gateways, ChargedTwiceIsSeenAndPaidBackThroughTheProvider) {
  simulator_.Fault("charge-twice");
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Balance(Clearing()), 2 * order.total());
  EXPECT_EQ(ReceiptsToSee(desk_, {ReceiptState::kDouble}, {}, 10).size(), 1U);
  CarryAll();
  EXPECT_EQ(PaidBack(attempt), order.total());
  ExpectPaidOnce(order);
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(IntentOf(order).refunded, Money::Vnd(order.total()));
  EXPECT_EQ(Told("payment.refunded").size(), 1U);
  EXPECT_TRUE(ReceiptsToSee(desk_, {ReceiptState::kDouble}, {}, 10).empty());
}

TEST_P(Gateways, PaidAfterTheEndIsPaidBackWhole) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Ask(16min + 1s);
  EXPECT_EQ(Find(attempt.id).state, AttemptState::kExpired);
  clock_.Advance(15min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(order), "expired");
  Pay(attempt);  // The provider lets it through all the same.
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_TRUE(Told("payment.secured").empty());
  CarryAll();
  EXPECT_EQ(PaidBack(attempt), order.total());
  EXPECT_EQ(Status(order), "expired");
  EXPECT_EQ(Balance(Clearing()), 0);
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

TEST_P(Gateways, ACancelledShopsPartIsPaidBackInPart) {
  const auto orders = Place({GetParam(), GetParam()});
  const auto attempt = Go(orders[0]);
  Pay(attempt);
  TellMoved(orders[1], "cancelled");
  EXPECT_EQ(Status(orders[0]), "refund-due");
  CarryAll();
  EXPECT_EQ(PaidBack(attempt), orders[1].total());
  EXPECT_EQ(Status(orders[0]), "secured");
  EXPECT_EQ(Balance(Clearing()), orders[0].total());
  TellMoved(orders[0], "cancelled");
  CarryAll();
  EXPECT_EQ(PaidBack(attempt), 464'000);
  EXPECT_EQ(Balance(Clearing()), 0);
  EXPECT_EQ(Balance("refunds_payable"), 0);
}

TEST_P(Gateways, ARefundWhoseAnswerGotLostIsNotPaidTwice) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  TellMoved(order, "cancelled");
  ASSERT_EQ(PlanRefunds(desk_), 1U);
  simulator_.Fault("lost");
  CarryRefunds(desk_);
  EXPECT_EQ(Refunds(desk_, "planned", {}, 10).size(), 1U);
  EXPECT_EQ(PlanRefunds(desk_), 0U);  // It is planned already.
  clock_.Advance(5min);
  CarryRefunds(desk_);
  EXPECT_EQ(Refunds(desk_, "done", {}, 10).size(), 1U);
  EXPECT_EQ(PaidBack(attempt), order.total());
  EXPECT_EQ(Balance(Clearing()), 0);
}

TEST_P(Gateways, ARefundWhileTheProviderIsDownIsCarriedLater) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  TellMoved(order, "cancelled");
  PlanRefunds(desk_);
  simulator_.Fault("down");
  CarryRefunds(desk_);
  EXPECT_EQ(PaidBack(attempt), 0);
  EXPECT_EQ(Balance("refunds_payable"), -order.total());
  EXPECT_EQ(CarryRefunds(desk_), 0U);  // Not at once again.
  clock_.Advance(2min);
  CarryRefunds(desk_);
  EXPECT_EQ(PaidBack(attempt), order.total());
  EXPECT_EQ(Balance("refunds_payable"), 0);
}

TEST_P(Gateways, ManyWhoAskAtOnceBookAPaymentAndARefundOnce) {
  simulator_.Fault("silent");
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  const auto at_once = [](const std::function<void()>& work) {
    std::vector<std::jthread> crowd;
    for (int i = 0; i < 6; ++i) crowd.emplace_back(work);
  };
  at_once([&] { (void)FollowAttempt(desk_, attempt.id); });
  ExpectPaidOnce(order);
  EXPECT_EQ(Entries("receipt"), 1U);

  TellMoved(order, "cancelled");
  at_once([&] { PlanRefunds(desk_); });
  const auto jobs = Refunds(desk_, "", {}, 10);
  ASSERT_EQ(jobs.size(), 1U);
  at_once([&] { (void)CarryRefund(desk_, jobs[0].id); });
  EXPECT_EQ(PaidBack(attempt), order.total());
  EXPECT_EQ(Entries("refund-paid"), 1U);
  EXPECT_EQ(Balance(Clearing()), 0);
}

TEST_P(Gateways, ARefundThatTakesItsTimeIsAskedAbout) {
  if (GetParam() == "vnpay") return;
  const auto order = PlaceOne();
  Pay(Go(order));
  TellMoved(order, "cancelled");
  simulator_.Fault("refund-slow");
  PlanRefunds(desk_);
  CarryRefunds(desk_);
  EXPECT_EQ(Refunds(desk_, "processing", {}, 10).size(), 1U);
  EXPECT_EQ(Balance("refunds_payable"), -order.total());
  CarryAll(5);
  EXPECT_EQ(Refunds(desk_, "done", {}, 10).size(), 1U);
  EXPECT_EQ(Balance("refunds_payable"), 0);
}

TEST_P(Gateways, ARefusedRefundWaitsForAPersonWhoTriesAgainOrPaysByHand) {
  const auto one = PlaceOne(), two = PlaceOne();
  for (const auto& order : {one, two}) {
    Pay(Go(order));
    TellMoved(order, "cancelled");
  }
  simulator_.Fault("refund-refused", 2);
  CarryAll(3);
  auto failed = Refunds(desk_, "failed", {}, 10);
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(Balance("refunds_payable"), -2 * one.total());
  EXPECT_EQ(PlanRefunds(desk_), 0U);

  const auto mine = std::ranges::find(failed, IntentOf(one).id, &RefundJob::intent);
  ASSERT_TRUE(keel::sql::RunInTransaction(
      *pool_, [&](keel::sql::Transaction& transaction) { return RetryRefund(transaction, desk_, mine->id); }));
  CarryRefunds(desk_);
  EXPECT_EQ(Status(one), "cancelled");

  ASSERT_TRUE(keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
    return RefundIntent(transaction, desk_, IntentOf(two).id, "FT-1", "acc_1");
  }));
  EXPECT_EQ(Status(two), "cancelled");
  EXPECT_EQ(Refunds(desk_, "dropped", {}, 10).size(), 1U);
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Balance("bank:market"), -two.total());
}

TEST_P(Gateways, WhatAProviderIsPayingBackIsNotPaidByHandAsWell) {
  simulator_.Fault("charge-twice");
  const auto order = PlaceOne();
  Pay(Go(order));
  PlanRefunds(desk_);
  const auto by_hand = keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
    return RefundIntent(transaction, desk_, IntentOf(order).id, "FT-1", "acc_1");
  });
  ASSERT_FALSE(by_hand);
  EXPECT_EQ(by_hand.error().code, "refund-under-way");
  const auto doubled = ReceiptsToSee(desk_, {ReceiptState::kDouble}, {}, 10).at(0).receipt.id;
  const auto returned = keel::sql::RunInTransaction(
      *pool_, [&](keel::sql::Transaction& transaction) { return ReturnReceipt(transaction, desk_, doubled, "FT-2"); });
  ASSERT_FALSE(returned);
  EXPECT_EQ(returned.error().code, "refund-under-way");
  CarryAll();
  ExpectPaidOnce(order);
}

TEST_P(Gateways, TwoAttemptsBothPaidIsOnePaymentAndARefund) {
  const auto order = PlaceOne();
  const auto first = Go(order);
  clock_.Advance(14min + 30s);  // Too little time left to be handed out again.
  const auto second = Go(order);
  ASSERT_NE(first.key, second.key);
  Pay(second);
  Pay(first);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Status(order), "refund-due");
  CarryAll();
  EXPECT_EQ(PaidBack(first) + PaidBack(second), order.total());
  ExpectPaidOnce(order);
}

TEST_P(Gateways, DeliveredMoneyIsSettledLikeAnyOther) {
  const auto order = PlaceOne();
  Pay(Go(order));
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Clearing()), order.total());
  EXPECT_LT(Balance(Seller()), 0);
}

TEST_P(Gateways, WhatTheProviderPaysOverIsMatchedWithItsFee) {
  const auto order = PlaceOne();
  Pay(Go(order));
  const auto line = Bank(order.total() - 2'000, "thanh toan ve cho phien")->id;
  const auto match = [&](std::int64_t fee) {
    return keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
      return MatchPayover(transaction, desk_, line, GetParam(), Money::Vnd(fee));
    });
  };
  EXPECT_EQ(match(2'001).error().code, "remittance-too-large");
  ASSERT_TRUE(match(2'000));
  EXPECT_EQ(Balance(Clearing()), 0);
  EXPECT_EQ(Balance("provider_fees"), 2'000);
  EXPECT_EQ(Balance("bank:market"), order.total() - 2'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(match(0).error().code, "receipt-not-unmatched");
}

TEST_P(Gateways, ThePayersRoutesOpenAndLook) {
  const auto order = PlaceOne();
  const auto client = keel::http::Client::Make("payments", "http://127.0.0.1:" + std::to_string(MarketPort()));
  const auto intent = IntentOf(order).id.text();
  const auto put = [&](const std::string& path) {
    return *client->Send({.method = keel::http::Method::kPut, .path = path, .body = "{}"});
  };
  EXPECT_EQ(put("/v1/intents/" + intent + "/attempt").status, 200);
  const auto opened = put("/v1/intents/" + intent + "/attempt").Json();
  EXPECT_EQ(opened["state"], "open");
  EXPECT_FALSE(opened["pay_url"].get<std::string>().empty());
  const auto attempt = Go(order);
  simulator_.Fault("silent");
  Pay(attempt);
  const auto looked = put("/v1/intents/" + intent + "/look");
  EXPECT_EQ(looked.status, 200);
  EXPECT_EQ(looked.Json()["status"], "secured");
  EXPECT_EQ(looked.Json()["provider"]["open"], false);
  EXPECT_EQ(looked.Json()["last_attempt"]["state"], "paid");
  EXPECT_EQ(put("/v1/intents/" + intent + "/attempt").ProblemCode(), "intent-not-payable");
  EXPECT_EQ(put("/v1/intents/int_01J9ZQ8XW3K5T7V2N4M6P8R0AB/look").status, 404);
  EXPECT_EQ(put("/v1/intents/nonsense/attempt").status, 400);
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

/// A provider's file of the day against our books.
class Days : public Gateways {
 protected:
  std::string File() {
    return keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/day-file?day=20261121"})->body;
  }
  Reconciliation Hold(const std::string& file) {
    const auto made = keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
      return Reconcile(transaction, desk_, GetParam(), "2026-11-21", file, "acc_1");
    });
    if (!made) throw std::runtime_error(std::string(made.error().code) + " " + made.error().argument);
    return *made;
  }
  /// What concerns this attempt: the simulator remembers those of other tests as well.
  std::vector<DayFinding> About(const Reconciliation& made, const Attempt& attempt) {
    auto findings = made.report.findings;
    std::erase_if(findings, [&](const DayFinding& finding) { return finding.key != attempt.key; });
    return findings;
  }
};

TEST_P(Days, APaymentNobodyToldUsOfIsFoundAndAskedAboutAndThenAgrees) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Ask(17min);
  ASSERT_EQ(Find(attempt.id).state, AttemptState::kExpired);
  simulator_.Fault("silent");
  Pay(attempt);
  const auto first = About(Hold(File()), attempt);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].fault, DayFault::kNotHere);
  EXPECT_EQ(first[0].theirs, Money::Vnd(order.total()));
  EXPECT_TRUE(first[0].asked);
  EXPECT_EQ(FollowAttempts(desk_), 1U);
  ExpectPaidOnce(order);
  const auto second = Hold(File());
  EXPECT_TRUE(About(second, attempt).empty());
  EXPECT_EQ(second.report.payments, 1);
  EXPECT_EQ(second.report.paid, Money::Vnd(order.total()));
  const auto kept = OneReconciliation(desk_, second.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->report.findings.size(), second.report.findings.size());
  EXPECT_EQ(Reconciliations(desk_, {}, 10).size(), 2U);
}

TEST_P(Days, WhatTheFileDoesNotHaveOrHasOtherwiseIsFound) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  const auto file = File(), head = file.substr(0, file.find('\n') + 1);
  const auto gone = About(Hold(head), attempt);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].fault, DayFault::kNotThere);
  EXPECT_EQ(gone[0].ours, Money::Vnd(order.total()));
  auto other = file;
  const auto at = other.find("232000", other.find(attempt.key));
  other[at] = '9';
  const auto changed = About(Hold(other), attempt);
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].fault, DayFault::kAmount);
  EXPECT_EQ(changed[0].theirs, Money::Vnd(932'000));
}

TEST_P(Days, RefundsAgreeToo) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  TellMoved(order, "cancelled");
  CarryAll(1);
  const auto made = Hold(File());
  EXPECT_EQ(made.report.refunds, 1);
  EXPECT_EQ(made.report.refunded, Money::Vnd(order.total()));
  EXPECT_TRUE(About(made, attempt).empty());
}

TEST_P(Days, AFileThatCannotBeReadChangesNothing) {
  for (const std::string bad : {"", "a,b,c\n", "\xff\xfe"}) EXPECT_THROW(Hold(bad), std::runtime_error);
  EXPECT_TRUE(Reconciliations(desk_, {}, 10).empty());
}

INSTANTIATE_TEST_SUITE_P(All, Days, testing::Values("vnpay", "momo", "zalopay"),
                         [](const auto& param) { return param.param; });

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
