#include "payments/flows/add_rule.hpp"
#include "payments/flows/close_period.hpp"
#include "payments/flows/simulate_fee.hpp"
#include "payments/flows/statement.hpp"
#include "payments/flows/withheld_tax.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;

class Tax : public DeskUnderTest {
 protected:
  void MoveTo(const char* moment) { clock_.Advance(keel::FromRfc3339(moment).value() - clock_.Now()); }
  TestOrder Delivered(std::int64_t goods = 200'000) {
    const auto order = Place({"cod"}, goods).front();
    TellMoved(order, "delivered");
    return order;
  }
  Month Of(const char* month) { return *Month::Parse(month); }
  auto Pay(const char* month) {
    return Do([&](auto& transaction) { return PayTax(transaction, desk_, Of(month), "NSNN1", "acc_1"); });
  }
};

TEST_F(Tax, AMonthsDeclarationIsTheSumOfItsOrdersAndOffsets) {
  MoveTo("2026-10-10T08:00:00Z");
  const auto back = Delivered();
  Delivered(1'000'000);
  TellMoved(back, "returned");
  const auto october = DeclarationOf(desk_, Of("2026-10"));
  ASSERT_EQ(october.rows.size(), 1U);
  EXPECT_EQ(october.rows[0].sums.gross, Money::Vnd(1'200'000));
  EXPECT_EQ(october.rows[0].sums.offset, Money::Vnd(-200'000));
  EXPECT_EQ(october.base, Money::Vnd(1'000'000));
  EXPECT_EQ(october.vat, Money::Vnd(10'000));
  EXPECT_EQ(october.pit, Money::Vnd(5'000));
  EXPECT_EQ(keel::ToRfc3339(october.due_on), "2026-11-20T16:59:59.999Z");
  EXPECT_FALSE(october.closed);
}

TEST_F(Tax, AReturnOfALaterMonthIsOffsetThere) {
  MoveTo("2026-10-10T08:00:00Z");
  const auto back = Delivered();
  MoveTo("2026-11-05T08:00:00Z");
  Delivered(500'000);
  TellMoved(back, "returned");
  EXPECT_EQ(DeclarationOf(desk_, Of("2026-10")).base, Money::Vnd(200'000));
  EXPECT_EQ(DeclarationOf(desk_, Of("2026-11")).base, Money::Vnd(300'000));
}

TEST_F(Tax, IsPaidOnceAndOnlyForAMonthThatIsOver) {
  MoveTo("2026-10-10T08:00:00Z");
  Delivered();
  EXPECT_EQ(Pay("2026-10").error().code, "period-not-over");
  MoveTo("2026-11-05T08:00:00Z");
  EXPECT_EQ(Pay("2026-10").error().code, "period-not-closed");
  ASSERT_TRUE(Do([&](auto& t) { return ClosePeriod(t, desk_, Of("2026-10"), "acc_1"); }));
  ASSERT_TRUE(Pay("2026-10"));
  EXPECT_EQ(Pay("2026-10").error().code, "tax-paid-already");
  EXPECT_EQ(Pay("2026-09").error().code, "nothing-to-declare");
  EXPECT_EQ(Balance("vat_withheld"), 0);
  EXPECT_EQ(Balance("pit_withheld"), 0);
  EXPECT_EQ(Balance("bank:market"), -3'000);
  EXPECT_TRUE(DeclarationOf(desk_, Of("2026-10")).paid);
}

TEST_F(Tax, AClosedMonthIsDeclaredAsItStands) {
  MoveTo("2026-10-10T08:00:00Z");
  const auto order = Delivered();
  MoveTo("2026-11-05T08:00:00Z");
  ASSERT_TRUE(Do([&](auto& transaction) { return ClosePeriod(transaction, desk_, Of("2026-10"), "acc_1"); }));
  EXPECT_TRUE(DeclarationOf(desk_, Of("2026-10")).closed);
  TellMoved(order, "returned");
  EXPECT_EQ(DeclarationOf(desk_, Of("2026-10")).base, Money::Vnd(200'000));
  EXPECT_EQ(DeclarationOf(desk_, Of("2026-11")).base, Money::Vnd(-200'000));
}

TEST_F(Tax, WhatAMonthTakesBackBeyondWhatItWithheldIsOffsetInTheNextOnes) {
  const auto close = [&](const char* month) {
    return Do([&](auto& transaction) { return ClosePeriod(transaction, desk_, Of(month), "acc_1"); });
  };
  MoveTo("2026-09-10T08:00:00Z");
  const auto back = Delivered(1'000'000);
  MoveTo("2026-10-05T08:00:00Z");
  ASSERT_TRUE(close("2026-09"));
  ASSERT_TRUE(Pay("2026-09"));
  EXPECT_EQ(Balance("bank:market"), -15'000);
  TellMoved(back, "returned");
  Delivered(200'000);  // October: 3 000 withheld, 15 000 taken back.
  MoveTo("2026-11-05T08:00:00Z");
  ASSERT_TRUE(close("2026-10"));
  EXPECT_EQ(Pay("2026-10").error().code, "nothing-to-declare");
  const auto october = DeclarationOf(desk_, Of("2026-10"));
  EXPECT_EQ(october.vat, Money::Vnd(-8'000));
  EXPECT_EQ(october.due.vat, Money());
  Delivered(600'000);  // November: 9 000, all of it offset.
  MoveTo("2026-12-05T08:00:00Z");
  ASSERT_TRUE(close("2026-11"));
  EXPECT_EQ(Pay("2026-11").error().code, "nothing-to-declare");
  Delivered(400'000);  // December: 6 000, of which half is still to be offset.
  MoveTo("2027-01-05T08:00:00Z");
  ASSERT_TRUE(close("2026-12"));
  const auto december = DeclarationOf(desk_, Of("2026-12"));
  EXPECT_EQ(december.vat, Money::Vnd(4'000));
  EXPECT_EQ(december.brought.vat, Money::Vnd(-2'000));
  EXPECT_EQ(december.brought.pit, Money::Vnd(-1'000));
  EXPECT_EQ(december.due.vat, Money::Vnd(2'000));
  EXPECT_EQ(december.due.pit, Money::Vnd(1'000));
  ASSERT_TRUE(Pay("2026-12"));
  EXPECT_EQ(Balance("vat_withheld"), 0);
  EXPECT_EQ(Balance("pit_withheld"), 0);
  EXPECT_EQ(Balance("bank:market"), -18'000) << "what was kept from sellers for 1 200 000 đ, and no more";
  Delivered(200'000);
  const auto months = TaxMonths(desk_);
  ASSERT_EQ(months.size(), 5U);
  EXPECT_EQ(months[0].month.text(), "2027-01") << "newest first";
  EXPECT_EQ(months[0].brought.vat, Money());
  EXPECT_EQ(months[0].due.vat, Money::Vnd(2'000));
}

TEST_F(Tax, WhoeverItIsWithheldFromIsDeclared) {
  const WithholdingRule team{"team", "goods", true, 200, 100, clock_.Now() + 1h, {}, "test", "L"};
  ASSERT_TRUE(Do([&](auto& transaction) { return AddRule(transaction, desk_, team); }));
  clock_.Advance(2h);
  party_kind_ = "team";
  Delivered();
  const auto declaration = DeclarationOf(desk_, Month::Of(clock_.Now()));
  ASSERT_EQ(declaration.rows.size(), 1U);
  EXPECT_EQ(declaration.vat, Money::Vnd(4'000));
  EXPECT_EQ(TaxMonths(desk_).front().pit, Money::Vnd(2'000));
}

TEST_F(Tax, AStatementOfAClosedMonthStaysWhenSomethingIsToldLate) {
  MoveTo("2026-10-10T08:00:00Z");
  Delivered();
  const auto late = Place({"cod"}).front();
  MoveTo("2026-11-03T08:00:00Z");
  const auto october = [&] {
    return StatementOf(desk_, PartyId::FromRow(party_), Of("2026-10").Start(), Of("2026-10").End());
  };
  ASSERT_TRUE(Do([&](auto& transaction) { return ClosePeriod(transaction, desk_, Of("2026-10"), "acc_1"); }));
  const auto read = october();
  ASSERT_EQ(read.lines.size(), 1U);
  Tell("order.state-changed", late.id,
       R"({"order_id":")" + late.id + R"(","to":"delivered","carrier":"ghn","at":"2026-10-31T09:00:00.000Z"})");
  EXPECT_EQ(october().lines.size(), 1U);
  EXPECT_EQ(october().closing, read.closing);
  const auto november = StatementOf(desk_, PartyId::FromRow(party_), Of("2026-11").Start(), Of("2026-11").End());
  ASSERT_EQ(november.lines.size(), 1U);
  EXPECT_EQ(november.opening, read.closing);
  EXPECT_EQ(november.lines[0].amount, Money::Vnd(190'520));
}

TEST_F(Tax, AYearIsHeldAgainstTheThresholdOfTheLatestDecree) {
  MoveTo("2026-03-10T08:00:00Z");
  Delivered(1'000'000);
  MoveTo("2026-11-05T08:00:00Z");
  Delivered(2'000'000);
  const auto year = TaxYearOf(desk_, PartyId::FromRow(party_), 2026);
  EXPECT_EQ(year.revenue, Money::Vnd(3'000'000));
  EXPECT_EQ(year.vat, Money::Vnd(30'000));
  EXPECT_EQ(year.pit, Money::Vnd(15'000));
  ASSERT_TRUE(year.threshold);
  EXPECT_EQ(year.threshold->amount, Money::Vnd(1'000'000'000));
  EXPECT_EQ(year.threshold->confidence, "M");
  EXPECT_TRUE(year.below);
  EXPECT_EQ(year.months.size(), 2U);
  EXPECT_EQ(TaxYearOf(desk_, PartyId::FromRow(party_), 2025).threshold->amount, Money::Vnd(100'000'000));
}

TEST_F(Tax, ANonResidentIsWithheldMoreFromTheNextOrderOn) {
  Delivered();
  const Payee payee{"970436", "0011002233445", "A", "A B", "0150900012", "tax-code", /*resident=*/false, 0};
  ASSERT_TRUE(
      Do([&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  Delivered();
  EXPECT_EQ(Balance("pit_withheld"), -1'000 - 2'000);
}

TEST_F(Tax, ANewPercentageAppliesToWhatIsPlacedAfterIt) {
  const auto placed = Place({"cod"}).front();
  const WithholdingRule rule{"household", "goods", true, 200, 100, clock_.Now() + 1h, {}, "test", "L"};
  ASSERT_TRUE(Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }));
  clock_.Advance(2h);
  EXPECT_EQ(Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }).error().code, "rule-in-the-past");
  TellMoved(placed, "delivered");
  EXPECT_EQ(Balance("vat_withheld"), -2'000);  // Frozen when it was placed.
  Delivered();
  EXPECT_EQ(Balance("vat_withheld"), -2'000 - 4'000);
}

TEST_F(Tax, AFeeMustBeAnnouncedBeforeItApplies) {
  desk_.fee_notice = std::chrono::days(5);
  CommissionRule rule{
      .party_kind = "household", .basis_points = 900, .valid_from = clock_.Now() + 24h * 4, .basis = "test"};
  const auto add = [&] { return Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }); };
  EXPECT_EQ(add().error().code, "rule-too-soon");
  EXPECT_EQ(add().error().argument, "5");
  rule.valid_from = clock_.Now() + 24h * 5;
  ASSERT_TRUE(add());
  EXPECT_EQ(CommissionRules(desk_).commission.back().announced_at, clock_.Now());
}

TEST_F(Tax, ASimulatedFeeReckonsPastOrdersAndChangesNothing) {
  Delivered();
  Delivered(100'000);
  const CommissionRule rule{.party_kind = "household", .basis_points = 500};
  const auto simulation = SimulateFee(desk_, rule, party_, Of("2026-11").Start(), Of("2026-11").End());
  ASSERT_TRUE(simulation);
  EXPECT_EQ(simulation->orders, 2);
  EXPECT_EQ(simulation->before.commission, Money::Vnd(9'000));
  EXPECT_EQ(simulation->after.commission, Money::Vnd(15'000));
  EXPECT_EQ(simulation->after.vat, simulation->before.vat);
  EXPECT_EQ(Difference(simulation->before.net, simulation->after.net), Money::Vnd(6'480));
  ASSERT_EQ(simulation->sellers.size(), 1U);
  EXPECT_EQ(simulation->examples.size(), 2U);
  EXPECT_EQ(Balance("commission_revenue"), -9'000);
  // A rule for a category nobody sold changes nothing.
  const CommissionRule other{.category = "ruou", .basis_points = 5'000};
  EXPECT_EQ(SimulateFee(desk_, other, "", Of("2026-11").Start(), Of("2026-11").End())->after.commission,
            Money::Vnd(9'000));
}

}  // namespace
}  // namespace payments
