#include <nlohmann/json.hpp>

#include "payments/flows/expire_intents.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using Orders = DeskUnderTest;

// A household's 200 000 at 3 % and 8 % tax on that, 1 % VAT and 0,5 % income tax withheld: 190 520 + 6 000 + 480 + 2
// 000 + 1 000.
constexpr std::int64_t kNet = 190'520;

TEST_F(Orders, DeliveredAndPaidByTransferGivesEveryoneTheirPart) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Seller()), -kNet);
  EXPECT_EQ(Balance("commission_revenue"), -6'000);
  EXPECT_EQ(Balance("commission_vat"), -480);
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  EXPECT_EQ(Status(order), "secured");
}

TEST_F(Orders, DeliveredForCashMakesTheCarrierOwe) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000);
  EXPECT_EQ(Balance(Seller()), -kNet);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_TRUE(Told("payment.secured").empty());  // Orders confirmed it long ago.
}

TEST_F(Orders, WhatWasQuotedIsWhatIsSettled) {
  for (const std::int64_t goods : {1, 999, 118'400, 333'333, 12'345'678}) {
    const auto rate = RateFor(CommissionRules(desk_), "household", "mat-ong", clock_.Now());
    const auto quoted = NetOf(keel::Money::Vnd(goods), *rate);
    const auto before = Balance(Seller());
    const auto order = Place({"cod"}, goods).front();
    TellMoved(order, "delivered");
    EXPECT_EQ(Balance(Seller()) - before, -quoted.net.dong()) << goods;
  }
}

TEST_F(Orders, ARuleThatChangesLaterDoesNotTouchWhatWasPlaced) {
  const auto order = Place({"cod"}).front();
  pool_->Take()->Execute(
      "INSERT INTO commission_rules (party_kind, basis_points, valid_from, basis) VALUES ('household', 4000, ?, "
      "'test')",
      {clock_.Now() + 1min});
  clock_.Advance(48h);
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance(Seller()), -kNet);
  TellMoved(Place({"cod"}).front(), "delivered");
  EXPECT_EQ(Balance("commission_revenue"), -6'000 - 80'000);
}

TEST_F(Orders, CancelledBeforePayingAsksForNothing) {
  const auto order = Place({"vietqr"}).front();
  TellMoved(order, "cancelled");
  EXPECT_EQ(Status(order), "cancelled");
  EXPECT_TRUE(LedgerAccounts(desk_).empty());
  EXPECT_EQ(Bank(232'000, Look(order).intent.reference)->state, ReceiptState::kLate);
  EXPECT_EQ(Status(order), "refund-due");
}

TEST_F(Orders, CancelledAfterPayingOwesItBack) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
  TellMoved(order, "cancelled");
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
}

TEST_F(Orders, OneShopOfTwoCancelsAndTheOtherGoesOn) {
  const auto orders = Place({"vietqr", "vietqr"});
  TellMoved(orders[0], "cancelled");
  EXPECT_EQ(Look(orders[1]).intent.Remaining(), keel::Money::Vnd(232'000));
  ASSERT_TRUE(Bank(464'000, Look(orders[1]).intent.reference));  // By the QR scanned before.
  EXPECT_EQ(Status(orders[1]), "overpaid");
  const auto told = nlohmann::json::parse(Told("payment.secured").at(0));
  EXPECT_EQ(told["order_ids"], nlohmann::json({orders[1].id}));
  EXPECT_EQ(told["amount"], 232'000);
  TellMoved(orders[1], "delivered");
  EXPECT_EQ(Balance(Seller()), -kNet);
}

TEST_F(Orders, CancellingAShopMaySecureTheRest) {
  const auto orders = Place({"vietqr", "vietqr"});
  ASSERT_TRUE(Bank(300'000, Look(orders[0]).intent.reference));
  EXPECT_EQ(Status(orders[0]), "partly-paid");
  TellMoved(orders[0], "cancelled");
  EXPECT_EQ(Look(orders[1]).intent.phase, IntentPhase::kSecured);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Balance("refunds_payable"), -68'000);
}

TEST_F(Orders, ReturnedUndeliveredOwesThePayerAndTheCarrier) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
  TellMoved(order, "returned");
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  EXPECT_EQ(Balance("returned_freight"), 32'000);
  EXPECT_EQ(Balance(Seller()), 0);
}

TEST_F(Orders, ReturnedUndeliveredForCashOwesTheCarrierAlone) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "returned");
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Status(order), "cancelled");
}

TEST_F(Orders, ReturnedAfterDeliveryIsReversed) {
  for (const auto* method : {"vietqr", "cod"}) {
    const auto order = Place({method}).front();
    if (order.method == "vietqr") {
      ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
    }
    TellMoved(order, "delivered");
    TellMoved(order, "returned");
    EXPECT_EQ(Balance(Seller()), 0);
    EXPECT_EQ(Balance("commission_revenue"), 0);
    EXPECT_EQ(Balance("commission_vat"), 0);
    EXPECT_EQ(Status(order), "refund-due");
  }
  EXPECT_EQ(Balance("refunds_payable"), -464'000);
}

TEST_F(Orders, EventsToldAgainChangeNothing) {
  const auto orders = Place({"vietqr", "cod"});
  ASSERT_TRUE(Bank(232'000, Look(orders[0]).intent.reference));
  for (int time = 0; time < 2; ++time) {
    TellPlaced(orders);
    for (const auto& order : orders) TellMoved(order, "delivered");
    TellCollected(orders[1], 232'000);
  }
  EXPECT_EQ(Entries("order-settled"), 2U);
  EXPECT_EQ(Balance(Seller()), -2 * kNet);
  TellMoved(orders[0], "returned");
  TellMoved(orders[0], "returned");
  EXPECT_EQ(Entries("order-returned"), 1U);
}

TEST_F(Orders, MovesToldBeforeTheirPurchaseAreAppliedWithIt) {
  const std::vector<TestOrder> orders{{OrderId::New(clock_.Now()).text(), PurchaseId::New(clock_.Now()).text(), "cod"}};
  TellCollected(orders[0], 232'000);
  TellMoved(orders[0], "delivered");
  EXPECT_TRUE(LedgerAccounts(desk_).empty());
  TellPlaced(orders);
  EXPECT_EQ(Balance(Seller()), -kNet);
  EXPECT_EQ(MoneyOf(desk_, PartyId::FromRow(party_)).recent.at(0).collected, keel::Money::Vnd(232'000));
}

TEST_F(Orders, AnImpossibleMoveIsKeptAsideAndStopsNobody) {
  const auto unpaid = Place({"vietqr"}).front();
  TellMoved(unpaid, "delivered");  // Nobody paid for it.
  EXPECT_EQ(Balance(Seller()), 0);
  const auto gone = Place({"cod"}).front();
  TellMoved(gone, "cancelled");
  TellMoved(gone, "delivered");
  EXPECT_EQ(Balance(Seller()), 0);
  auto rows = pool_->Take()->Query("SELECT why FROM order_moves WHERE applied = 0 ORDER BY why");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), "conflict");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), "order-not-paid");
}

TEST_F(Orders, SellersSeeWhoHasTheirMoney) {
  const auto waiting = Place({"cod"}).front(), delivered = Place({"cod"}).front(), paid = Place({"vietqr"}).front(),
             unpaid = Place({"vietqr"}).front(), given_up = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(paid).intent.reference));
  TellMoved(delivered, "delivered");
  TellMoved(given_up, "cancelled");
  const auto money = MoneyOf(desk_, PartyId::FromRow(party_));
  std::map<std::string, std::int64_t> held;
  for (const auto& part : money.held) held[part.by] += part.amount.dong();
  EXPECT_EQ(held, (std::map<std::string, std::int64_t>{{"buyer", 2 * kNet}, {"carrier ghn", kNet}, {"market", kNet}}));
  EXPECT_EQ(money.owed, keel::Money::Vnd(kNet));
  EXPECT_EQ(money.recent.size(), 5U);
  (void)waiting, (void)unpaid;
}

TEST_F(Orders, OnlyCollectedCashIsNoted) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  const auto told = [&](const nlohmann::json& more) {
    nlohmann::json body{{"order_id", order.id}, {"state", "delivered"}, {"carrier", "ghn"}};
    body.update(more);
    Tell("shipment.moved", order.id, body.dump());
    return MoneyOf(desk_, PartyId::FromRow(party_)).recent.at(0).collected;
  };
  EXPECT_EQ(told(nlohmann::json::object()), std::nullopt);
  EXPECT_EQ(told({{"state", "in_transit"}, {"cod_collected", true}, {"cod_amount", 5}}), std::nullopt);
  EXPECT_EQ(told({{"cod_collected", false}, {"cod_amount", {{"amount", 232'000}}}}), std::nullopt);
  EXPECT_EQ(told({{"cod_collected", 0}}), std::nullopt);
  EXPECT_EQ(told({{"cod_collected", true}, {"cod_amount", {{"amount", 232'000}}}}), keel::Money::Vnd(232'000));
}

TEST_F(Orders, CashThatDiffersIsShown) {
  const auto right = Place({"cod"}).front(), wrong = Place({"cod"}).front();
  for (const auto& order : {right, wrong}) TellMoved(order, "delivered");
  TellCollected(right, 232'000);
  TellCollected(wrong, 200'000);
  const auto differing = CodDifferences(desk_);
  ASSERT_EQ(differing.size(), 1U);
  EXPECT_EQ(differing[0].order.id.text(), wrong.id);
}

}  // namespace
}  // namespace payments
