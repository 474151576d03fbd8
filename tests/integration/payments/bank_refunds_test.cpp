#include <nlohmann/json.hpp>

#include "payments/flows/direct_sale.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/member_shares.hpp"
#include "payments/flows/open_attempt.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;
using nlohmann::json;

/// Transfers that go back, and transfers that name something else than a reference.
class BankRefunds : public DeskUnderTest {
 protected:
  TestOrder Paid() {
    const auto order = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    return order;
  }
  TestOrder Cancelled() {
    const auto order = Paid();
    TellMoved(order, "cancelled");
    return order;
  }
  keel::Result<keel::Done> Say(const TestOrder& order, const std::string& bin = "970436") {
    return Do([&](auto& t) {
      return SetRefundAccount(t, desk_, PurchaseId::FromRow(order.purchase),
                              {bin, "0999888777", "NGUYEN VAN MAU", "buyer", clock_.Now()});
    });
  }
  auto Prepare() {
    return Do([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); });
  }
  auto Confirm(const RefundId& id) {
    return Do([&](auto& t) { return ConfirmRefund(t, desk_, id, "FT7"); });
  }
  auto Bounce(const RefundId& id) {
    return Do([&](auto& t) { return BounceRefund(t, desk_, id, "Sai số tài khoản"); });
  }
  auto ByHand(const TestOrder& order) {
    return Do([&](auto& t) { return RefundIntent(t, desk_, Look(order).intent.id, "FT8", "acc_1"); });
  }
  std::string CodeOf(const TestOrder& order) {
    auto rows = pool_->Take()->Query("SELECT code FROM order_money WHERE order_id = ?", {order.id});
    rows.Next();
    return rows.Text(0);
  }
};

TEST_F(BankRefunds, GoWhereTheBuyerSaysInOneFileAndAreBookedOnce) {
  const auto order = Cancelled(), unknown = Cancelled();
  ASSERT_TRUE(Say(order));
  ASSERT_EQ(OwedByBank(desk_).size(), 2U);
  const auto made = Prepare();
  ASSERT_TRUE(made);
  ASSERT_EQ(made->refunds.size(), 1U);
  EXPECT_EQ(made->left_out.size(), 1U) << "nobody knows where to";
  const auto& refund = made->refunds[0];
  EXPECT_EQ(refund.amount, Money::Vnd(232'000));
  EXPECT_EQ(Balance("refunds_payable"), -464'000) << "nothing is booked before the bank says so";
  EXPECT_EQ(Prepare().error().code, "nothing-to-refund");
  EXPECT_EQ(ByHand(order).error().code, "refund-under-way");
  ASSERT_TRUE(Confirm(refund.id));
  ASSERT_TRUE(Confirm(refund.id));
  EXPECT_EQ(Entries("refund-paid"), 1U);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Look(order).intent.refunded, Money::Vnd(232'000));
  EXPECT_EQ(Told("payment.refunded").size(), 1U);
}

TEST_F(BankRefunds, OfAPartGoBackInParts) {
  const auto order = Paid();
  TellMoved(order, "delivered");
  ASSERT_TRUE(Say(order));
  const auto owe = [&](std::int64_t amount, const char* id) {
    Tell("order.refund-due", order.id,
         json{{"order_id", order.id}, {"amount", amount}, {"cause", "dispute"}, {"cause_id", id}}.dump());
  };
  owe(50'000, "dis_1");
  const auto first = Prepare();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->refunds.at(0).amount, Money::Vnd(50'000));
  owe(30'000, "dis_2");
  const auto second = Prepare();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->refunds.at(0).amount, Money::Vnd(30'000));
  ASSERT_TRUE(Confirm(second->refunds[0].id));
  ASSERT_TRUE(Confirm(first->refunds[0].id));
  EXPECT_EQ(Balance("refunds_payable"), 0);
}

TEST_F(BankRefunds, ThatComeBackAreOwedAgain) {
  const auto order = Cancelled();
  ASSERT_TRUE(Say(order));
  ASSERT_TRUE(Bounce(Prepare()->refunds.at(0).id));
  EXPECT_EQ(Entries("refund-bounced"), 0U);
  const auto second = Prepare()->refunds.at(0).id;
  ASSERT_TRUE(Confirm(second));
  ASSERT_TRUE(Bounce(second));
  ASSERT_TRUE(Bounce(second));
  EXPECT_EQ(Told("payment.refund-bounced").size(), 2U);
  EXPECT_EQ(Entries("refund-bounced"), 1U);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Confirm(second).error().code, "refund-bounced");
  EXPECT_TRUE(Prepare());
}

TEST_F(BankRefunds, TheBanksFileIsTakenRowByRow) {
  const auto order = Cancelled();
  ASSERT_TRUE(Say(order));
  const auto made = Prepare();
  const auto reference = made->refunds.at(0).reference;
  const auto answers = Do([&](auto& t) {
    return TakeRefundAnswer(t, desk_, made->id,
                            "Nội dung,Trạng thái,Số tiền\r\nHOANXXXX,Thành công,1\r\n" + reference +
                                ",Thành công,1\r\n" + reference + ",Thành công,232.000\r\n" + reference +
                                ",Thành công,232.000\r\n");
  });
  ASSERT_TRUE(answers);
  std::vector<std::string> outcomes;
  for (const auto& answer : *answers) outcomes.push_back(answer.outcome);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"unknown-reference", "amount-differs", "paid", "already"}));
}

TEST_F(BankRefunds, AreConfirmedByTheBanksOwnOutgoingLineAndSoArePayouts) {
  const auto order = Cancelled();
  ASSERT_TRUE(Say(order));
  const auto refund = Prepare()->refunds.at(0);
  ASSERT_TRUE(Bank(231'999, "CHUYEN TIEN " + refund.reference, {}, /*incoming=*/false));
  EXPECT_EQ(Look(order).intent.refunded, Money());
  ASSERT_TRUE(Bank(232'000, "FT123 " + refund.reference + " HOAN TIEN", "bank-out-1", /*incoming=*/false));
  ASSERT_TRUE(Bank(232'000, "FT123 " + refund.reference + " HOAN TIEN", "bank-out-1", /*incoming=*/false));
  EXPECT_EQ(Look(order).intent.refunded, Money::Vnd(232'000));

  const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
  ASSERT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  TellMoved(Paid(), "delivered");
  clock_.Advance(24h * 3);
  const auto batch = Do([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
  ASSERT_TRUE(batch);
  ASSERT_TRUE(Bank(190'520, "tra tien " + batch->payouts[0].reference, {}, /*incoming=*/false));
  EXPECT_EQ(OnePayout(desk_, batch->payouts[0].id)->payout.state, PayoutState::kPaid);
}

TEST_F(BankRefunds, GoToTheAccountTheTransferCameFromUnlessTheBuyerSaysAnother) {
  const auto order = Place({"vietqr"}).front();
  std::map<std::string, std::string, std::less<>> headers;
  auto line = json::parse(Line(order.total(), Look(order).intent.reference, "bank-from-1"));
  line["counterAccountBankId"] = "970415";
  line["counterAccountNumber"] = "8888888888";
  line["counterAccountName"] = "NGUYEN VAN A";
  const auto body = line.dump();
  const auto webhook = Signed(body, headers);
  ASSERT_TRUE(TakeReceipt(desk_, *providers_.Find("vietqr"), webhook));
  const auto known = RefundAccountOf(desk_, PurchaseId::FromRow(order.purchase));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->account, "8888888888");
  EXPECT_EQ(known->source, "transfer");
  ASSERT_TRUE(Say(order));
  EXPECT_EQ(RefundAccountOf(desk_, PurchaseId::FromRow(order.purchase))->source, "buyer");
  EXPECT_EQ(Say(order, "123456").error().argument, "bank_bin");
  auto rows = pool_->Take()->Query("SELECT account FROM refund_accounts");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0).find("0999888777"), std::string::npos) << "sealed";
}

TEST_F(BankRefunds, ALineThatIsReturnedByItselfIsNotInAFileToo) {
  const auto order = Paid();
  const auto twice = Bank(order.total(), Look(order).intent.reference);
  ASSERT_TRUE(Say(order));
  ASSERT_TRUE(Prepare());
  const auto returned = Do([&](auto& t) { return ReturnReceipt(t, desk_, twice->id, "FT9"); });
  EXPECT_EQ(returned.error().code, "refund-under-way");
}

TEST_F(BankRefunds, ATransferThatNamesTheOrderInsteadOfTheReferencePaysIt) {
  const auto order = Place({"vietqr"}).front();
  const auto receipt = Bank(order.total(), "chuyen tien don " + CodeOf(order));
  EXPECT_EQ(receipt->state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
}

TEST_F(BankRefunds, WhatWasToBePaidByAWalletMayBePaidByHandAndGoesBackByHand) {
  const auto order = Place({"momo"}).front();
  const auto receipt = Bank(order.total(), "don " + CodeOf(order));
  EXPECT_EQ(receipt->state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(ReceiptsToSee(desk_, {ReceiptState::kExact}, {}, 10).at(0).receipt.finding.as, FoundAs::kPaidByHand);
  EXPECT_EQ(Bank(order.total(), "don " + CodeOf(order))->state, ReceiptState::kDouble);
  TellMoved(order, "cancelled");
  ASSERT_TRUE(Say(order));
  const auto made = Prepare();
  ASSERT_TRUE(made);
  EXPECT_EQ(made->refunds.at(0).amount, Money::Vnd(464'000));
  ASSERT_TRUE(Confirm(made->refunds[0].id));
  EXPECT_EQ(Prepare().error().code, "nothing-to-refund");
}

/// Buyers transfer straight to the seller, and no bank of ours sees it.
class DirectSales : public BankRefunds {
 protected:
  DirectSales() { desk_.mode = LegalMode::kDirect; }
  void GivePayee() {
    const Payee payee{"970415", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
    ASSERT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  }
  auto Received(const TestOrder& order) {
    return Do([&](auto& t) { return ConfirmReceived(t, desk_, OrderId::FromRow(order.id), "acc_1"); });
  }
  auto GivenBack(const TestOrder& order) {
    return Do([&](auto& t) { return ConfirmGivenBack(t, desk_, OrderId::FromRow(order.id), "FT1", "acc_1"); });
  }
  std::vector<DirectSale> ToSay() { return MoneyOf(desk_, PartyId::FromRow(party_)).direct; }
};

TEST_F(DirectSales, TheCodeShowsTheSellersAccountAndOnlyWhereThereIsOne) {
  const auto order = Place({"vietqr"}).front();
  EXPECT_FALSE(Look(order).pay_to);
  EXPECT_TRUE(Look(order).to_seller);
  EXPECT_FALSE(IsOffered(desk_, *providers_.Find("vietqr"), {PartyId::FromRow(party_)}));
  EXPECT_TRUE(IsOffered(desk_, *providers_.Find("cod"), {PartyId::FromRow(party_)}));
  GivePayee();
  EXPECT_TRUE(IsOffered(desk_, *providers_.Find("vietqr"), {PartyId::FromRow(party_)}));
  const auto view = Look(order);
  ASSERT_TRUE(view.pay_to);
  EXPECT_EQ(view.pay_to->account, "0011002233445");
  EXPECT_EQ(view.pay_to->bank_bin, "970415");
  EXPECT_NE(view.pay_to->qr_payload.find("0011002233445"), std::string::npos);
}

TEST_F(DirectSales, EachSellerIsPaidByATransferOfHisOwn) {
  const auto orders = Place({"vietqr", "vietqr", "cod"});
  EXPECT_EQ(PurchasePayment(desk_, PurchaseId::FromRow(orders[0].purchase))->size(), 3U);
  EXPECT_EQ(ToSay().size(), 2U);
}

TEST_F(DirectSales, TheSellersWordPaysTheOrderAndOurBankHasNothingOfIt) {
  GivePayee();
  const auto order = Place({"vietqr"}).front();
  ASSERT_EQ(ToSay().at(0).awaited, Money::Vnd(232'000));
  ASSERT_TRUE(Received(order));
  ASSERT_TRUE(Received(order));
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
  EXPECT_TRUE(ToSay().empty());
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
  EXPECT_EQ(Balance("memo_sales:" + party_), -232'000);
  EXPECT_EQ(Balance(Seller()), 6'480) << "the fee";
}

TEST_F(DirectSales, WhatIsOwedBackTheSellerGivesBack) {
  GivePayee();
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Received(order));
  EXPECT_EQ(GivenBack(order).error().code, "nothing-to-refund");
  TellMoved(order, "cancelled");
  ASSERT_EQ(ToSay().at(0).owed_back, Money::Vnd(232'000));
  EXPECT_TRUE(OwedByBank(desk_).empty()) << "our bank never had it";
  EXPECT_EQ(ByHand(order).error().code, "order-not-ours");
  ASSERT_TRUE(GivenBack(order));
  EXPECT_EQ(GivenBack(order).error().code, "nothing-to-refund");
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 0);
}

TEST_F(DirectSales, WhatIsDecidedAfterDeliveryIsOwedUntilTheSellerSaysThatHeSentIt) {
  GivePayee();
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Received(order));
  TellMoved(order, "delivered");
  Tell("order.refund-due", order.id,
       json{{"order_id", order.id}, {"amount", 50'000}, {"cause", "dispute"}, {"cause_id", "dis_1"}}.dump());
  ASSERT_EQ(ToSay().size(), 1U);
  EXPECT_EQ(ToSay()[0].owed_back, Money::Vnd(50'000));
  EXPECT_TRUE(Told("payment.refunded").empty()) << "nobody sent it yet";
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
  EXPECT_EQ(Balance("memo_sales:" + party_), -182'000);
  EXPECT_EQ(Balance("refunds_payable"), -50'000);
  EXPECT_EQ(Balance(Seller()), 4'860) << "the fee on what is left of the goods";
  ASSERT_TRUE(GivenBack(order));
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 182'000);
  EXPECT_EQ(Told("payment.refunded").size(), 1U);
  TellMoved(order, "returned");
  EXPECT_EQ(ToSay().at(0).owed_back, Money::Vnd(182'000));
  ASSERT_TRUE(GivenBack(order));
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 0);
  EXPECT_EQ(Balance("memo_sales:" + party_), 0);
  EXPECT_EQ(Balance(Seller()), 0);
}

TEST_F(DirectSales, WhatIsNotOfferedRunsOutAtOnceAndBringsNoMoneyToTheMarket) {
  GivePayee();
  const auto wallet = Place({"momo"}).front();
  EXPECT_FALSE(Look(wallet).redirects);
  EXPECT_EQ(OpenAttempt(desk_, Look(wallet).intent.id, {}).error().code, "payment-not-offered");
  const auto transfer = Place({"vietqr"}).front();
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(wallet), "expired");
  EXPECT_EQ(Status(transfer), "awaiting");
  pool_->Take()->Run("DELETE FROM payees");
  const auto to_nobody = Place({"vietqr"}).front();
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(to_nobody), "expired");
}

TEST_F(DirectSales, NobodySaysSoOfMoneyThatComesAnotherWay) {
  const auto cash = Place({"cod"}).front();
  EXPECT_EQ(Received(cash).error().code, "order-not-direct");
  desk_.mode = LegalMode::kPartner;
  const auto held = Place({"vietqr"}).front();
  EXPECT_EQ(Received(held).error().code, "order-not-direct");
}

TEST_F(BankRefunds, ACooperativesOrderIsSharedByWhatMembersBroughtToTheDong) {
  const auto order = Paid();
  const auto first = PartyId::New(clock_.Now()).text(), second = PartyId::New(clock_.Now()).text();
  const auto tell = [&](std::int64_t of_first, std::int64_t of_second, std::int64_t version) {
    Tell("order.filled", order.id,
         json{{"order_id", order.id},
              {"fill_id", "fil_1"},
              {"variant_id", "var_1"},
              {"cooperative_id", party_},
              {"ordered", 7},
              {"amount", 140'000},
              {"parts",
               {{{"member_party_id", first}, {"pieces", of_first}},
                {{"member_party_id", second}, {"pieces", of_second}}}},
              {"version", version}}
             .dump());
  };
  tell(3, 0, 1);
  tell(3, 2, 2);
  tell(3, 0, 1);  // Old news.
  const auto of = [&](const std::string& party) {
    return SharesOf(desk_, PartyId::FromRow(party), keel::Instant(), clock_.Now() + 1h);
  };
  EXPECT_TRUE(of(party_).empty()) << "nothing is settled yet";
  TellMoved(order, "delivered");
  const auto all = of(party_);
  ASSERT_EQ(all.size(), 3U);
  std::int64_t sum = 0;
  for (const auto& line : all) {
    sum += line.amount.dong();
    EXPECT_EQ(line.order_id, order.id);
    EXPECT_EQ(line.order_net, Money::Vnd(190'520));
  }
  EXPECT_EQ(sum, 190'520) << "the cooperative's own part with them";
  const auto mine = of(first);
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].pieces, 3);
  EXPECT_NEAR(double(mine[0].amount.dong()), 190'520 * 0.7 * 3 / 7, 2);
  // A second fill of the same goods.
  Tell("order.filled", order.id,
       json{{"order_id", order.id},
            {"fill_id", "fil_2"},
            {"variant_id", "var_1"},
            {"cooperative_id", party_},
            {"ordered", 7},
            {"amount", 140'000},
            {"parts", {{{"member_party_id", first}, {"pieces", 1}}}},
            {"version", 1}}
           .dump());
  const auto both = of(first);
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].pieces, 4);
  EXPECT_EQ(both[0].ordered, 7);
  EXPECT_NEAR(double(both[0].amount.dong()), 190'520 * 0.7 * 4 / 7, 2);
  EXPECT_TRUE(of(PartyId::New(clock_.Now()).text()).empty());
  TellMoved(order, "returned");
  std::int64_t left = 0;
  for (const auto& line : of(first)) left += line.amount.dong();
  EXPECT_EQ(left, 0) << "his part is taken back by a line of its own";
  EXPECT_EQ(of(first).back().kind, "return");
}

TEST_F(BankRefunds, AMembersStatementStaysAndWhatComesBackIsTakenOffWhoBroughtIt) {
  const auto bee = PartyId::New(clock_.Now()).text(), tea = PartyId::New(clock_.Now()).text();
  const auto tell = [&](const TestOrder& order, const std::string& goods, const std::string& member,
                        std::int64_t amount) {
    Tell("order.filled", order.id,
         json{{"order_id", order.id},
              {"fill_id", "fil_" + goods},
              {"variant_id", goods},
              {"cooperative_id", party_},
              {"ordered", 4},
              {"amount", amount},
              {"parts", {{{"member_party_id", member}, {"pieces", 4}}}},
              {"version", 1}}
             .dump());
  };
  clock_.Advance(keel::FromRfc3339("2026-10-10T08:00:00Z").value() - clock_.Now());
  const auto order = Paid();  // 200 000 đ of goods: honey and tea of members, 40 000 đ the cooperative's own.
  tell(order, "var_honey", bee, 100'000);
  tell(order, "var_tea", tea, 60'000);
  TellMoved(order, "delivered");
  const Month october = *Month::Parse("2026-10"), november = *Month::Parse("2026-11");
  const auto of = [&](const std::string& party, const Month& month) {
    return SharesOf(desk_, PartyId::FromRow(party), month.Start(), month.End());
  };
  const auto sum = [&](const std::string& party, const Month& month) {
    std::int64_t all = 0;
    for (const auto& line : of(party, month))
      if (party == party_ || line.party == party) all += line.amount.dong();
    return all;
  };
  const auto bees = sum(bee, october), teas = sum(tea, october);
  EXPECT_EQ(bees, 95'260);
  EXPECT_EQ(teas, 57'156);
  EXPECT_EQ(sum(party_, october), 190'520);

  clock_.Advance(keel::FromRfc3339("2026-11-02T08:00:00Z").value() - clock_.Now());
  const auto at = keel::ToRfc3339(clock_.Now());
  Tell("order.return-changed", order.id,
       json{{"return_id", "ret_1"},
            {"order_id", order.id},
            {"state", "received"},
            {"refund", 30'000},
            {"lines", {{{"variant_id", "var_tea"}, {"quantity", 2}, {"amount", 30'000}}}},
            {"at", at},
            {"version", 3}}
           .dump());
  Tell("order.refund-due", order.id,
       json{{"order_id", order.id}, {"amount", 30'000}, {"cause", "returned"}, {"cause_id", "ret_1"}, {"at", at}}
           .dump());
  EXPECT_EQ(sum(bee, october), bees) << "what was read for October stays";
  EXPECT_EQ(sum(tea, october), teas);
  EXPECT_TRUE(of(bee, november).empty()) << "nothing of the honey came back";
  const auto back = of(tea, november);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].kind, "adjustment");
  EXPECT_EQ(back[0].pieces, 0);
  EXPECT_EQ(back[0].amount, Money::Vnd(-28'578));
  EXPECT_EQ(sum(party_, november), -28'578) << "all of it, and what the cooperative's own statement takes back";

  // A dispute's money names no goods: off all by what they still come to (100 000, 30 000 and 40 000).
  Tell(
      "order.refund-due", order.id,
      json{{"order_id", order.id}, {"amount", 17'000}, {"cause", "dispute"}, {"cause_id", "dis_1"}, {"at", at}}.dump());
  EXPECT_EQ(sum(bee, november), -9'526);
  EXPECT_EQ(sum(tea, november), -28'578 - 2'858);
  EXPECT_EQ(sum(party_, november), -28'578 - 16'194);
}

TEST_F(BankRefunds, MembersReadTheirPartsAlsoWhereTheMarketHoldsNoMoney) {
  for (const auto mode : {LegalMode::kPost, LegalMode::kDirect}) {
    SCOPED_TRACE(NameOf(kLegalModeNames, mode));
    desk_.mode = mode;
    const auto bee = PartyId::New(clock_.Now()).text();
    const auto order = Place({"cod"}).front();
    Tell("order.filled", order.id,
         json{{"order_id", order.id},
              {"fill_id", "fil_" + order.id},
              {"variant_id", "var_honey"},
              {"cooperative_id", party_},
              {"ordered", 4},
              {"amount", 100'000},
              {"parts", {{{"member_party_id", bee}, {"pieces", 4}}}},
              {"version", 1}}
             .dump());
    TellMoved(order, "delivered");
    const auto of = [&] { return SharesOf(desk_, PartyId::FromRow(bee), keel::Instant(), clock_.Now() + 1h); };
    // Nothing is withheld: 200 000 less 6 000 and 480.
    ASSERT_EQ(of().size(), 1U);
    EXPECT_EQ(of()[0].order_net, Money::Vnd(193'520));
    EXPECT_EQ(of()[0].amount, Money::Vnd(96'760));
    TellMoved(order, "returned");
    ASSERT_EQ(of().size(), 2U);
    EXPECT_EQ(of()[1].amount, Money::Vnd(-96'760));
  }
}

TEST_F(BankRefunds, ASaleWithoutAFeeIsASaleToItsMembersToo) {
  pool_->Take()->Execute(
      "INSERT INTO commission_rules (party_kind, basis_points, valid_from, basis) VALUES ('household', 0, ?, 'test')",
      {clock_.Now() - 1h});
  desk_.mode = LegalMode::kDirect;
  const auto bee = PartyId::New(clock_.Now()).text();
  const auto order = Place({"cod"}).front();
  Tell("order.filled", order.id,
       json{{"order_id", order.id},
            {"fill_id", "fil_1"},
            {"variant_id", "var_honey"},
            {"cooperative_id", party_},
            {"ordered", 4},
            {"amount", 100'000},
            {"parts", {{{"member_party_id", bee}, {"pieces", 4}}}},
            {"version", 1}}
           .dump());
  TellMoved(order, "delivered");
  const auto mine = SharesOf(desk_, PartyId::FromRow(bee), keel::Instant(), clock_.Now() + 1h);
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].amount, Money::Vnd(100'000));
  const auto statement = StatementOf(desk_, PartyId::FromRow(party_), keel::Instant(), clock_.Now() + 1h);
  ASSERT_EQ(statement.lines.size(), 1U) << "the sale names its order";
  EXPECT_EQ(statement.lines[0].amount, Money());
}

TEST_F(BankRefunds, ThoseNobodyCanSendKeepNobodyElseWaiting) {
  for (int i = 0; i < 3; ++i) Cancelled();  // Older, and nobody said where to.
  const auto said = Cancelled();
  ASSERT_TRUE(Say(said));
  const auto first = BankRefundStore(*pool_->Take(), seal_).Owed(1);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].intent, Look(said).intent.id);
}

TEST_F(BankRefunds, SellersAreCalledAsAccountsTells) {
  const auto told = [&](const std::string& name, std::int64_t version) {
    Tell("party.changed", party_, json{{"party_id", party_}, {"name", name}, {"version", version}}.dump());
  };
  TellMoved(Paid(), "delivered");
  int asked = 0;
  const AskName ask = [&](const std::string&) -> keel::Result<std::string> {
    ++asked;
    return std::string("Hộ hỏi được");
  };
  LearnNames(desk_, ask);
  LearnNames(desk_, ask);
  EXPECT_EQ(asked, 1) << "once";
  EXPECT_EQ(NamesOf(desk_).Of(party_), "Hộ hỏi được");
  told("Hộ Giàng A Páo", 2);
  told("Tên cũ", 1);
  EXPECT_EQ(NamesOf(desk_).Of(party_), "Hộ Giàng A Páo");
  EXPECT_EQ(NamesOf(desk_).Of("pty_unknown"), "");
}

TEST_F(BankRefunds, ATransferForACashOrderWaitsForAPerson) {
  const auto order = Place({"cod"}).front();
  const auto receipt = Bank(order.total(), "don " + CodeOf(order));
  EXPECT_EQ(receipt->state, ReceiptState::kUnmatched);
  const auto seen = ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].receipt.finding.as, FoundAs::kNamesCashOrder);
}

}  // namespace
}  // namespace payments
