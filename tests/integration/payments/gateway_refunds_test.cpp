#include <algorithm>
#include <functional>
#include <thread>

#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "tests/integration/payments/gateway_desk.hpp"

/// What goes back to payers through VNPAY, MoMo and ZaloPay: once, whole or in part, whatever became of the answers.
namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

class GatewayRefunds : public GatewayDesk {};

TEST_P(GatewayRefunds, ChargedTwiceIsSeenAndPaidBackThroughTheProvider) {
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

TEST_P(GatewayRefunds, PaidOnceMoreByBankTheLineIsDoneWithOnceTheProviderPaidBack) {
  const auto order = PlaceOne();
  Pay(Go(order));
  auto rows = pool_->Take()->Query("SELECT code FROM order_money WHERE order_id = ?", {order.id});
  ASSERT_TRUE(rows.Next());
  ASSERT_EQ(Bank(order.total(), "don " + rows.Text(0))->state, ReceiptState::kDouble);
  CarryAll();
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_TRUE(ReceiptsToSee(desk_, {ReceiptState::kDouble}, {}, 10).empty());
}

TEST_P(GatewayRefunds, PaidAfterTheEndIsPaidBackWhole) {
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

TEST_P(GatewayRefunds, MoneyIsTakenForAsLongAsTheGoodsAreKept) {
  const auto order = PlaceOne();
  const auto held_until = clock_.Now() + 180min;
  const auto look = [&](keel::Instant until) {
    Tell("purchase.held", order.purchase,
         nlohmann::json{{"purchase_id", order.purchase}, {"held_until", keel::ToRfc3339(until)}}.dump());
  };
  look(held_until);
  look(held_until - 60min);  // Late: an earlier look.
  clock_.Advance(170min);
  EXPECT_EQ(ExpireIntents(desk_), 0U);
  const auto attempt = Go(order);
  Pay(attempt);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  look(clock_.Now() + 24h);
  EXPECT_EQ(Status(order), "secured") << "paid is paid";
}

TEST_P(GatewayRefunds, AnOrderNobodyLooksAtAnyMoreIsGivenUp) {
  const auto order = PlaceOne();
  Tell("purchase.held", order.purchase,
       nlohmann::json{{"purchase_id", order.purchase}, {"held_until", keel::ToRfc3339(clock_.Now() + 180min)}}.dump());
  clock_.Advance(181min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(order), "expired");
}

TEST_P(GatewayRefunds, ACancelledShopsPartIsPaidBackInPart) {
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

TEST_P(GatewayRefunds, ARefundWhoseAnswerGotLostIsNotPaidTwice) {
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

TEST_P(GatewayRefunds, ARefundWhileTheProviderIsDownIsCarriedLater) {
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

TEST_P(GatewayRefunds, WhatIsSaidOfAnotherRefundOfThePaymentIsNotTakenForThisOne) {
  const auto orders = Place({GetParam(), GetParam()});
  const auto attempt = Go(orders[0]);
  Pay(attempt);
  TellMoved(orders[1], "cancelled");
  CarryAll();
  ASSERT_EQ(PaidBack(attempt), orders[1].total());
  TellMoved(orders[0], "cancelled");
  ASSERT_EQ(PlanRefunds(desk_), 1U);
  simulator_.Fault("down");  // The request never gets there.
  CarryRefunds(desk_);
  clock_.Advance(2min);
  simulator_.Fault("refund-busy");  // "Asked for already": the first one.
  CarryRefunds(desk_);
  clock_.Advance(2min);
  CarryAll();
  EXPECT_EQ(Balance(Clearing()), 464'000 - PaidBack(attempt)) << "nobody is told of money that did not go back";
  const std::size_t to_look_at = GetParam() == "vnpay" ? 1 : 0;  // The others can be asked about a refund.
  EXPECT_EQ(Refunds(desk_, "failed", {}, 10).size(), to_look_at);
}

TEST_P(GatewayRefunds, ManyWhoAskAtOnceBookAPaymentAndARefundOnce) {
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

TEST_P(GatewayRefunds, ARefundThatTakesItsTimeIsAskedAbout) {
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

TEST_P(GatewayRefunds, ARefusedRefundWaitsForAPersonWhoTriesAgainOrPaysByHand) {
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
  ASSERT_TRUE(Do([&](keel::sql::Transaction& transaction) { return RetryRefund(transaction, desk_, mine->id); }));
  CarryRefunds(desk_);
  EXPECT_EQ(Status(one), "cancelled");

  ASSERT_TRUE(Do([&](keel::sql::Transaction& transaction) {
    return RefundIntent(transaction, desk_, IntentOf(two).id, "FT-1", "acc_1");
  }));
  EXPECT_EQ(Status(two), "cancelled");
  EXPECT_EQ(Refunds(desk_, "dropped", {}, 10).size(), 1U);
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Balance("bank:market"), -two.total());
}

TEST_P(GatewayRefunds, WhatAProviderIsPayingBackIsNotPaidByHandAsWell) {
  simulator_.Fault("charge-twice");
  const auto order = PlaceOne();
  Pay(Go(order));
  PlanRefunds(desk_);
  const auto by_hand = Do([&](keel::sql::Transaction& transaction) {
    return RefundIntent(transaction, desk_, IntentOf(order).id, "FT-1", "acc_1");
  });
  ASSERT_FALSE(by_hand);
  EXPECT_EQ(by_hand.error().code, "refund-under-way");
  const auto doubled = ReceiptsToSee(desk_, {ReceiptState::kDouble}, {}, 10).at(0).receipt.id;
  const auto returned =
      Do([&](keel::sql::Transaction& transaction) { return ReturnReceipt(transaction, desk_, doubled, "FT-2"); });
  ASSERT_FALSE(returned);
  EXPECT_EQ(returned.error().code, "refund-under-way");
  CarryAll();
  ExpectPaidOnce(order);
}

TEST_P(GatewayRefunds, TwoAttemptsBothPaidIsOnePaymentAndARefund) {
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

INSTANTIATE_TEST_SUITE_P(All, GatewayRefunds, testing::Values("vnpay", "momo", "zalopay"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace payments
