#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "payments/flows/close_period.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;
using nlohmann::json;

/// Amounts that change after an order was placed, months that close, and who may hold the money.
class Changes : public DeskUnderTest {
 protected:
  void TellAmended(const TestOrder& order, std::int64_t goods, std::int64_t version, json categories = nullptr) {
    json body{{"order_id", order.id},     {"purchase_id", order.purchase},       {"goods", goods},
              {"freight", order.freight}, {"total", goods + order.freight},      {"refund_due", order.goods - goods},
              {"why", "partly-accepted"}, {"at", keel::ToRfc3339(clock_.Now())}, {"version", version}};
    if (!categories.is_null()) body["category_totals"] = categories;
    Tell("order.amended", order.id, body.dump());
  }
  void TellRefundDue(const TestOrder& order, std::int64_t amount, const std::string& cause, const std::string& id) {
    Tell("order.refund-due", order.id,
         json{{"order_id", order.id},
              {"purchase_id", order.purchase},
              {"amount", amount},
              {"cause", cause},
              {"cause_id", id},
              {"at", keel::ToRfc3339(clock_.Now())}}
             .dump());
  }
  TestOrder PaidByTransfer() {
    const auto order = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    return order;
  }
  keel::Result<keel::Done> Close(const char* month) {
    return Do([&](keel::sql::Transaction& transaction) {
      return ClosePeriod(transaction, desk_, *Month::Parse(month), "acc_1");
    });
  }
  void MoveTo(const char* moment) { clock_.Advance(keel::FromRfc3339(moment).value() - clock_.Now()); }
  std::int64_t One(const std::string& query) {
    auto rows = pool_->Take()->Query(query);
    rows.Next();
    return rows.Int(0);
  }
};

TEST_F(Changes, WithheldTaxIsTheTaxOfficesAndTheNetIsTheSellers) {
  TellMoved(Place({"cod"}).front(), "delivered");
  EXPECT_EQ(Balance("vat_withheld"), -2'000);
  EXPECT_EQ(Balance("pit_withheld"), -1'000);
  EXPECT_EQ(Balance(Seller()), -190'520);
  EXPECT_EQ(One("SELECT SUM(base_vnd) FROM tax_lines WHERE kind = 'withheld'"), 200'000);
}

TEST_F(Changes, AReturnOffsetsTheTax) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  TellMoved(order, "returned");
  EXPECT_EQ(Balance("vat_withheld"), 0);
  EXPECT_EQ(Balance("pit_withheld"), 0);
  EXPECT_EQ(One("SELECT SUM(base_vnd) FROM tax_lines"), 0);
  EXPECT_EQ(One("SELECT COUNT(*) FROM tax_lines WHERE kind = 'offset'"), 1);
}

TEST_F(Changes, AnAmendmentBeforeDeliveryOwesTheDifferenceAndTaxesTheRest) {
  const auto order = PaidByTransfer();
  TellAmended(order, 150'000, 2);
  EXPECT_EQ(Balance("refunds_payable"), -50'000);
  EXPECT_EQ(Balance("buyer_deposits"), -182'000);
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance(Seller()), -(150'000 - 4'500 - 360 - 1'500 - 750));
  EXPECT_EQ(Balance("commission_revenue"), -4'500);
  EXPECT_EQ(Balance("vat_withheld"), -1'500);
  EXPECT_EQ(Balance("pit_withheld"), -750);
}

TEST_F(Changes, AnAmendmentToldTwiceIsBookedOnce) {
  const auto order = PaidByTransfer();
  TellAmended(order, 150'000, 2);
  TellAmended(order, 150'000, 2);
  EXPECT_EQ(Balance("refunds_payable"), -50'000);
  TellAmended(order, 120'000, 3);
  EXPECT_EQ(Balance("refunds_payable"), -80'000);
  EXPECT_EQ(Entries("order-amended"), 2U);
}

TEST_F(Changes, AnAmendedCashOrderExpectsLessAtTheDoor) {
  const auto order = Place({"cod"}).front();
  TellAmended(order, 100'000, 2);
  EXPECT_EQ(Look(order).intent.amount, Money::Vnd(132'000));
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 132'000);
  EXPECT_EQ(Balance(Seller()), -(100'000 - 3'000 - 240 - 1'000 - 500));
}

TEST_F(Changes, ACashOrderMayComeToMoreAPaidOneNot) {
  const auto cash = Place({"cod"}).front();
  TellAmended(cash, 220'000, 2);
  EXPECT_EQ(Look(cash).intent.amount, Money::Vnd(252'000));
  const auto paid = PaidByTransfer();
  TellAmended(paid, 220'000, 2);
  EXPECT_EQ(Look(paid).intent.amount, Money::Vnd(232'000));
  TellMoved(paid, "delivered");
  EXPECT_EQ(Balance(Seller()), -190'520);
}

TEST_F(Changes, ADisputeAfterDeliveryTakesBackEverybodysPart) {
  const auto order = PaidByTransfer();
  TellMoved(order, "delivered");
  TellRefundDue(order, 50'000, "dispute", "dis_1");
  TellRefundDue(order, 50'000, "dispute", "dis_1");
  EXPECT_EQ(Balance("refunds_payable"), -50'000);
  EXPECT_EQ(Balance(Seller()), -(150'000 - 4'500 - 360 - 1'500 - 750));
  EXPECT_EQ(Balance("commission_revenue"), -4'500);
  EXPECT_EQ(Balance("pit_withheld"), -750);
  EXPECT_EQ(One("SELECT SUM(base_vnd) FROM tax_lines"), 150'000);
}

TEST_F(Changes, AReturnWithAnAmountOfItsOwnIsNotReturnedAgainWhole) {
  const auto order = PaidByTransfer();
  TellMoved(order, "delivered");
  TellRefundDue(order, 200'000, "returned", "ret_1");  // Goods, and not the carriage.
  TellMoved(order, "returned");
  EXPECT_EQ(Balance("refunds_payable"), -200'000);
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("freight_payable:ghn"), -32'000);
  EXPECT_EQ(Balance("returned_freight"), 0);
}

TEST_F(Changes, WhatComesBackAfterADisputeGivesBackOnlyWhatIsLeft) {
  const auto order = PaidByTransfer();
  TellMoved(order, "delivered");
  TellRefundDue(order, 50'000, "dispute", "dis_1");
  TellMoved(order, "returned");
  TellRefundDue(order, 182'000, "returned", order.id);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("commission_revenue"), 0);
}

TEST_F(Changes, AReturnToldBeforeTheDeliveryIsOwedBackAllTheSame) {
  for (const auto* method : {"vietqr", "cod"}) {
    const auto order = method == std::string("cod") ? Place({"cod"}).front() : PaidByTransfer();
    TellRefundDue(order, 50'000, "returned", "ret_1");
    TellMoved(order, "delivered");
    TellMoved(order, "delivered");
    TellRefundDue(order, 50'000, "returned", "ret_1");
    EXPECT_EQ(Look(order).intent.refund_due, Money::Vnd(50'000)) << method;
  }
}

/// However the news of an order come in, and each as often as it likes: never more goes back than was paid, and always
/// what was decided.
RC_GTEST_FIXTURE_PROP(Changes, NothingIsGivenBackTwiceInWhateverOrderItIsTold, ()) {
  desk_.mode = *rc::gen::element(LegalMode::kPartner, LegalMode::kPost, LegalMode::kDirect);
  const bool cash = *rc::gen::arbitrary<bool>();
  const auto order = cash ? Place({"cod"}).front() : PaidByTransfer();
  const auto back = *rc::gen::inRange<std::int64_t>(1, 232'001), argued = *rc::gen::inRange<std::int64_t>(1, 232'001);
  enum News { kDelivered, kSentBack, kWholeBack, kReturnPaid, kDisputePaid };
  auto told = *rc::gen::container<std::vector<News>>(
      rc::gen::element(kDelivered, kSentBack, kWholeBack, kReturnPaid, kDisputePaid));
  for (const auto news : told) {
    if (news == kDelivered) TellMoved(order, "delivered");
    if (news == kSentBack) TellMoved(order, "returned");
    if (news == kWholeBack) TellRefundDue(order, order.total(), "returned", order.id);
    if (news == kReturnPaid) TellRefundDue(order, back, "returned", "ret_1");
    if (news == kDisputePaid && !(cash && desk_.mode != LegalMode::kPartner))
      TellRefundDue(order, argued, "dispute", "dis_1");
  }
  const auto has = [&](News news) { return std::ranges::find(told, news) != told.end(); };
  const auto intent = Look(order).intent;
  const auto given = intent.refund_due.dong() + intent.refunded.dong();
  RC_ASSERT(given <= order.total());
  if (has(kDelivered) && has(kReturnPaid) && !has(kSentBack)) RC_ASSERT(given >= back);
  if (!cash && has(kSentBack) && !has(kReturnPaid)) RC_ASSERT(given == order.total());
  for (const auto& found : LedgerStore(*pool_->Take()).Verify()) RC_FAIL(found.what + ": " + found.row);
}

TEST_F(Changes, WhatACancellingOwesIsNotOwedTwice) {
  const auto order = PaidByTransfer();
  TellMoved(order, "cancelled");
  TellRefundDue(order, 232'000, "cancelled", order.id);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
}

TEST_F(Changes, ARefundNeverExceedsWhatTheOrderComesTo) {
  const auto order = PaidByTransfer();
  TellMoved(order, "delivered");
  TellRefundDue(order, 999'999, "dispute", "dis_1");
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Balance("returned_freight"), 32'000);
  EXPECT_EQ(Balance(Seller()), 0);
}

TEST_F(Changes, AClosedMonthTakesNoEntryAndALateFactNamesItsMonth) {
  MoveTo("2026-10-20T08:00:00Z");
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  EXPECT_EQ(Close("2026-10").error().code, "period-not-over");
  MoveTo("2026-11-03T08:00:00Z");
  ASSERT_TRUE(Close("2026-10"));
  EXPECT_EQ(Close("2026-10").error().code, "period-closed");
  EXPECT_EQ(Close("2026-09").error().code, "period-closed");

  const auto late = Place({"cod"}).front();
  MoveTo("2026-10-31T08:00:00Z");
  TellMoved(late, "delivered");  // Told with a moment of October.
  const auto entries = LedgerEntries(desk_, "", {}, 10);
  const auto found = std::ranges::find(entries, late.id, &EntryRow::subject);
  ASSERT_NE(found, entries.end());
  EXPECT_EQ(found->period, "2026-11");
  EXPECT_EQ(found->late_of, "2026-10");
  EXPECT_EQ(One("SELECT COUNT(*) FROM tax_lines WHERE period = '2026-11'"), 1);
  EXPECT_THROW(pool_->Take()->Execute("INSERT INTO ledger_entries (id, kind, subject, at, period) VALUES ('ent_x', "
                                      "'receipt', 'x', '2026-10-05 00:00:00', '2026-10')"),
               keel::sql::Fault);
}

TEST_F(Changes, AMonthThatDoesNotAddUpIsNotClosed) {
  MoveTo("2026-10-20T08:00:00Z");
  TellMoved(Place({"cod"}).front(), "delivered");
  MoveTo("2026-11-03T08:00:00Z");
  pool_->Take()->Execute("UPDATE order_commission SET vat_vnd = vat_vnd + 1");
  EXPECT_EQ(Close("2026-10").error().code, "ledger-not-in-order");
  pool_->Take()->Execute("UPDATE order_commission SET vat_vnd = vat_vnd - 1");
  ASSERT_TRUE(Close("2026-10"));
}

TEST_F(Changes, InADirectMarketOnlyTheFeeIsOurs) {
  desk_.mode = LegalMode::kDirect;
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
  EXPECT_EQ(Balance("cod_receivable:ghn"), 0);
  EXPECT_EQ(Balance(Seller()), 6'480);  // The seller owes commission and the tax on it.
  EXPECT_EQ(Balance("vat_withheld"), 0);
  TellMoved(order, "returned");
  EXPECT_EQ(Balance(Seller()), 0);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 0);
  EXPECT_EQ(Balance("refunds_payable"), 0);
}

TEST_F(Changes, InADirectMarketATransferWasTheSellersFromTheStart) {
  desk_.mode = LegalMode::kDirect;
  const auto order = PaidByTransfer();
  TellMoved(order, "delivered");
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance(Seller()), 6'480);
}

TEST_F(Changes, WhereThePostHasTheCashTransfersAreHeldAllTheSame) {
  desk_.mode = LegalMode::kPost;
  TellMoved(Place({"cod"}).front(), "delivered");
  EXPECT_EQ(Balance("memo_with_carrier:ghn"), 232'000);
  EXPECT_EQ(Balance(Seller()), 6'480);
  TellMoved(PaidByTransfer(), "delivered");
  EXPECT_EQ(Balance(Seller()), 6'480 - 190'520);
}

TEST_F(Changes, VerifyNamesTheOrderWhosePartWasChanged) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  pool_->Take()->Execute(
      "UPDATE order_money SET net_vnd = net_vnd - 1, goods_vnd = goods_vnd - 1, total_vnd = total_vnd - 1");
  bool named = false;
  for (const auto& found : LedgerStore(*pool_->Take()).Verify())
    named = named || (found.row == order.id && found.what.starts_with("order's seller's part"));
  EXPECT_TRUE(named);
  pool_->Take()->Execute(
      "UPDATE order_money SET net_vnd = net_vnd + 1, goods_vnd = goods_vnd + 1, total_vnd = total_vnd + 1");
}

}  // namespace
}  // namespace payments
