#include <algorithm>
#include <nlohmann/json.hpp>

#include "payments/flows/compare_bank.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/match_cod.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/flows/write_off.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

/// What the bank says about transfers, against what is booked: nothing it says is lost.
namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;

class BankWordTest : public DeskUnderTest {
 protected:
  template <class Work>
  auto Run(Work work) {
    return keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) { return work(transaction); });
  }
  /// As the routes do: what was told is kept with the answer.
  template <class Work>
  std::string Kept(Work work) {
    std::string code;
    EXPECT_TRUE(Run([&](auto& t) -> keel::Result<keel::Done> {
      const auto done = work(t);
      code = done ? "" : done.error().code;
      return keel::Done{};
    }));
    return code;
  }
  TestOrder Paid() {
    const auto order = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    return order;
  }
  void Deliver() {
    TellMoved(Paid(), "delivered");
    clock_.Advance(24h * 3);
  }
  PreparedBatch Round() {
    const auto made = Run([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
    EXPECT_TRUE(made);
    return made ? *made : PreparedBatch{PayoutBatchId::New(clock_.Now()), {}, {}};
  }
  std::string RoundCode() {
    const auto made = Run([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
    return std::string(made ? "" : made.error().code);
  }
  PreparedBatch FirstRound() {
    const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
    EXPECT_TRUE(Run([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
    Deliver();
    return Round();
  }
  void Bounce(const PayoutId& id) {
    EXPECT_TRUE(Run([&](auto& t) { return BouncePayout(t, desk_, id, "Nhầm"); }));
  }
  std::string Confirm(const PayoutId& id, const std::string& number) {
    return Kept([&](auto& t) { return ConfirmPayout(t, desk_, id, number); });
  }
  std::string File(const PreparedBatch& batch, const std::string& number) {
    const auto answers = Run([&](auto& t) {
      return TakeBankAnswer(t, desk_, batch.id,
                            "memo,status,bank-reference\n" + batch.payouts.at(0).reference + ",paid," + number + "\n");
    });
    return answers ? answers->at(0).outcome : std::string(answers.error().code);
  }
  ReceiptId Out(std::int64_t dong, const std::string& text) {
    const auto number = "FTOUT" + std::to_string(++lines_);
    auto line = nlohmann::json::parse(Line(dong, "CK " + text, "out-" + number, /*incoming=*/false));
    line["referenceCode"] = number;
    const auto body = line.dump();
    std::map<std::string, std::string, std::less<>> headers;
    const auto taken = TakeReceipt(desk_, *providers_.Find("vietqr"), Signed(body, headers));
    EXPECT_TRUE(taken);
    return taken->id;
  }
  /// "second-transfer pay_…, to see"
  std::string Found(const ReceiptId& id) {
    const auto receipt = *ReceiptStore(*pool_->Take()).Find(id);
    const auto& [as, about] = receipt.finding;
    return std::string(NameOf(kFoundAsNames, as)) + " " + about + (receipt.to_see ? ", to see" : "");
  }
  std::size_t Odd() { return ReceiptsToSee(desk_, {}, {}, 10, /*odd=*/true).size(); }
  auto Decide(const std::string& subject, const std::string& number, bool sent) {
    return Run([&](auto& t) { return DecideTold(t, desk_, subject, number, sent, "acc_1"); });
  }
  void TryAgain() {
    (void)Run([&](auto& t) { return TryPayeeAgain(t, PartyId::FromRow(party_)); });
  }

  RefundId PreparedRefund() {
    const auto order = Paid();
    TellMoved(order, "cancelled");
    EXPECT_TRUE(Run([&](auto& t) {
      return SetRefundAccount(t, desk_, PurchaseId::FromRow(order.purchase),
                              {"970436", "0999888777", "NGUYEN VAN MAU", "buyer", clock_.Now()});
    }));
    return Run([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); })->refunds.at(0).id;
  }
  /// …and sent a second time by the bank, which is booked.
  BankRefund SentTwice() {
    const auto id = PreparedRefund();
    EXPECT_EQ(ConfirmBack(id, "FT-ONE"), "");
    EXPECT_EQ(ConfirmBack(id, "FT-TWO"), "refund-paid-by-another");
    EXPECT_TRUE(Decide(id.text(), "FT-TWO", true));
    return *OneBankRefund(desk_, id);
  }
  std::string ConfirmBack(const RefundId& id, const std::string& number) {
    return Kept([&](auto& t) { return ConfirmRefund(t, desk_, id, number); });
  }
  int lines_ = 0;
};

TEST_F(BankWordTest, APaidWordAboutABouncedPayoutIsKeptAndHoldsTheSeller) {
  const auto batch = FirstRound();
  const auto id = batch.payouts.at(0).id;
  Bounce(id);
  TryAgain();
  EXPECT_EQ(File(batch, "FTREAL1"), "told-after-bounce");
  ASSERT_EQ(OpenTold(desk_).size(), 1U);
  EXPECT_EQ(OpenTold(desk_)[0].bank_reference, "FTREAL1");
  EXPECT_EQ(OnePayout(desk_, id)->payout.second_reference, "FTREAL1");
  EXPECT_EQ(RoundCode(), "nothing-to-pay-out");
  EXPECT_EQ(ReadyToPay(desk_).at(0).held, Money::Vnd(190'520));
  EXPECT_EQ(Kept([&](auto& t) { return PayOut(t, desk_, PartyId::FromRow(party_), Money::Vnd(1), "FT5", "acc_1"); }),
            "transfer-in-doubt");
  const auto line = Out(190'520, batch.payouts[0].reference);
  EXPECT_EQ(Found(line), "second-transfer " + id.text() + ", to see");
  EXPECT_EQ(Odd(), 1U);
  EXPECT_EQ(OpenTold(desk_).size(), 1U) << "the same transfer by the feed's number";

  // Taken as paid after all: nothing is sent again.
  ASSERT_TRUE(Decide(id.text(), "FTREAL1", true));
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("bank:market"), 232'000 - 190'520);
  EXPECT_EQ(File(batch, "FTREAL1"), "already");
  EXPECT_EQ(Odd(), 0U);
  EXPECT_EQ(Found(Out(190'520, batch.payouts[0].reference)), "second-transfer " + id.text() + ", to see")
      << "and once more";
}

TEST_F(BankWordTest, SetAsideItLetsTheSellerGo) {
  const auto batch = FirstRound();
  const auto id = batch.payouts.at(0).id;
  Bounce(id);
  TryAgain();
  EXPECT_EQ(Confirm(id, "FT1"), "told-after-bounce");
  EXPECT_EQ(Decide(id.text(), "FT2", false).error().code, "told-transfer-not-found");
  ASSERT_TRUE(Decide(id.text(), "FT1", false));
  EXPECT_EQ(Decide(id.text(), "FT1", true).error().code, "told-transfer-not-found");
  EXPECT_EQ(Round().payouts.size(), 1U);
  EXPECT_EQ(Entries("payout-paid"), 0U);
}

TEST_F(BankWordTest, SentTwiceIsBookedTwiceAndTakenOffTheNext) {
  const auto first = FirstRound();
  const auto id = first.payouts.at(0).id;
  Bounce(id);
  TryAgain();
  const auto second = Round();
  ASSERT_TRUE(Confirm(second.payouts.at(0).id, "FT2").empty());
  const auto line = Out(190'520, first.payouts[0].reference);
  EXPECT_EQ(Found(line), "second-transfer " + id.text() + ", to see");
  ASSERT_EQ(OpenTold(desk_).size(), 1U);
  ASSERT_TRUE(Decide(id.text(), OpenTold(desk_)[0].bank_reference, true));
  EXPECT_EQ(Odd(), 0U);
  EXPECT_EQ(Balance(Seller()), 190'520) << "he owes what was too much";
  EXPECT_EQ(Balance("bank:market"), 232'000 - 2 * 190'520);
  Deliver();
  EXPECT_EQ(RoundCode(), "nothing-to-pay-out");
  Deliver();
  EXPECT_EQ(Round().payouts.at(0).amount, Money::Vnd(190'520));
}

TEST_F(BankWordTest, ASecondLineOfOnePayoutIsAnotherTransfer) {
  const auto batch = FirstRound();
  const auto id = batch.payouts.at(0).id;
  ASSERT_TRUE(Confirm(id, "FT1").empty());
  EXPECT_EQ(Found(Out(190'520, batch.payouts[0].reference)), "transfer " + id.text());
  EXPECT_EQ(Found(Out(190'520, batch.payouts[0].reference)), "second-transfer " + id.text() + ", to see");
  const auto other = Out(190'519, batch.payouts[0].reference);
  EXPECT_EQ(Found(other), "amount-differs " + id.text() + ", to see");
  EXPECT_EQ(OpenTold(desk_).size(), 1U);
  EXPECT_EQ(Odd(), 2U);
  ASSERT_TRUE(Run([&](auto& t) { return ReturnReceipt(t, desk_, other, ""); }));
  EXPECT_EQ(Found(other), "amount-differs " + id.text());
  EXPECT_EQ(Odd(), 1U);
}

TEST_F(BankWordTest, RefundsAreGuardedAlike) {
  const auto id = PreparedRefund();
  ASSERT_EQ(ConfirmBack(id, "FT-ONE"), "");
  EXPECT_EQ(ConfirmBack(id, "FT-ONE"), "");
  EXPECT_EQ(ConfirmBack(id, "FT-TWO"), "refund-paid-by-another");
  EXPECT_EQ(OneBankRefund(desk_, id)->second_reference, "FT-TWO");
  ASSERT_TRUE(Decide(id.text(), "FT-TWO", false));
  EXPECT_EQ(Balance("bank:market"), 0);
}

TEST_F(BankWordTest, ABuyerWhoWasRefundedTwiceOwesTheSecondAndGivesItBack) {
  const auto id = PreparedRefund();
  const auto refund = *OneBankRefund(desk_, id);
  const auto owes = "refunds_to_recover:" + refund.intent.text();
  ASSERT_TRUE(Run([&](auto& t) { return ConfirmRefund(t, desk_, id, "FT-ONE"); }));
  EXPECT_EQ(Found(Out(232'000, refund.reference)), "transfer " + id.text());
  EXPECT_EQ(Found(Out(232'000, refund.reference)), "second-transfer " + id.text() + ", to see");
  ASSERT_TRUE(Decide(id.text(), OpenTold(desk_).at(0).bank_reference, true));
  EXPECT_EQ(Balance("bank:market"), -232'000);
  EXPECT_EQ(Balance(owes), 232'000);
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Odd(), 0U);
  EXPECT_EQ(CompareWithBank(*pool_).no_entry.size(), 0U) << "both lines have their entries";

  // He sends a part of it back without a word: an operator says what it was, and no more of it than there is.
  const auto part = Bank(100'000, "NGUYEN VAN MAU tra lai");
  const Explain said{.meaning = Meaning::kRefundRepaid, .whose = refund.intent.text()};
  ASSERT_TRUE(Run([&](auto& t) { return ExplainLine(t, desk_, part->id, said, "acc_1"); }));
  EXPECT_EQ(Balance(owes), 132'000);
  const auto more = Bank(232'000, "tra lai");
  EXPECT_EQ(Kept([&](auto& t) { return ExplainLine(t, desk_, more->id, said, "acc_1"); }),
            "refund-repayment-too-large");
  ASSERT_TRUE(Run([&](auto& t) { return ReturnReceipt(t, desk_, more->id, "FT-BACK"); }));
  // The rest by our reference: it is not the first refund that came back, which he keeps.
  EXPECT_EQ(Bank(132'000, "tra lai " + refund.reference)->state, ReceiptState::kExplained);
  EXPECT_EQ(Balance(owes), 0);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(OneBankRefund(desk_, id)->state, PayoutState::kPaid);
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
}

TEST_F(BankWordTest, ARefundSentTwiceThatTheBankBringsBackOnceIsNotSentAThirdTime) {
  const auto id = PreparedRefund();
  const auto refund = *OneBankRefund(desk_, id);
  ASSERT_EQ(ConfirmBack(id, "FT-ONE"), "");
  ASSERT_EQ(ConfirmBack(id, "FT-TWO"), "refund-paid-by-another");
  ASSERT_TRUE(Decide(id.text(), "FT-TWO", true));
  const auto whole = Bank(232'000, "HOAN TRA " + refund.reference);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->state, ReceiptState::kExplained);
  EXPECT_EQ(Entries("refund-bounced"), 0U);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
  // Once more, it is the one he was owed: that one came back.
  EXPECT_EQ(Bank(232'000, "HOAN TRA " + refund.reference)->state, ReceiptState::kReturned);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
}

TEST_F(BankWordTest, WhatABuyerNeverGivesBackIsGivenUpAndMayBeUndone) {
  const auto refund = SentTwice();
  const auto owes = "refunds_to_recover:" + refund.intent.text();
  const auto give_up = [&](std::int64_t dong) {
    return Run([&](auto& t) {
      return WriteOffRefund(t, desk_, refund.intent, Money::Vnd(dong), "Gọi mười lần không được", "acc_1");
    });
  };
  const auto less = give_up(100'000);
  ASSERT_EQ(less.error().code, "write-off-amount-changed");
  EXPECT_EQ(less.error().argument, "232000");
  const auto made = give_up(232'000);
  ASSERT_TRUE(made);
  EXPECT_EQ(Balance(owes), 0);
  EXPECT_EQ(Balance("refunds_written_off"), 232'000);
  EXPECT_EQ(give_up(232'000).error().code, "nothing-to-recover");
  const auto undo = [&] { return Run([&](auto& t) { return UndoWriteOff(t, desk_, made->id, "Nhầm", "acc_2"); }); };
  ASSERT_TRUE(undo());
  EXPECT_EQ(undo().error().code, "write-off-undone");
  EXPECT_EQ(Balance(owes), 232'000);
  EXPECT_EQ(Balance("refunds_written_off"), 0);
  clock_.Advance(1s);  // Of one moment neither is the newer.
  ASSERT_TRUE(give_up(232'000));
  const auto all = WriteOffs(desk_, {}, 10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_FALSE(all[0].undone);
  EXPECT_EQ(all[1].undone->why, "Nhầm");
  EXPECT_EQ(all[1].reason, "Gọi mười lần không được");
}

TEST_F(BankWordTest, GivenUpAndGivenBackAfterAllItIsNotARefundThatCameBack) {
  const auto refund = SentTwice();
  const auto owes = "refunds_to_recover:" + refund.intent.text();
  const auto give_up = [&](std::int64_t dong) {
    ASSERT_TRUE(Run(
        [&](auto& t) { return WriteOffRefund(t, desk_, refund.intent, Money::Vnd(dong), "Không gọi được", "acc_1"); }));
  };
  give_up(232'000);
  // A part without a word: an operator knows whose it is.
  const auto part = Bank(100'000, "NGUYEN VAN MAU tra lai");
  const Explain said{.meaning = Meaning::kRefundRepaid, .whose = refund.intent.text()};
  ASSERT_TRUE(Run([&](auto& t) { return ExplainLine(t, desk_, part->id, said, "acc_1"); }));
  EXPECT_EQ(Balance(owes), 132'000);
  EXPECT_EQ(Balance("refunds_written_off"), 0);
  give_up(132'000);
  // The rest, by our reference.
  EXPECT_EQ(Bank(132'000, "tra lai " + refund.reference)->state, ReceiptState::kExplained);
  EXPECT_EQ(Balance(owes), 0);
  EXPECT_EQ(Balance("refunds_written_off"), 0);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Entries("refund-bounced"), 0U);
  EXPECT_EQ(OneBankRefund(desk_, refund.id)->state, PayoutState::kPaid);
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
  for (const auto& made : WriteOffs(desk_, {}, 10)) EXPECT_EQ(made.undone->why, "came-back");
}

TEST_F(BankWordTest, GivenUpAndBroughtBackWholeByItsReferenceItIsNotSentAThirdTime) {
  const auto refund = SentTwice();
  ASSERT_TRUE(Run([&](auto& t) {
    return WriteOffRefund(t, desk_, refund.intent, Money::Vnd(232'000), "Không gọi được", "acc_1");
  }));
  EXPECT_EQ(Bank(232'000, "HOAN TRA " + refund.reference)->state, ReceiptState::kExplained);
  EXPECT_EQ(Entries("refund-bounced"), 0U);
  EXPECT_EQ(Balance("refunds_written_off"), 0);
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
}

TEST_F(BankWordTest, ARefundSentAfterItBouncedIsHeldAndBookedOnce) {
  const auto id = PreparedRefund();
  ASSERT_TRUE(Run([&](auto& t) { return BounceRefund(t, desk_, id, "Nhầm"); }));
  EXPECT_EQ(ConfirmBack(id, "FT1"), "told-after-bounce");
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
  EXPECT_TRUE(OwedByBank(desk_).empty());
  ASSERT_TRUE(Decide(id.text(), "FT1", true));
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Kept([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); }), "nothing-to-refund");
}

TEST_F(BankWordTest, ALineThatBringsAPayoutBackIsItsBounceAndBooksItOnce) {
  const auto batch = FirstRound();
  const auto& payout = batch.payouts.at(0);
  ASSERT_TRUE(Confirm(payout.id, "FT1").empty());
  const auto back = Bank(190'520, "HOAN TRA TK KHONG DUNG " + payout.reference);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->state, ReceiptState::kReturned);
  EXPECT_EQ(Found(back->id), "came-back " + payout.id.text());
  EXPECT_EQ(OnePayout(desk_, payout.id)->payout.state, PayoutState::kBounced);
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  Bounce(payout.id);
  EXPECT_EQ(Entries("payout-bounced"), 1U);
  EXPECT_EQ(Bank(190'520, "HOAN TRA " + payout.reference)->state, ReceiptState::kUnmatched) << "it left once";
}

TEST_F(BankWordTest, ABounceToldByHandIsMatchedByItsLineWithoutASecondEntry) {
  const auto batch = FirstRound();
  const auto& payout = batch.payouts.at(0);
  ASSERT_TRUE(Confirm(payout.id, "FT1").empty());
  Bounce(payout.id);
  ASSERT_TRUE(Bank(190'520, "HOAN TRA " + payout.reference));
  EXPECT_EQ(Entries("payout-bounced"), 1U);
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
}

TEST_F(BankWordTest, ARefundComesBackByItsLineToo) {
  const auto id = PreparedRefund();
  const auto reference = OneBankRefund(desk_, id)->reference;
  ASSERT_EQ(ConfirmBack(id, "FT1"), "");
  ASSERT_TRUE(Bank(232'000, "HOAN LAI " + reference));
  EXPECT_EQ(OneBankRefund(desk_, id)->state, PayoutState::kBounced);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Balance("bank:market"), 232'000);
}

TEST_F(BankWordTest, ATransferInDoubtThatComesBackNeedsNoDecision) {
  const auto batch = FirstRound();
  const auto& payout = batch.payouts.at(0);
  Bounce(payout.id);
  TryAgain();
  const auto left = Out(190'520, payout.reference);
  EXPECT_EQ(OpenTold(desk_).size(), 1U);
  ASSERT_TRUE(Bank(190'520, "HOAN TRA " + payout.reference));
  EXPECT_TRUE(OpenTold(desk_).empty());
  EXPECT_EQ(Found(left), "second-transfer " + payout.id.text());
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Round().payouts.size(), 1U);
}

TEST_F(BankWordTest, CameBackBeforeItsOwnLineWasToldOf) {
  const auto batch = FirstRound();
  const auto& payout = batch.payouts.at(0);
  ASSERT_TRUE(Bank(190'520, "HOAN TRA " + payout.reference));
  EXPECT_EQ(OnePayout(desk_, payout.id)->payout.state, PayoutState::kBounced);
  EXPECT_EQ(Found(Out(190'520, payout.reference)), "transfer " + payout.id.text());
  EXPECT_TRUE(OpenTold(desk_).empty());
  EXPECT_EQ(Balance("bank:market"), 232'000);
}

TEST_F(BankWordTest, ByHandOnlyWhatIsReadyIsPaid) {
  TellMoved(Place({"cod"}).front(), "delivered");
  const auto pay = [&](std::int64_t dong) {
    return Run([&](auto& t) { return PayOut(t, desk_, PartyId::FromRow(party_), Money::Vnd(dong), "FT5", "acc_1"); });
  };
  clock_.Advance(24h * 30);
  EXPECT_EQ(pay(1).error().argument, "0") << "the carrier has it";
  TellMoved(Paid(), "delivered");
  EXPECT_EQ(pay(1).error().argument, "0") << "in its window";
  clock_.Advance(24h * 3);
  EXPECT_EQ(pay(190'521).error().argument, "190520");
  EXPECT_TRUE(pay(190'520));
}

TEST_F(BankWordTest, ACarriersMakeUpPaymentClearsItsDifferenceAndNoOrders) {
  const auto short_paid = Place({"cod"}).front();
  TellMoved(short_paid, "delivered");
  const auto taken = Run([&](auto& t) {
    return TakeRemittance(t, desk_, "ghn", "BK-1", "order,collected,fee\r\n" + short_paid.id + ",232000,32000\r\n",
                          "acc_1");
  });
  ASSERT_TRUE(taken);
  const auto money = Bank(190'000, "GHN BK-1")->id;
  ASSERT_TRUE(Run([&](auto& t) { return MatchStatement(t, desk_, taken->remittance.id, money, true); }));
  ASSERT_EQ(Balance("cod_difference:ghn"), 10'000);
  const auto other = Place({"cod"}).front();
  TellMoved(other, "delivered");
  const auto match = [&](std::int64_t dong) {
    const auto line = Bank(dong, "GHN BU COD")->id;
    return Run([&](auto& t) { return MatchDifference(t, desk_, line, "ghn"); });
  };
  EXPECT_EQ(match(10'001).error().argument, "10000");
  ASSERT_TRUE(match(10'000));
  EXPECT_EQ(Balance("cod_difference:ghn"), 0);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000) << "a stranger's order";
  EXPECT_EQ(match(1).error().code, "remittance-too-large");
}

TEST_F(BankWordTest, LongNumbersOfABankAreNotCutAndAnotherAmountIsSeen) {
  const std::string head(64, 'A');
  ASSERT_FALSE(Bank(10'000, "x", head + "1")->repeated);
  EXPECT_FALSE(Bank(20'000, "y", head + "2")->repeated);
  EXPECT_TRUE(Bank(20'000, "y", head + "2")->repeated);
  EXPECT_FALSE(Bank(30'000, "z", "bank-7")->repeated);
  EXPECT_FALSE(Bank(40'000, "z", "bank-7 ")->repeated);
  EXPECT_EQ(Balance("bank:market"), 100'000);
  EXPECT_TRUE(Bank(35'000, "z", "bank-7")->repeated);
  EXPECT_TRUE(Bank(35'000, "z", "bank-7")->repeated);
  const auto seen = ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10);
  ASSERT_EQ(seen.size(), 5U);
  EXPECT_EQ(
      std::ranges::count(seen, FoundAs::kToldDifferently, [](const auto& view) { return view.receipt.finding.as; }), 1);
  EXPECT_EQ(Balance("unmatched_receipts"), -135'000);
}

}  // namespace
}  // namespace payments
