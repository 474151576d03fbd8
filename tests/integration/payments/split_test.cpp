#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "payments/flows/match_cod.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using nlohmann::json;

/// An order sent in parts: its money is divided as its goods were, and nothing moves.
class SplitMoneyTest : public DeskUnderTest {
 protected:
  static constexpr std::int64_t kPost = 21'000;

  TestOrder FollowOf(const TestOrder& whole, std::int64_t goods) {
    return {OrderId::New(clock_.Now()).text(), whole.purchase, whole.method, goods, 0};
  }
  void TellSplit(const TestOrder& now, const TestOrder& follow, std::int64_t post = kPost) {
    const auto categories = [](std::int64_t goods) { return json{{{"category", "mat-ong"}, {"amount", goods}}}; };
    Tell("order.split", now.id,
         json{{"split_id", "spl_1"},
              {"order_id", now.id},
              {"goods", now.goods},
              {"freight", now.freight},
              {"total", now.total()},
              {"category_totals", categories(now.goods)},
              {"version", 3},
              {"follow",
               {{"order_id", follow.id},
                {"code", "CP-8M4N-2R7"},
                {"goods", follow.goods},
                {"freight", 0},
                {"total", follow.goods},
                {"post", post},
                {"category_totals", categories(follow.goods)},
                {"carrier", "ghn"},
                {"service", "standard"},
                {"version", 3}}},
              {"at", keel::ToRfc3339(clock_.Now())}}
             .dump());
  }
  void TellFreight(const TestOrder& from, const TestOrder& to, std::int64_t freight, std::int64_t post) {
    Tell("order.freight-moved", from.id,
         json{{"order_id", from.id},
              {"to_order_id", to.id},
              {"freight", freight},
              {"post", post},
              {"at", keel::ToRfc3339(clock_.Now())}}
             .dump());
  }
  /// The first order made smaller to `now`, and the one that follows it.
  std::pair<TestOrder, TestOrder> Parted(TestOrder order, std::int64_t now) {
    auto follow = FollowOf(order, order.goods - now);
    order.goods = now;
    TellSplit(order, follow);
    return {order, follow};
  }
  OrderMoney MoneyOf(const TestOrder& order) { return MoneyOfOrder(desk_, OrderId::FromRow(order.id))->order; }
  std::int64_t NetOf(const TestOrder& order) { return MoneyOf(order).terms.sum.net.dong(); }
  std::int64_t One(const std::string& query) {
    auto rows = pool_->Take()->Query(query);
    rows.Next();
    return rows.Int(0);
  }
};

TEST_F(SplitMoneyTest, CashIsTakenAtBothDoorsAndTheNetIsWhatWasQuotedLessThePost) {
  const auto order = Place({"cod"}, 200'033).front();
  const auto quoted = NetOf(order);
  const auto [now, follow] = Parted(order, 66'678);
  EXPECT_EQ(NetOf(now) + NetOf(follow), quoted - kPost);
  EXPECT_EQ(Entries("order-settled"), 0U);
  TellMoved(now, "delivered");
  EXPECT_EQ(Balance("cod_receivable:ghn"), now.total());
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  TellMoved(follow, "delivered");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'033);
  EXPECT_EQ(Balance(Seller()), -(quoted - kPost));
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000 - kPost);
  EXPECT_EQ(One("SELECT SUM(amount_vnd) FROM seller_items"), quoted - kPost);
  EXPECT_EQ(One("SELECT SUM(vat_vnd + pit_vnd) FROM tax_lines"), -Balance("vat_withheld") - Balance("pit_withheld"));
}

TEST_F(SplitMoneyTest, MoneyHeldDividesWithoutMoving) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  const auto [now, follow] = Parted(order, 50'000);
  EXPECT_EQ(Balance("buyer_deposits"), -232'000);
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Look(follow).intent.id, Look(now).intent.id);
  EXPECT_EQ(Status(follow), "secured");
  TellMoved(now, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), -150'000);
  TellMoved(follow, "cancelled");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance("refunds_payable"), -150'000);
  EXPECT_EQ(Balance(Seller()), -NetOf(now));
}

TEST_F(SplitMoneyTest, TheFreightGoesWithWhatShipsAndPaysItsPost) {
  const auto order = Place({"vietqr"}, 200'033).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  const auto quoted = NetOf(order);
  auto [now, follow] = Parted(order, 66'678);
  EXPECT_EQ(NetOf(follow), 106'034);
  for (int i = 0; i < 2; ++i) TellFreight(now, follow, 32'000, 0);  // Told twice, moved once.
  EXPECT_EQ(MoneyOf(now).total, keel::Money::Vnd(66'678));
  EXPECT_EQ(MoneyOf(follow).total, keel::Money::Vnd(165'355));
  EXPECT_EQ(NetOf(follow), 127'034) << "the seller bears no post any more";
  EXPECT_EQ(Balance("buyer_deposits"), -232'033) << "no money moves";
  now.freight = 0;
  TellMoved(now, "cancelled");
  EXPECT_EQ(Balance("refunds_payable"), -66'678) << "the goods alone";
  TellMoved(follow, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Seller()), -127'034);
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  EXPECT_EQ(127'034 + 63'518, quoted);
}

TEST_F(SplitMoneyTest, TheSellerBearsWhatTheFreightLacks) {
  const auto order = Place({"cod"}).front();
  const auto follow = FollowOf(order, 150'000);
  auto now = order;
  now.goods = 50'000;
  TellSplit(now, follow, 40'000);
  const auto net = NetOf(follow);
  TellFreight(now, follow, 32'000, 8'000);
  EXPECT_EQ(NetOf(follow), net + 32'000);
  TellMoved(now, "cancelled");
  TellMoved(follow, "delivered");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 182'000);
  EXPECT_EQ(Balance("freight_payable:ghn"), -40'000) << "what its parcel costs";
  EXPECT_EQ(Balance(Seller()), -(net + 32'000));
}

TEST_F(SplitMoneyTest, FreightThatCannotMoveStaysWhereItIs) {
  const auto order = Place({"cod"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  TellFreight(now, follow, 33'000, 0);
  EXPECT_EQ(MoneyOf(now).freight, keel::Money::Vnd(32'000)) << "more than there is";
  TellMoved(follow, "delivered");
  TellFreight(follow, now, 0, 0);
  EXPECT_EQ(MoneyOf(follow).total, keel::Money::Vnd(150'000)) << "settled";
  EXPECT_EQ(One("SELECT COUNT(*) FROM order_adjustments WHERE cause = 'freight' AND outcome = 'booked'"), 0);
}

TEST_F(SplitMoneyTest, TheFirstCancelledGivesItsFreightBackAndLeavesTheRest) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  const auto [now, follow] = Parted(order, 50'000);
  TellMoved(now, "cancelled");
  EXPECT_EQ(Balance("refunds_payable"), -82'000);
  TellMoved(follow, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Seller()), -NetOf(follow));
}

TEST_F(SplitMoneyTest, PaidOnlyAfterItIsTheSame) {
  const auto order = Place({"vietqr"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  ASSERT_TRUE(Bank(232'000, Look(now).intent.reference));
  EXPECT_EQ(Status(follow), "secured");
  ASSERT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(json::parse(Told("payment.secured").front())["order_ids"].size(), 2U);
}

TEST_F(SplitMoneyTest, ToldTwiceOrLateItIsDividedOnce) {
  auto order = Place({"cod"}).front();
  const auto follow = FollowOf(order, 150'000);
  TellMoved(follow, "delivered");  // Before anybody told of it.
  auto now = order;
  now.goods = 50'000;
  TellSplit(now, follow);
  EXPECT_EQ(MoneyOf(follow).state, MoneyState::kSettled);
  TellSplit(now, follow);
  TellPlaced({order});
  EXPECT_EQ(MoneyOf(now).goods, keel::Money::Vnd(50'000));
  EXPECT_EQ(One("SELECT COUNT(*) FROM order_money"), 2);
  EXPECT_EQ(One("SELECT COUNT(*) FROM order_adjustments WHERE kind = 'split'"), 1);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 150'000);
}

TEST_F(SplitMoneyTest, WhatDoesNotAddUpStaysWhole) {
  const auto order = Place({"cod"}).front();
  auto now = order;
  now.goods = 50'000;
  TellSplit(now, FollowOf(order, 140'000));
  EXPECT_EQ(MoneyOf(order).goods, keel::Money::Vnd(200'000));
  EXPECT_EQ(One("SELECT COUNT(*) FROM order_money"), 1);
}

TEST_F(SplitMoneyTest, ARestDividesAgain) {
  const auto order = Place({"cod"}, 199'999).front();
  const auto quoted = NetOf(order);
  const auto [now, rest] = Parted(order, 33'333);
  const auto [second, third] = Parted(rest, 77'777);
  EXPECT_EQ(NetOf(now) + NetOf(second) + NetOf(third), quoted - 2 * kPost);
  for (const auto& one : {now, second, third}) TellMoved(one, "delivered");
  EXPECT_EQ(Balance(Seller()), -(quoted - 2 * kPost));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 199'999 + 32'000);
}

TEST_F(SplitMoneyTest, ReturnsAndAmendmentsOfEachSideAreItsOwn) {
  const auto order = Place({"cod"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  TellMoved(follow, "returned");  // Refused at the door: the market bears what the carrier gets, as for every parcel.
  EXPECT_EQ(Balance("returned_freight"), kPost);
  EXPECT_EQ(Balance(Seller()), 0);
  TellMoved(now, "delivered");
  TellMoved(now, "returned");
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("commission_revenue"), 0);
  EXPECT_EQ(Balance("vat_withheld"), 0);
}

TEST_F(SplitMoneyTest, ADisputeAboutTheRestLeavesThePostWithTheSeller) {
  const auto order = Place({"cod"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  TellMoved(follow, "delivered");
  Tell("order.refund-due", follow.id,
       json{{"order_id", follow.id}, {"amount", 150'000}, {"cause", "dispute"}, {"cause_id", "dis_1"}}.dump());
  EXPECT_EQ(Balance(Seller()), kPost);
  EXPECT_EQ(Balance("refunds_payable"), -150'000);
}

TEST_F(SplitMoneyTest, TheCarriersStatementMatchesBothLines) {
  const auto order = Place({"cod"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  TellMoved(now, "delivered");
  TellMoved(follow, "delivered");
  TellCollected(now, now.total());
  TellCollected(follow, follow.total());
  const auto taken = Do([&](keel::sql::Transaction& transaction) {
    return TakeRemittance(
        transaction, desk_, "ghn", "GHN-1",
        "ma-don,cod,phi\n" + now.id + ",82000,32000\n" + follow.id + ",150000," + std::to_string(kPost) + "\n",
        "acc_1");
  });
  ASSERT_TRUE(taken) << taken.error().code;
  for (const auto& line : taken->lines) EXPECT_EQ(line.finding, Finding::kNone) << int(line.finding);
}

TEST_F(SplitMoneyTest, WhereTheSellerHasTheMoneyHeSaysSoOnceForBoth) {
  desk_.mode = LegalMode::kDirect;
  const auto order = Place({"cod"}).front();
  const auto [now, follow] = Parted(order, 50'000);
  TellMoved(now, "delivered");
  TellMoved(follow, "delivered");
  // Only the fee is owed: the seller pays his carriers himself.
  EXPECT_EQ(Balance(Seller()), 6'480);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
}

}  // namespace
}  // namespace payments
