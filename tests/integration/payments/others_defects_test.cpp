#include <nlohmann/json.hpp>
#include <set>

#include "payments/flows/match_cod.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

/// What went wrong with money elsewhere, as it must not go wrong here. Each test's name says the behaviour; the comment
/// says where it was met. The stock's and the orders' half stands with orders.
namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;
using nlohmann::json;

// A household's net of 200 000 đồng: docs/money.md.
constexpr std::int64_t kNet = 190'520;

class OthersDefects : public DeskUnderTest {
 protected:
  static Payee Account(const std::string& number, std::int64_t version = 0) {
    return {"970436", number, "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, version};
  }
  void Give(const std::string& party, const std::string& number = "0011002233445") {
    ASSERT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party), Account(number), "acc_1"); }));
  }
  auto Round() {
    return Do([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
  }
  auto Confirm(const PayoutId& id) {
    return Do([&](auto& t) { return ConfirmPayout(t, desk_, id, "FT9"); });
  }
  auto Refund(const TestOrder& order) {
    return Do([&](auto& t) { return RefundIntent(t, desk_, Look(order).intent.id, "FT1", "acc_1"); });
  }
  /// One purchase of as many sellers, an order each.
  std::vector<TestOrder> PlaceOver(const std::vector<std::string>& parties, const std::string& method) {
    const auto purchase = PurchaseId::New(clock_.Now()).text();
    std::vector<TestOrder> orders;
    json rows = json::array();
    for (const auto& party : parties) {
      orders.push_back({OrderId::New(clock_.Now()).text(), purchase, method});
      const auto& order = orders.back();
      rows.push_back({{"order_id", order.id},
                      {"code", "CP-" + order.id.substr(26)},
                      {"shop_id", "sho_01J9ZQ8XW3K5T7V2N4M6P8R0AB"},
                      {"party_id", party},
                      {"party_kind", "household"},
                      {"category_totals", {{{"category", "mat-ong"}, {"amount", order.goods}}}},
                      {"goods", order.goods},
                      {"freight", order.freight},
                      {"total", order.total()},
                      {"payment", method},
                      {"carrier", "ghn"},
                      {"service", "standard"}});
    }
    Tell("purchase.placed", purchase,
         json{{"purchase_id", purchase}, {"placed_at", keel::ToRfc3339(clock_.Now())}, {"orders", rows}}.dump());
    return orders;
  }
  void PaidAndDelivered(const std::vector<TestOrder>& orders) {
    std::int64_t sum = 0;
    for (const auto& order : orders) sum += order.total();
    ASSERT_TRUE(Bank(sum, Look(orders[0]).intent.reference));
    for (const auto& order : orders) TellMoved(order, "delivered");
  }
  void TellRefundDue(const TestOrder& order, std::int64_t amount, const std::string& cause_id) {
    Tell("order.refund-due", order.id,
         json{{"order_id", order.id}, {"amount", amount}, {"cause", "returned"}, {"cause_id", cause_id}}.dump());
  }
  std::int64_t OwedTo(const std::string& party) { return -Balance("seller_payable:" + party); }

  const std::string other_ = PartyId::New(keel::Instant()).text();
};

// Spree PR 14622, 1: what sellers are paid through was set up twice; the second time threw the first away, and nobody
// was payable any more.
TEST_F(OthersDefects, AnAccountGivenTwiceIsStillPaidAndAStaleSecondChangesNothing) {
  Give(party_);
  const auto again =
      Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), Account("9999999999"), "acc_1"); });
  ASSERT_FALSE(again) << "from a page that did not know the first";
  EXPECT_EQ(again.error().code, "changed-meanwhile");
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  clock_.Advance(24h * 3);
  const auto round = Round();
  ASSERT_TRUE(round);
  EXPECT_EQ(round->payouts.at(0).account, "0011002233445");
}

// Spree PR 14622, 2: every seller's account was refused, since it was asked for more than paying out needs.
TEST_F(OthersDefects, ABankAccountIsAllThatPayingOutNeeds) {
  Give(party_);  // No tax number yet.
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Round());
}

// Spree PR 14622, 3: an order showed the commission of every seller of the purchase.
TEST_F(OthersDefects, AnOrderShowsItsOwnCommissionAlone) {
  const auto orders = PlaceOver({party_, other_}, "vietqr");
  PaidAndDelivered(orders);
  for (const auto& order : orders) {
    const auto view = MoneyOfOrder(desk_, OrderId::FromRow(order.id));
    ASSERT_TRUE(view);
    ASSERT_EQ(view->order.terms.lines.size(), 1U);
    EXPECT_EQ(view->order.terms.sum.commission, Money::Vnd(6'000));
    EXPECT_EQ(view->order.terms.sum.net, Money::Vnd(kNet));
  }
  for (const auto& party : {party_, other_})
    EXPECT_EQ(MoneyOf(desk_, PartyId::FromRow(party)).recent.size(), 1U) << "nor on the seller's page";
}

// Spree PR 14622, 4: the paid check did not know split payments. Mercur 1387, 1419: every order of a paid purchase read
// "not paid", to its seller, to operators and to its buyer.
TEST_F(OthersDefects, OnePaymentIsToldOfAndShownOnEveryOrderOfItsPurchase) {
  const auto orders = PlaceOver({party_, other_}, "vietqr");
  ASSERT_TRUE(Bank(464'000, Look(orders[0]).intent.reference));
  const auto told = Told("payment.secured");
  ASSERT_EQ(told.size(), 1U);
  const auto body = json::parse(told[0]);
  std::set<std::string> ids;
  for (const auto& id : body["order_ids"]) ids.insert(id);
  EXPECT_EQ(ids, (std::set<std::string>{orders[0].id, orders[1].id}));
  for (const auto& order : orders) {
    const auto view = MoneyOfOrder(desk_, OrderId::FromRow(order.id));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->phase, IntentPhase::kSecured) << "from the one payment, kept once";
  }
}

// Spree PR 14622, 5: sellers of a split purchase were refused their money, for the same reason. Mercur 161: no way to
// pay sellers where no card company pays out.
TEST_F(OthersDefects, EverySellerOfOnePurchaseIsPaidOutByTheBanksFile) {
  Give(party_);
  Give(other_, "5566778899001");
  PaidAndDelivered(PlaceOver({party_, other_}, "vietqr"));
  clock_.Advance(24h * 3);
  const auto round = Round();
  ASSERT_TRUE(round);
  ASSERT_EQ(round->payouts.size(), 2U);
  std::string file = "reference,status,amount\n";
  for (const auto& payout : round->payouts) {
    EXPECT_EQ(payout.amount, Money::Vnd(kNet));
    file += payout.reference + ",paid," + std::to_string(payout.amount.dong()) + "\n";
  }
  ASSERT_TRUE(Do([&](auto& t) { return TakeBankAnswer(t, desk_, round->id, file); }));
  for (const auto& party : {party_, other_}) EXPECT_EQ(OwedTo(party), 0);
}

// Spree PR 14622, 8: an order that was refunded whole still read as paid.
TEST_F(OthersDefects, WhatWasRefundedWholeNoLongerReadsAsPaid) {
  const auto cancelled = PlaceOver({party_}, "vietqr")[0], returned = PlaceOver({party_}, "vietqr")[0];
  for (const auto& order : {cancelled, returned}) ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  TellMoved(cancelled, "cancelled");
  TellMoved(returned, "delivered");
  TellMoved(returned, "returned");
  for (const auto& order : {cancelled, returned}) {
    EXPECT_EQ(Status(order), "refund-due");
    ASSERT_TRUE(Refund(order));
    EXPECT_EQ(Status(order), "cancelled");
    EXPECT_FALSE(Refund(order)) << "and is refunded once";
  }
  const auto by_dispute = PlaceOver({party_}, "vietqr")[0];
  PaidAndDelivered({by_dispute});
  TellRefundDue(by_dispute, by_dispute.total(), "ret_1");
  ASSERT_TRUE(Refund(by_dispute));
  EXPECT_EQ(Status(by_dispute), "cancelled");
}

// Spree PR 14622, 9: payouts asked for more than there was to send.
TEST_F(OthersDefects, ARoundPaysOnlyWhatHasArrived) {
  Give(party_);
  const auto cash = PlaceOver({party_}, "cod")[0];
  TellMoved(cash, "delivered");  // The carrier has it.
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  clock_.Advance(24h * 3);
  const auto round = Round();
  ASSERT_TRUE(round);
  EXPECT_EQ(round->payouts.at(0).amount, Money::Vnd(kNet)) << "the transfer's order, not the cash's";
  EXPECT_EQ(OwedTo(party_), 2 * kNet);
}

// Spree PR 14622, 10: a payout that the bank sent back still read as paid, since a failure after a success was dropped.
TEST_F(OthersDefects, APayoutTheBankSendsBackAfterItWasPaidIsOwedAgain) {
  Give(party_);
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  clock_.Advance(24h * 3);
  const auto first = Round();
  ASSERT_TRUE(first && Confirm(first->payouts[0].id));
  EXPECT_EQ(OwedTo(party_), 0);
  const auto file = "reference,status,amount\n" + first->payouts[0].reference + ",returned," + std::to_string(kNet);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Do([&](auto& t) { return TakeBankAnswer(t, desk_, first->id, file); }));
  EXPECT_EQ(OnePayout(desk_, first->payouts[0].id)->payout.state, PayoutState::kBounced);
  EXPECT_EQ(OwedTo(party_), kNet);
  EXPECT_FALSE(Round()) << "the account is to be corrected first";
  ASSERT_TRUE(Do([&](auto& t) { return TryPayeeAgain(t, PartyId::FromRow(party_)); }));
  const auto second = Round();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->payouts[0].amount, Money::Vnd(kNet));
  EXPECT_FALSE(Confirm(first->payouts[0].id)) << "the first cannot become paid again";
}

// Spree PR 14622, refunds: one seller's refund is that seller's. Dokan 1575, 905: what a seller was to get stayed the
// same after a refund.
TEST_F(OthersDefects, ARefundLessensWhatItsOwnSellerGetsAndNobodyElses) {
  Give(party_);
  Give(other_, "5566778899001");
  const auto orders = PlaceOver({party_, other_}, "vietqr");
  PaidAndDelivered(orders);
  TellRefundDue(orders[0], 100'000, "ret_1");
  TellRefundDue(orders[0], 100'000, "ret_1");
  EXPECT_EQ(OwedTo(party_), kNet / 2);
  EXPECT_EQ(OwedTo(other_), kNet);
  clock_.Advance(24h * 3);
  const auto round = Round();
  ASSERT_TRUE(round);
  std::map<std::string, std::int64_t> paid;
  for (const auto& payout : round->payouts) paid[payout.party.text()] = payout.amount.dong();
  EXPECT_EQ(paid, (std::map<std::string, std::int64_t>{{party_, kNet / 2}, {other_, kNet}}));
}

// Spree PR 14622, returns: what comes back after the seller was paid is taken back from the seller, once.
TEST_F(OthersDefects, AReturnAfterThePayoutIsTakenOffTheNextOneOnce) {
  Give(party_);
  const auto first = PlaceOver({party_}, "vietqr")[0];
  PaidAndDelivered({first});
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Confirm(Round()->payouts[0].id));
  for (int i = 0; i < 2; ++i) TellRefundDue(first, 100'000, "ret_1");
  EXPECT_EQ(OwedTo(party_), -kNet / 2);
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  clock_.Advance(24h * 3);
  const auto next = Round();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->payouts[0].amount, Money::Vnd(kNet - kNet / 2));
  ASSERT_TRUE(Confirm(next->payouts[0].id));
  EXPECT_EQ(OwedTo(party_), 0);
}

// Dokan PR 3353: the amount a client sent was not held against what was owed, nor against a payment that was on its
// way.
TEST_F(OthersDefects, NothingIsPaidBeyondWhatIsOwedAlsoWhileAnotherPaymentIsOnItsWay) {
  Give(party_);
  PaidAndDelivered(PlaceOver({party_}, "vietqr"));
  const auto by_hand = [&](std::int64_t dong) {
    return Do([&](auto& t) { return PayOut(t, desk_, PartyId::FromRow(party_), Money::Vnd(dong), "FT3", "acc_1"); });
  };
  clock_.Advance(24h * 3);
  EXPECT_EQ(by_hand(kNet + 1).error().code, "payout-too-large");
  EXPECT_EQ(by_hand(kNet + 1).error().argument, std::to_string(kNet));
  ASSERT_TRUE(Round());
  EXPECT_EQ(by_hand(1).error().code, "payout-too-large") << "all of it is in the bank's file";
  EXPECT_EQ(Round().error().code, "nothing-to-pay-out");
}

// Dokan 1690: of two freights in one checkout the second was lost.
TEST_F(OthersDefects, EveryOrdersFreightIsAskedForAndOwedToItsCarrier) {
  const auto orders = PlaceOver({party_, other_}, "vietqr");
  EXPECT_EQ(Look(orders[0]).intent.amount, Money::Vnd(464'000));
  PaidAndDelivered(orders);
  EXPECT_EQ(Balance("freight_payable:ghn"), -64'000);
}

}  // namespace
}  // namespace payments
