#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/flows/close_period.hpp"
#include "payments/flows/match_cod.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;

class Cod : public DeskUnderTest {
 protected:
  TestOrder Delivered(std::int64_t goods = 200'000, bool reported = true) {
    const auto order = Place({"cod"}, goods).front();
    TellMoved(order, "delivered");
    if (reported) TellCollected(order, order.total());
    return order;
  }
  auto Take(const std::string& csv, const std::string& statement = "BK-1", const std::string& carrier = "ghn") {
    return Do([&](auto& transaction) {
      return TakeRemittance(transaction, desk_, carrier, statement, "order,collected,fee\r\n" + csv, "acc_1");
    });
  }
  static std::string Line(const TestOrder& order, std::int64_t collected, std::int64_t fee = 32'000) {
    return order.id + "," + std::to_string(collected) + "," + std::to_string(fee) + "\r\n";
  }
  auto Match(const RemittanceId& id, std::int64_t dong, bool accept = false) {
    const auto receipt = Bank(dong, "GHN BK-1")->id;
    return Do([&](auto& transaction) { return MatchStatement(transaction, desk_, id, receipt, accept); });
  }
  auto Decide(const RemittanceLineId& id, bool accept) {
    return Do([&](auto& transaction) { return DecideLine(transaction, desk_, id, accept, "đã hỏi hãng"); });
  }
};

TEST_F(Cod, ThreeThatAgreeCloseTheOrder) {
  const auto first = Delivered(), second = Delivered(100'000);
  const auto taken = Take(Line(first, 232'000) + Line(second, 132'000));
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->remittance.wrong, 0);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 364'000);  // Before the money is seen nothing moves.
  ASSERT_TRUE(Match(taken->remittance.id, 300'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Balance("cod_difference:ghn"), 0);
  EXPECT_EQ(Balance("freight_payable:ghn"), 0);  // The carrier kept its carriage.
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_TRUE(CodAgeing(desk_).empty());
}

TEST_F(Cod, EveryWrongLineIsFoundAndClosesNothing) {
  const auto short_paid = Delivered(), unreported = Delivered(), dear = Delivered(), twice = Delivered();
  const auto under_way = Place({"cod"}).front(), by_transfer = Place({"vietqr"}).front(), back = Place({"cod"}).front();
  TellMoved(back, "returned");
  const auto lied = Place({"cod"}).front();
  TellMoved(lied, "delivered");
  TellCollected(lied, 200'000);
  const auto taken =
      Take(Line(short_paid, 222'000) + Line(dear, 232'000, 45'000) + Line(twice, 232'000) + Line(twice, 232'000) +
           Line(under_way, 232'000) + Line(by_transfer, 232'000) + Line(back, 232'000) + Line(lied, 232'000) +
           "ord_nobody,232000,0\r\n" + unreported.id + ",abc,0\r\n");
  ASSERT_TRUE(taken);
  std::vector<std::string> found;
  for (const auto& line : taken->lines) found.emplace_back(kFindingNames[std::size_t(line.finding)]);
  EXPECT_EQ(found, (std::vector<std::string>{"amount-differs", "fee-differs", "", "twice", "not-delivered", "not-cash",
                                             "returned", "collected-differs", "unknown-order", "unreadable"}));
  EXPECT_EQ(OpenFindings(desk_).size(), 9U);
  const auto says = Difference(taken->remittance.collected, taken->remittance.fee).dong();
  ASSERT_TRUE(Match(taken->remittance.id, says));
  EXPECT_EQ(Balance("cod_receivable:ghn"),
            5 * 232'000 - 232'000);  // Five were delivered; only the right line closed one.
}

TEST_F(Cod, AParcelBookedAnewAndOtherLettersAreOurOrderAllTheSame) {
  const auto anew = Delivered(), loud = Delivered();
  std::string upper = loud.id;
  for (char& c : upper) c = char(std::toupper(c));
  const auto taken = Take(anew.id + "-2,232000,32000\r\n" + upper + ",232000,32000\r\n" + anew.id +
                          "-3,232000,32000\r\n" + anew.id + "-x,232000,32000\r\n");
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->lines[0].finding, Finding::kNone);
  EXPECT_EQ(taken->lines[1].finding, Finding::kNone);
  EXPECT_EQ(taken->lines[2].finding, Finding::kTwice) << "one order, one cash";
  EXPECT_EQ(taken->lines[3].finding, Finding::kUnknownOrder);
  ASSERT_TRUE(Match(taken->remittance.id, 4 * 200'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
}

TEST_F(Cod, AWrittenFeeOfNothingIsStillWrongWhenTheMoneyComes) {
  const auto free = Delivered(), unsaid = Delivered();
  const auto taken = Take(Line(free, 232'000, 0) + unsaid.id + ",232000,\r\n");
  EXPECT_EQ(taken->lines[0].finding, Finding::kFeeDiffers);
  EXPECT_EQ(taken->lines[1].finding, Finding::kNone);
  const auto matched = Match(taken->remittance.id, 464'000);
  ASSERT_TRUE(matched);
  EXPECT_EQ(matched->lines[0].finding, Finding::kFeeDiffers);
  EXPECT_EQ(OpenFindings(desk_).size(), 1U);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000) << "a person looks at it first";
}

TEST_F(Cod, SpreadsheetsSpellTheirSumsAndAFractionIsNeverMultiplied) {
  const auto exact = Delivered(), commas = Delivered(), fraction = Delivered(), odd_fee = Delivered();
  const auto taken = Take(exact.id + ",\"232.000,00\",32000.00\r\n" + commas.id + ",\"232,000 đ\",\"32,000.00\"\r\n" +
                          fraction.id + ",1.5,0.00\r\n" + odd_fee.id + ",232000,320.00\r\n");
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->lines.size(), 4U);
  for (const auto at : {0U, 1U}) {
    EXPECT_EQ(taken->lines[at].finding, Finding::kNone) << at;
    EXPECT_EQ(taken->lines[at].collected, Money::Vnd(232'000)) << at;
    EXPECT_EQ(taken->lines[at].fee, Money::Vnd(32'000)) << at;
  }
  EXPECT_EQ(taken->lines[2].finding, Finding::kUnreadable);
  EXPECT_EQ(taken->lines[2].collected, Money());
  EXPECT_EQ(taken->lines[3].finding, Finding::kUnreadable);
  ASSERT_TRUE(Match(taken->remittance.id, 3 * 232'000 - 64'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 2 * 232'000);  // What could not be read closes nothing.
}

TEST_F(Cod, ALineBookedByHandInOneMonthIsItsStatementsInTheNext) {
  const auto older = Delivered(100'000), newer = Delivered();
  const auto line = Bank(200'000, "GHN chuyen tien thu ho")->id;
  ASSERT_TRUE(Do([&](auto& t) { return MatchRemittance(t, desk_, line, "ghn"); }));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 164'000);
  EXPECT_EQ(CodAgeing(desk_).at(0).orders, 1) << "the oldest counts as paid over";
  clock_.Advance(24h * 20);
  ASSERT_TRUE(Do([&](auto& t) { return ClosePeriod(t, desk_, *Month::Parse("2026-11"), "acc_1"); }));
  // Its statement says that it was the newer one's, less its carriage.
  const auto taken = Take(Line(newer, 232'000));
  const auto match = [&](const RemittanceId& id) {
    return Do([&](auto& t) { return MatchStatement(t, desk_, id, line, false); });
  };
  const auto matched = match(taken->remittance.id);
  ASSERT_TRUE(matched) << matched.error().code;
  EXPECT_EQ(matched->lines[0].finding, Finding::kNone);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 132'000);
  EXPECT_EQ(Balance("cod_difference:ghn"), 0);
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000) << "of the older one";
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(Balance("bank:market"), 200'000) << "it came once";
  ASSERT_EQ(OverdueCod(desk_, "ghn").size(), 1U);
  EXPECT_EQ(OverdueCod(desk_, "ghn")[0].order.text(), older.id) << "the carrier still has that one's";
  const auto again = Take(Line(older, 132'000), "BK-2");
  EXPECT_EQ(match(again->remittance.id).error().code, "receipt-not-unmatched") << "it is the first statement's";
}

TEST_F(Cod, ALineOfAnotherCarrierIsNotTakenFromIt) {
  const auto order = Delivered();
  TellMoved(Place({"cod"}).front(), "delivered");
  const auto line = Bank(200'000, "GHN")->id;
  ASSERT_TRUE(Do([&](auto& t) { return MatchRemittance(t, desk_, line, "ghn"); }));
  const auto theirs = Take(Line(order, 232'000), "V-1", "vnpost");
  EXPECT_EQ(Do([&](auto& t) { return MatchStatement(t, desk_, theirs->remittance.id, line, true); }).error().code,
            "receipt-not-unmatched");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 264'000);
}

TEST_F(Cod, OthersCarriersAndPaidStatementsAreFound) {
  const auto order = Delivered();
  EXPECT_EQ(Take(Line(order, 232'000), "V-1", "vnpost")->lines[0].finding, Finding::kOtherCarrier);
  const auto taken = Take(Line(order, 232'000));
  ASSERT_TRUE(Match(taken->remittance.id, 200'000));
  EXPECT_EQ(Take(Line(order, 232'000), "BK-2")->lines[0].finding, Finding::kAlreadyRemitted);
  EXPECT_EQ(Take(Line(order, 232'000)).error().code, "remittance-known");
}

TEST_F(Cod, TwoStatementsWithTheSameOrderCloseItOnce) {
  const auto order = Delivered();
  const auto first = Take(Line(order, 232'000)), second = Take(Line(order, 232'000), "BK-2");
  ASSERT_TRUE(Match(first->remittance.id, 200'000));
  ASSERT_TRUE(Match(second->remittance.id, 200'000));  // Looked at once more: it is found now.
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Balance("cod_difference:ghn"), -232'000);  // Paid twice: theirs.
  EXPECT_EQ(OpenFindings(desk_).size(), 1U);
}

TEST_F(Cod, AnotherSumThanTheStatementsNeedsAPerson) {
  const auto order = Delivered();
  const auto taken = Take(Line(order, 232'000));
  EXPECT_EQ(Match(taken->remittance.id, 190'000).error().argument, "-10000");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000);
  ASSERT_TRUE(Match(taken->remittance.id, 190'000, true));
  EXPECT_EQ(Balance("cod_difference:ghn"), 10'000);  // The carrier still owes it.
  EXPECT_EQ(Match(taken->remittance.id, 190'000, true).error().code, "remittance-matched");
}

TEST_F(Cod, AnOperatorTakesALineAsItIsBeforeOrAfterTheMoney) {
  const auto before = Delivered(), after = Delivered();
  const auto taken = Take(Line(before, 230'000) + Line(after, 220'000));
  ASSERT_TRUE(Decide(taken->lines[0].id, true));
  EXPECT_EQ(Decide(taken->lines[0].id, true).error().code, "remittance-line-decided");
  ASSERT_TRUE(Match(taken->remittance.id, 450'000 - 64'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000);
  EXPECT_EQ(Balance("cod_difference:ghn"), 2'000 - 220'000);
  ASSERT_TRUE(Decide(taken->lines[1].id, true));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Balance("cod_difference:ghn"), 2'000 + 12'000);
}

TEST_F(Cod, TheWorkedExampleOfTheManual) {
  const auto right = Delivered(), short_paid = Delivered();
  const auto taken = Take(Line(right, 232'000) + Line(short_paid, 222'000));
  ASSERT_TRUE(Match(taken->remittance.id, 390'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000);
  EXPECT_EQ(Balance("cod_difference:ghn"), -222'000);
  EXPECT_EQ(Balance("freight_payable:ghn"), 0);
  ASSERT_TRUE(Decide(taken->lines[1].id, true));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Balance("cod_difference:ghn"), 10'000);
}

TEST_F(Cod, ALineWithoutAnOpenOrderCannotBeAccepted) {
  const auto taken = Take("ord_nobody,232000,0\r\n");
  EXPECT_EQ(Decide(taken->lines[0].id, true).error().code, "remittance-line-not-closable");
  EXPECT_TRUE(Decide(taken->lines[0].id, false));
  EXPECT_TRUE(OpenFindings(desk_).empty());
}

TEST_F(Cod, ARefundAfterDeliveryDoesNotChangeTheCashTheCarrierHas) {
  const auto order = Delivered();
  Tell("order.refund-due", order.id,
       "{\"order_id\":\"" + order.id + "\",\"amount\":50000,\"cause\":\"dispute\",\"cause_id\":\"dis_1\"}");
  const auto taken = Take(Line(order, 232'000));
  EXPECT_EQ(taken->lines[0].finding, Finding::kNone);
  ASSERT_TRUE(Match(taken->remittance.id, 200'000));
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
}

TEST_F(Cod, AgeingCountsByDaysAndSaysWhatIsOverdue) {
  Delivered();
  clock_.Advance(24h * 4);
  Delivered(100'000, /*reported=*/false);
  clock_.Advance(24h * 2);
  const auto ages = CodAgeing(desk_);
  ASSERT_EQ(ages.size(), 1U);
  EXPECT_EQ(ages[0].orders, 2);
  EXPECT_EQ(ages[0].expected, Money::Vnd(364'000));
  EXPECT_EQ(ages[0].reported, Money::Vnd(232'000));
  EXPECT_EQ(ages[0].not_reported, 1);
  EXPECT_EQ(ages[0].counts[0], 1);
  EXPECT_EQ(ages[0].counts[2], 1);
  EXPECT_EQ(ages[0].overdue, 1);
  EXPECT_EQ(OverdueCod(desk_, "ghn").size(), 1U);
  EXPECT_TRUE(OverdueCod(desk_, "vnpost").empty());
}

TEST_F(Cod, WhereThePostPaysTheSellersTheMemoIsClosedWithoutABankLine) {
  desk_.mode = LegalMode::kPost;
  const auto order = Delivered();
  const auto taken = Take(Line(order, 232'000));
  ASSERT_EQ(taken->lines[0].finding, Finding::kNone);
  ASSERT_TRUE(Do([&](auto& transaction) { return CloseWithSellers(transaction, desk_, taken->remittance.id); }));
  EXPECT_EQ(Balance("memo_with_carrier:ghn"), 0);
  EXPECT_EQ(Balance("memo_sales:" + party_), 0);
}

TEST_F(Cod, WhatASellerGivesBackHimselfLeavesTheCashWithThePost) {
  desk_.mode = LegalMode::kPost;
  const auto part = Delivered(), whole = Delivered();
  Tell("order.refund-due", part.id,
       "{\"order_id\":\"" + part.id + "\",\"amount\":50000,\"cause\":\"returned\",\"cause_id\":\"ret_1\"}");
  TellMoved(whole, "returned");
  EXPECT_EQ(Balance("memo_with_carrier:ghn"), 464'000) << "the post has what it collected";
  const auto taken = Take(Line(part, 232'000) + Line(whole, 232'000));
  EXPECT_EQ(taken->remittance.wrong, 0);
  ASSERT_TRUE(Do([&](auto& t) { return CloseWithSellers(t, desk_, taken->remittance.id); }));
  EXPECT_EQ(Balance("memo_with_carrier:ghn"), 0);
  EXPECT_EQ(Balance("memo_sales:" + party_), 0);
}

TEST_F(Cod, CashThatIsOursIsNotClosedWithoutTheBank) {
  const auto taken = Take(Line(Delivered(), 232'000));
  EXPECT_EQ(
      Do([&](auto& transaction) { return CloseWithSellers(transaction, desk_, taken->remittance.id); }).error().code,
      "remittance-is-ours");
}

/// Statements with errors put in on purpose: all of them found, and nothing closed that should not be.
RC_GTEST_FIXTURE_PROP(Cod, FindsEveryErrorAndClosesNothingFalsely, ()) {
  std::string csv;
  std::int64_t wrong = 0, right = 0, delivered = 0, said = 0;
  const auto count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i) {
    const auto goods = *rc::gen::inRange<std::int64_t>(1'000, 900'000);
    const auto kind = *rc::gen::inRange(0, 5);
    const auto order = kind == 4 ? Place({"cod"}, goods).front() : Delivered(goods, *rc::gen::arbitrary<bool>());
    if (kind != 4) delivered += order.total();
    const auto paid = kind == 1 ? order.total() - *rc::gen::inRange<std::int64_t>(1, 1'000) : order.total();
    const auto fee = kind == 2 ? 32'000 + *rc::gen::inRange<std::int64_t>(2'001, 50'000) : std::int64_t{32'000};
    csv += Line(order, paid, fee);
    said += paid - fee;
    if (kind == 3) {
      csv += Line(order, paid, fee);
      said += paid - fee;
      ++wrong;
    }
    if (kind == 1 || kind == 2 || kind == 4)
      ++wrong;
    else
      right += order.total();
  }
  const auto taken = Take(csv, keel::NewUlid(clock_.Now()));
  RC_ASSERT(bool(taken));
  RC_ASSERT(taken->remittance.wrong == wrong);
  const auto open = Balance("cod_receivable:ghn");
  if (said > 0) {
    RC_ASSERT(bool(Match(taken->remittance.id, said)));
    RC_ASSERT(open - Balance("cod_receivable:ghn") == right);
  }
  RC_ASSERT(LedgerStore(*pool_->Take()).Verify().empty());
}

}  // namespace
}  // namespace payments
