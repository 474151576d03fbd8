#include <nlohmann/json.hpp>

#include "payments/flows/erase_payers.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/store/order_money_store.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using nlohmann::json;

/// Forgetting who paid. After each test DeskUnderTest verifies the whole ledger.
class ErasingPayers : public DeskUnderTest {
 protected:
  TestOrder Paid() {
    const auto order = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    return order;
  }
  void Say(const TestOrder& order) {
    EXPECT_TRUE(Do([&](auto& t) {
      return SetRefundAccount(t, desk_, PurchaseId::FromRow(order.purchase),
                              {"970436", "0999888777", "NGUYEN VAN MAU", "buyer", clock_.Now()});
    }));
  }
  /// As orders tells, twice.
  void Asked(const TestOrder& order) {
    for (int i = 0; i < 2; ++i)
      Tell("purchase.erasing", order.purchase,
           json{{"purchase_id", order.purchase}, {"order_ids", {order.id}}, {"at", "2026-11-21T08:00:00.000Z"}}.dump());
  }
  std::optional<RefundAccount> AccountOf(const TestOrder& order) {
    const auto session = pool_->Take();
    return BankRefundStore(*session, seal_).AccountOf(PurchaseId::FromRow(order.purchase));
  }
};

TEST_F(ErasingPayers, WaitsForTheRefundAndThenForgetsItsAccount) {
  const auto order = Paid(), other = Paid();
  Say(order);
  Say(other);
  TellMoved(order, "cancelled");
  TellMoved(other, "cancelled");
  Asked(order);
  EXPECT_EQ(ErasePayers(desk_), 0) << "money is owed back";
  const auto made = Do([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); });
  ASSERT_TRUE(made);
  EXPECT_EQ(ErasePayers(desk_), 0) << "it is in a bank file";
  for (const auto& refund : made->refunds)
    ASSERT_TRUE(Do([&](auto& t) { return ConfirmRefund(t, desk_, refund.id, "FT7"); }));
  const auto entries = Entries("refund-paid");
  EXPECT_EQ(ErasePayers(desk_), 1);
  EXPECT_EQ(ErasePayers(desk_), 0);
  EXPECT_EQ(Told("purchase.money-erased").size(), 1U);
  EXPECT_EQ(json::parse(Told("purchase.money-erased")[0])["purchase_id"], order.purchase);
  EXPECT_EQ(AccountOf(order), std::nullopt);
  const auto data = PayerDataOf(desk_, {PurchaseId::FromRow(order.purchase), PurchaseId::FromRow(other.purchase)});
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[0].refunds[0].account + data[0].refunds[0].holder, "");
  EXPECT_EQ(data[0].refunds[0].amount, keel::Money::Vnd(232'000)) << "amounts stay";
  EXPECT_EQ(data[1].refunds[0].holder, "NGUYEN VAN MAU") << "everybody else's is as it was";
  EXPECT_EQ(data[1].account->account, "0999888777");
  EXPECT_EQ(Entries("refund-paid"), entries);
}

TEST_F(ErasingPayers, OfAnOrderThatIsNotSettledWaits) {
  const auto order = Paid();
  Say(order);
  Asked(order);
  EXPECT_EQ(ErasePayers(desk_), 0);
  TellMoved(order, "delivered");
  EXPECT_EQ(ErasePayers(desk_), 1);
  EXPECT_EQ(AccountOf(order), std::nullopt);
}

TEST_F(ErasingPayers, OfCashWaitsForTheCarrierToPayItOver) {
  const auto order = Place({"cod"}).front();
  Asked(order);
  TellCollected(order, order.total());
  TellMoved(order, "delivered");
  EXPECT_EQ(ErasePayers(desk_), 0);
  const auto paid = Bank(order.total(), "GHN COD");
  ASSERT_TRUE(paid);
  ASSERT_TRUE(Do([&](auto& t) { return MatchRemittance(t, desk_, paid->id, "ghn"); }));
  EXPECT_EQ(ErasePayers(desk_), 1);
}

TEST_F(ErasingPayers, OfAPurchaseNobodyHeardOfIsDoneAtOnce) {
  Asked({OrderId::New(clock_.Now()).text(), PurchaseId::New(clock_.Now()).text(), "cod"});
  EXPECT_EQ(ErasePayers(desk_), 1);
}

TEST_F(ErasingPayers, ASellerSeesWhatIsOwed) {
  EXPECT_EQ(BalanceOf(desk_, *PartyId::Parse(party_)).owed, keel::Money());
  const auto order = Paid();
  TellMoved(order, "delivered");
  EXPECT_GT(BalanceOf(desk_, *PartyId::Parse(party_)).owed, keel::Money());
}

}  // namespace
}  // namespace payments
