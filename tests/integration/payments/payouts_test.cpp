#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;
using nlohmann::json;

class Payouts : public DeskUnderTest {
 protected:
  void GivePayee(const std::string& party) {
    const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "015090001234", "personal-id", true, 0};
    ASSERT_TRUE(
        Do([&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party), payee, "acc_1"); }));
  }
  auto Prepare(std::int64_t least = 1) {
    return Do([&](auto& transaction) { return PreparePayouts(transaction, desk_, Money::Vnd(least), "acc_1"); });
  }
  auto Confirm(const PayoutId& id) {
    return Do([&](auto& transaction) { return ConfirmPayout(transaction, desk_, id, "FT9"); });
  }
  auto Bounce(const PayoutId& id) {
    return Do([&](auto& transaction) { return BouncePayout(transaction, desk_, id, "Sai số tài khoản"); });
  }
  auto TryAgain() {
    return Do([&](auto& transaction) { return TryPayeeAgain(transaction, PartyId::FromRow(party_)); });
  }
  auto Answer(const PayoutBatchId& batch, const std::string& csv) {
    return Do([&](auto& transaction) { return TakeBankAnswer(transaction, desk_, batch, csv); });
  }
  TestOrder Delivered(const char* method = "vietqr") {
    const auto order = Place({method}).front();
    if (order.method == "vietqr") {
      EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    }
    TellMoved(order, "delivered");
    return order;
  }
  void TellCase(const std::string& kind, const TestOrder& order, const std::string& id, const std::string& state,
                std::int64_t version, std::int64_t refund = 0) {
    Tell("order." + kind + "-changed", order.id,
         json{{kind + "_id", id},
              {"order_id", order.id},
              {"state", state},
              {"refund", refund},
              {"at", keel::ToRfc3339(clock_.Now())},
              {"version", version}}
             .dump());
  }
  void TellRefundDue(const TestOrder& order, std::int64_t amount, const std::string& cause, const std::string& id) {
    Tell("order.refund-due", order.id,
         json{{"order_id", order.id}, {"amount", amount}, {"cause", cause}, {"cause_id", id}}.dump());
  }
  Statement Read() {
    return StatementOf(desk_, PartyId::FromRow(party_), Month::Of(clock_.Now()).Start(), Month::Of(clock_.Now()).End());
  }
};

TEST_F(Payouts, WaitForTheWindowOfEachOrder) {
  GivePayee(party_);
  Delivered();
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  EXPECT_EQ(ReadyToPay(desk_).at(0).waiting, Money::Vnd(190'520));
  clock_.Advance(24h * 3);
  const auto batch = Prepare();
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->payouts.size(), 1U);
  EXPECT_EQ(batch->payouts[0].amount, Money::Vnd(190'520));
  EXPECT_EQ(Balance(Seller()), -190'520);  // Nothing is booked before the bank says so.
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
}

TEST_F(Payouts, WaitForCashUntilTheCarrierPaysIt) {
  GivePayee(party_);
  Delivered("cod");
  clock_.Advance(24h * 30);
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  const auto receipt = Bank(232'000, "GHN COD")->id;
  ASSERT_TRUE(Do([&](auto& transaction) { return MatchRemittance(transaction, desk_, receipt, "ghn"); }));
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, NeedABankAccountAndEnoughToBeWorthIt) {
  Delivered();
  clock_.Advance(24h * 3);
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  GivePayee(party_);
  EXPECT_EQ(Prepare(1'000'000).error().code, "nothing-to-pay-out");
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, AreBookedWhenTheBankConfirmsAndOnlyOnce) {
  GivePayee(party_);
  const auto order = Delivered();
  clock_.Advance(24h * 3);
  const auto id = Prepare()->payouts[0].id;
  ASSERT_TRUE(Confirm(id));
  ASSERT_TRUE(Confirm(id));
  EXPECT_EQ(Entries("payout-paid"), 1U);
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("bank:market"), 232'000 - 190'520);
  const auto view = OnePayout(desk_, id);
  ASSERT_EQ(view->lines.size(), 1U);
  EXPECT_EQ(view->lines[0].order.text(), order.id);
}

TEST_F(Payouts, ThatBounceAreOwedAgainWithOrWithoutABooking) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Bounce(Prepare()->payouts[0].id));
  EXPECT_EQ(Entries("payout-bounced"), 0U);
  ASSERT_TRUE(TryAgain());
  const auto second = Prepare()->payouts[0].id;
  ASSERT_TRUE(Confirm(second));
  ASSERT_TRUE(Bounce(second));
  ASSERT_TRUE(Bounce(second));
  EXPECT_EQ(Entries("payout-bounced"), 1U);
  EXPECT_EQ(Told("payout.paid").size(), 1U);
  EXPECT_EQ(Told("payout.bounced").size(), 2U) << "each time once, paid before or not";
  EXPECT_EQ(Balance(Seller()), -190'520);
  EXPECT_EQ(Confirm(second).error().code, "payout-bounced");
  ASSERT_TRUE(TryAgain());
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, LeaveOutAnAccountThatSentOneBackUntilItIsChanged) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  const auto first = Prepare()->payouts[0].id;
  EXPECT_FALSE(MoneyOf(desk_, PartyId::FromRow(party_)).refused);
  ASSERT_TRUE(Bounce(first));
  const auto refused = MoneyOf(desk_, PartyId::FromRow(party_)).refused;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->id, first);
  EXPECT_EQ(refused->reason, "Sai số tài khoản");
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  EXPECT_TRUE(ReadyToPay(desk_).at(0).refused);
  const auto save = [&](const std::string& account) {
    auto payee = PayeeOf(desk_, PartyId::FromRow(party_)).value();
    payee.account = account;
    payee.refused_payout.clear();
    return Do(
        [&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party_), payee, "acc_1"); });
  };
  ASSERT_TRUE(save("0011002233445"));  // The same once more.
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  ASSERT_TRUE(save("0011002233446"));
  EXPECT_FALSE(MoneyOf(desk_, PartyId::FromRow(party_)).refused);
  EXPECT_FALSE(ReadyToPay(desk_).at(0).refused);
  EXPECT_EQ(TryAgain().error().code, "payee-not-refused");
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, ThatCameBackFromAnAccountChangedMeanwhileBlameNobody) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  const auto first = Prepare()->payouts[0].id;
  auto payee = PayeeOf(desk_, PartyId::FromRow(party_)).value();
  payee.account = "0011002233446";
  ASSERT_TRUE(
      Do([&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  ASSERT_TRUE(Bounce(first));
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, ToldOfWithTwoReferencesAreAFindingAndNotOne) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  const auto batch = Prepare();
  const auto& payout = batch->payouts[0];
  const auto confirm = [&](const std::string& reference) {
    // As the route does: what was told is kept with the answer.
    keel::Result<PayoutRow> told = keel::Error{keel::Kind::kConflict, "not-told", ""};
    EXPECT_TRUE(Do([&](auto& transaction) -> keel::Result<keel::Done> {
      told = ConfirmPayout(transaction, desk_, payout.id, reference);
      return keel::Done{};
    }));
    return told;
  };
  ASSERT_TRUE(confirm("FT111"));
  ASSERT_TRUE(confirm("FT111"));
  EXPECT_EQ(OnePayout(desk_, payout.id)->payout.second_reference, "");
  const auto other = confirm("FT222");
  EXPECT_EQ(other.error().code, "payout-paid-by-another");
  EXPECT_EQ(other.error().argument, "FT111");
  const auto kept = OnePayout(desk_, payout.id)->payout;
  EXPECT_EQ(kept.bank_reference, "FT111");
  EXPECT_EQ(kept.second_reference, "FT222");
  const auto file = [&](const std::string& reference) {
    return Answer(batch->id, "memo,status,bank-reference\n" + payout.reference + ",ok," + reference + "\n")
        ->at(0)
        .outcome;
  };
  EXPECT_EQ(file("FT111"), "already");
  EXPECT_EQ(file(""), "already");
  EXPECT_EQ(file("FT333"), "paid-by-another");
  EXPECT_EQ(Entries("payout-paid"), 1U);
}

TEST_F(Payouts, ARefundAfterPayingOutIsCarriedAndTakenOffTheNext) {
  GivePayee(party_);
  const auto first = Delivered();
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Confirm(Prepare()->payouts[0].id));
  TellMoved(first, "returned");
  EXPECT_EQ(Balance(Seller()), 190'520);  // The seller owes it.
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  Delivered();
  Delivered();
  clock_.Advance(24h * 3);
  const auto batch = Prepare();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->payouts[0].amount, Money::Vnd(190'520));
  const auto view = OnePayout(desk_, batch->payouts[0].id);
  EXPECT_EQ(view->lines.size(), 3U);
  ASSERT_TRUE(Confirm(batch->payouts[0].id));
  EXPECT_EQ(Balance(Seller()), 0);
}

TEST_F(Payouts, AnOpenDisputeHoldsItsOrderAndNoOther) {
  GivePayee(party_);
  const auto disputed = Delivered();
  Delivered();
  TellCase("dispute", disputed, "dis_1", "open", 1);
  clock_.Advance(24h * 3);
  EXPECT_EQ(ReadyToPay(desk_).at(0).held, Money::Vnd(190'520));
  EXPECT_EQ(ReadyToPay(desk_).at(0).waiting, Money());
  const auto money = MoneyOf(desk_, PartyId::FromRow(party_));
  ASSERT_EQ(money.on_hold.size(), 1U);
  EXPECT_EQ(money.on_hold[0].kind, "dispute");
  EXPECT_EQ(money.on_hold[0].amount, Money::Vnd(190'520));
  ASSERT_EQ(money.held.size(), 2U);
  EXPECT_EQ(money.held[1].by, "dispute");
  const auto batch = Prepare();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->payouts[0].amount, Money::Vnd(190'520));
  const auto view = OnePayout(desk_, batch->payouts[0].id);
  for (const auto& line : view->lines) EXPECT_NE(line.order.text(), disputed.id);
  // Nor by hand.
  EXPECT_EQ(Do([&](auto& transaction) {
              return PayOut(transaction, desk_, PartyId::FromRow(party_), Money::Vnd(1), "FT3", "acc_1");
            })
                .error()
                .code,
            "payout-too-large");
}

TEST_F(Payouts, ADecisionWithoutARefundLetsGo) {
  GivePayee(party_);
  const auto order = Delivered();
  TellCase("dispute", order, "dis_1", "open", 1);
  TellCase("dispute", order, "dis_1", "answered", 2);
  clock_.Advance(24h * 3);
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  TellCase("dispute", order, "dis_1", "decided", 3);
  TellCase("dispute", order, "dis_1", "answered", 2);  // Old news.
  EXPECT_EQ(Prepare()->payouts.at(0).amount, Money::Vnd(190'520));
}

TEST_F(Payouts, ADecisionWithARefundHoldsUntilTheRefundIsBooked) {
  GivePayee(party_);
  const auto order = Delivered();
  TellCase("return", order, "ret_1", "agreed", 2);
  clock_.Advance(24h * 3);
  TellCase("return", order, "ret_1", "received", 3, 50'000);
  EXPECT_EQ(Prepare().error().code, "nothing-to-pay-out");
  TellRefundDue(order, 50'000, "returned", "ret_1");
  EXPECT_EQ(Prepare()->payouts.at(0).amount, Money::Vnd(150'000 - 4'500 - 360 - 1'500 - 750));
}

TEST_F(Payouts, TheRefundMayBeToldBeforeTheDecision) {
  GivePayee(party_);
  const auto order = Delivered();
  TellCase("dispute", order, "dis_1", "open", 1);
  TellRefundDue(order, 50'000, "dispute", "dis_1");
  TellCase("dispute", order, "dis_1", "decided", 2, 50'000);
  clock_.Advance(24h * 3);
  EXPECT_TRUE(Prepare());
}

TEST_F(Payouts, ADisputeAfterThePayoutIsTakenOffTheNext) {
  GivePayee(party_);
  const auto order = Delivered();
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Confirm(Prepare()->payouts[0].id));
  TellCase("dispute", order, "dis_1", "open", 1);
  EXPECT_EQ(MoneyOf(desk_, PartyId::FromRow(party_)).on_hold.at(0).amount, Money());
  TellCase("dispute", order, "dis_1", "decided", 2, 50'000);
  TellRefundDue(order, 50'000, "dispute", "dis_1");
  EXPECT_EQ(Balance(Seller()), 47'630);
  Delivered();
  clock_.Advance(24h * 3);
  EXPECT_EQ(Prepare()->payouts.at(0).amount, Money::Vnd(190'520 - 47'630));
}

TEST_F(Payouts, WhatIsInAFileIsNotPaidByHandToo) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Prepare());
  const auto by_hand = Do([&](auto& transaction) {
    return PayOut(transaction, desk_, PartyId::FromRow(party_), Money::Vnd(1), "FT3", "acc_1");
  });
  EXPECT_EQ(by_hand.error().code, "payout-too-large");
}

TEST_F(Payouts, TheBanksFileIsTakenRowByRow) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  const auto batch = Prepare();
  const auto& payout = batch->payouts[0];
  const std::string heading = "Nội dung,Trạng thái,Số tiền,Số bút toán,Lý do\r\n";
  auto answers =
      Answer(batch->id, heading + payout.reference + ",Thành công,190.000,FT1,\r\n" + "TRAXXXX,Thành công,1,FT2,\r\n" +
                            payout.reference + ",Chờ,190.520,,\r\n" + payout.reference +
                            ",Thành công,1905.20,FT1,\r\n" + payout.reference + ",Thành công,190520.00,FT3,\r\n" +
                            payout.reference + ",Thành công,190.520,FT3,\r\n");
  ASSERT_TRUE(answers);
  std::vector<std::string> outcomes;
  for (const auto& answer : *answers) outcomes.push_back(answer.outcome);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"amount-differs", "unknown-reference", "unreadable", "amount-differs",
                                                "paid", "already"}));
  EXPECT_EQ(Balance(Seller()), 0);
  answers = Answer(batch->id, heading + payout.reference + ",Trả lại,190.520,,Sai tên\r\n");
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->at(0).outcome, "unreadable");  // A word we do not know decides nothing.
  answers = Answer(batch->id, heading + payout.reference + ",Bị trả lại,190.520,,Sai tên\r\n");
  EXPECT_EQ(answers->at(0).outcome, "bounced");
  EXPECT_EQ(Balance(Seller()), -190'520);
  EXPECT_EQ(Answer(batch->id, "x\r\n1\r\n").error().code, "csv-heading");
}

TEST_F(Payouts, TheBankMayWrapTheReferenceInWordsOfItsOwn) {
  GivePayee(party_);
  Delivered();
  clock_.Advance(24h * 3);
  const auto batch = Prepare();
  const auto& payout = batch->payouts[0];
  std::string small = payout.reference;
  for (char& c : small) c = char(std::tolower(c));
  const std::string heading = "Nội dung chuyển khoản,Trạng thái,Số tiền,Số bút toán\r\n";
  const auto answers = Answer(batch->id, heading + "MBVCB.6534 hoan tra tien " + payout.reference +
                                             ".CT tu 0011,Thành công,190520,FT1\r\n" + small +
                                             ",Successful,190520,FT1\r\nHOAN TRA TRA TRA,Successful,190520,FT2\r\n");
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->at(0).outcome, "paid");
  EXPECT_EQ(answers->at(0).reference, payout.reference);
  EXPECT_EQ(answers->at(1).outcome, "already");
  EXPECT_EQ(answers->at(2).outcome, "unknown-reference");
  EXPECT_EQ(Balance(Seller()), 0);
}

TEST_F(Payouts, AStatementNamesTheOrderOfEveryLineAndAddsUp) {
  GivePayee(party_);
  const auto first = Delivered();
  Delivered();
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Confirm(Prepare()->payouts[0].id));
  TellMoved(first, "returned");
  const auto statement = Read();
  EXPECT_EQ(statement.opening, Money());
  EXPECT_EQ(statement.closing, Money::Vnd(-190'520));
  EXPECT_EQ(Negated(statement.closing).dong(), Balance(Seller()));
  EXPECT_EQ(statement.sold, Money::Vnd(381'040));
  EXPECT_EQ(statement.paid_out, Money::Vnd(-381'040));
  ASSERT_EQ(statement.lines.size(), 5U);
  for (const auto& line : statement.lines) EXPECT_FALSE(line.order_code.empty()) << line.kind;
  EXPECT_EQ(statement.lines[0].parts.vat, Money::Vnd(2'000));
  clock_.Advance(24h * 30);
  EXPECT_EQ(Read().opening, Money::Vnd(-190'520));
}

TEST_F(Payouts, PersonalNumbersLieSealedInTheRows) {
  GivePayee(party_);
  auto rows = pool_->Take()->Query("SELECT account, tax_id FROM payees");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0).find("0011002233445"), std::string::npos);
  EXPECT_EQ(rows.Text(1).find("015090001234"), std::string::npos);
  EXPECT_EQ(PayeeOf(desk_, PartyId::FromRow(party_))->account, "0011002233445");
}

TEST_F(Payouts, APayeeThatCannotBeRightIsRefused) {
  const auto save = [&](Payee payee) {
    return Do(
        [&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party_), payee, "acc_1"); });
  };
  const Payee good{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "015090001234", "personal-id", true, 0};
  auto wrong = good;
  wrong.bank_bin = "123456";
  EXPECT_EQ(save(wrong).error().argument, "bank_bin");
  wrong = good;
  wrong.tax_id = "12345";
  EXPECT_EQ(save(wrong).error().argument, "tax_id");
  EXPECT_EQ(save(wrong).error().code, "field-tax-id-wrong") << "it says how many digits there are";
  wrong = good;
  wrong.account = "0011-số";
  EXPECT_EQ(save(wrong).error().code, "field-account-wrong");
  ASSERT_TRUE(save(good));
  EXPECT_EQ(save(good).error().code, "changed-meanwhile");
}

TEST_F(Payouts, ACooperativeReadsWhatItsMembersReceiveAndNobodyElses) {
  std::map<std::string, keel::outbox::EventHandler> handlers;
  const auto cooperative = PartyId::New(clock_.Now()).text(), stranger = PartyId::New(clock_.Now()).text();
  const auto tell = [&](bool active) {
    Tell("cooperative.member-changed", cooperative,
         json{{"cooperative_id", cooperative}, {"member_party_id", party_}, {"active", active}}.dump());
  };
  tell(true);
  EXPECT_TRUE(IsMemberOf(desk_, {cooperative}, PartyId::FromRow(party_)));
  EXPECT_FALSE(IsMemberOf(desk_, {stranger}, PartyId::FromRow(party_)));
  EXPECT_FALSE(IsMemberOf(desk_, {}, PartyId::FromRow(party_)));
  tell(false);
  EXPECT_FALSE(IsMemberOf(desk_, {cooperative}, PartyId::FromRow(party_)));
}

}  // namespace
}  // namespace payments
