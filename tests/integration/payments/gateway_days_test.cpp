#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/reconcile.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "tests/integration/payments/gateway_desk.hpp"

/// What VNPAY, MoMo and ZaloPay say of a whole day, and what they pay over to us.
namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

/// A provider's file of the day against our books.
class Days : public GatewayDesk {
 protected:
  std::string File() {
    return keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/day-file?day=20261121"})->body;
  }
  Reconciliation Hold(const std::string& file) {
    const auto made = Do([&](keel::sql::Transaction& transaction) {
      return Reconcile(transaction, desk_, GetParam(), "2026-11-21", file, "acc_1");
    });
    if (!made) throw std::runtime_error(std::string(made.error().code) + " " + made.error().argument);
    return *made;
  }
  /// What concerns this attempt: the simulator remembers those of other tests as well.
  std::vector<DayFinding> About(const Reconciliation& made, const Attempt& attempt) {
    auto findings = made.report.findings;
    std::erase_if(findings, [&](const DayFinding& finding) { return finding.key != attempt.key; });
    return findings;
  }
};

TEST_P(Days, APaymentNobodyToldUsOfIsFoundAndAskedAboutAndThenAgrees) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Ask(17min);
  ASSERT_EQ(Find(attempt.id).state, AttemptState::kExpired);
  simulator_.Fault("silent");
  Pay(attempt);
  const auto first = About(Hold(File()), attempt);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].fault, DayFault::kNotHere);
  EXPECT_EQ(first[0].theirs, Money::Vnd(order.total()));
  EXPECT_TRUE(first[0].asked);
  EXPECT_EQ(FollowAttempts(desk_), 1U);
  ExpectPaidOnce(order);
  const auto second = Hold(File());
  EXPECT_TRUE(About(second, attempt).empty());
  EXPECT_EQ(second.report.payments, 1);
  EXPECT_EQ(second.report.paid, Money::Vnd(order.total()));
  const auto kept = OneReconciliation(desk_, second.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->report.findings.size(), second.report.findings.size());
  EXPECT_EQ(Reconciliations(desk_, {}, 10).size(), 2U);
}

TEST_P(Days, WhatTheFileDoesNotHaveOrHasOtherwiseIsFound) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  const auto file = File(), head = file.substr(0, file.find('\n') + 1);
  const auto gone = About(Hold(head), attempt);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].fault, DayFault::kNotThere);
  EXPECT_EQ(gone[0].ours, Money::Vnd(order.total()));
  auto other = file;
  const auto at = other.find("232000", other.find(attempt.key));
  other[at] = '9';
  const auto changed = About(Hold(other), attempt);
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].fault, DayFault::kAmount);
  EXPECT_EQ(changed[0].theirs, Money::Vnd(932'000));
}

TEST_P(Days, RefundsAgreeToo) {
  const auto order = PlaceOne();
  const auto attempt = Go(order);
  Pay(attempt);
  TellMoved(order, "cancelled");
  CarryAll(1);
  const auto made = Hold(File());
  EXPECT_EQ(made.report.refunds, 1);
  EXPECT_EQ(made.report.refunded, Money::Vnd(order.total()));
  EXPECT_TRUE(About(made, attempt).empty());
}

TEST_P(Days, AFileThatCannotBeReadChangesNothing) {
  for (const std::string bad : {"", "a,b,c\n", "\xff\xfe"}) EXPECT_THROW(Hold(bad), std::runtime_error);
  EXPECT_TRUE(Reconciliations(desk_, {}, 10).empty());
}

TEST_P(Days, WhatTheProviderPaysOverIsMatchedWithItsFee) {
  const auto order = PlaceOne();
  Pay(Go(order));
  const auto line = Bank(order.total() - 2'000, "thanh toan ve cho phien")->id;
  const auto match = [&](std::int64_t fee) {
    return Do([&](keel::sql::Transaction& transaction) {
      return MatchPayover(transaction, desk_, line, GetParam(), Money::Vnd(fee));
    });
  };
  EXPECT_EQ(match(2'001).error().code, "remittance-too-large");
  ASSERT_TRUE(match(2'000));
  EXPECT_EQ(Balance(Clearing()), 0);
  EXPECT_EQ(Balance("provider_fees"), 2'000);
  EXPECT_EQ(Balance("bank:market"), order.total() - 2'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(match(0).error().code, "receipt-not-unmatched");
}

INSTANTIATE_TEST_SUITE_P(All, Days, testing::Values("vnpay", "momo", "zalopay"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace payments
