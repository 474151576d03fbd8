#include "payments/domain/intent.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;
using enum IntentStatus;

const keel::Instant kNow(1'767'000'000'000ms);

Intent Asking(std::int64_t dong) {
  return {.id = IntentId::New(kNow),
          .purchase = PurchaseId::New(kNow),
          .method = "vietqr",
          .amount = Money::Vnd(dong),
          .created_at = kNow};
}

struct Case {
  const char* name;
  std::vector<std::int64_t> transfers;
  std::vector<ReceiptState> states;
  IntentStatus status;
  std::int64_t deposit, refund_due;
};

class TakingMoney : public testing::TestWithParam<Case> {};

TEST_P(TakingMoney, FollowsTheTable) {
  auto intent = Asking(100'000);
  std::vector<ReceiptState> states;
  for (const auto dong : GetParam().transfers) states.push_back(Take(intent, Money::Vnd(dong), kNow).state);
  EXPECT_EQ(states, GetParam().states);
  EXPECT_EQ(intent.Status(), GetParam().status);
  EXPECT_EQ(intent.Deposit(), Money::Vnd(GetParam().deposit));
  EXPECT_EQ(intent.refund_due, Money::Vnd(GetParam().refund_due));
}

using enum ReceiptState;
INSTANTIATE_TEST_SUITE_P(
    All, TakingMoney,
    testing::Values(Case{"Exact", {100'000}, {kExact}, kSecured, 100'000, 0},
                    Case{"Under", {60'000}, {kUnder}, kPartlyPaid, 60'000, 0},
                    Case{"InParts", {60'000, 40'000}, {kUnder, kExact}, kSecured, 100'000, 0},
                    Case{"Over", {130'000}, {kOver}, kOverpaid, 100'000, 30'000},
                    Case{"PartsThenOver", {60'000, 50'000}, {kUnder, kOver}, kOverpaid, 100'000, 10'000},
                    Case{"Twice", {100'000, 100'000}, {kExact, kDouble}, kRefundDue, 100'000, 100'000},
                    Case{"OverThenTwice", {101'000, 100'000}, {kOver, kDouble}, kRefundDue, 100'000, 101'000}),
    [](const auto& row) { return row.param.name; });

TEST(Intent, ExpiredOwesBackWhatCameAndWhatComesLate) {
  auto intent = Asking(100'000);
  Take(intent, Money::Vnd(60'000), kNow);
  const auto effect = Expire(intent);
  EXPECT_EQ(effect.deposit, Money::Vnd(-60'000));
  EXPECT_EQ(effect.refund, Money::Vnd(60'000));
  EXPECT_EQ(intent.Status(), kRefundDue);
  EXPECT_EQ(Take(intent, Money::Vnd(40'000), kNow).state, kLate);
  EXPECT_EQ(intent.refund_due, Money::Vnd(100'000));
  ASSERT_TRUE(PayRefund(intent, Money::Vnd(100'000), Money()));
  EXPECT_EQ(intent.Status(), IntentStatus::kExpired);
}

TEST(Intent, ExpiringASecuredOneDoesNothing) {
  auto intent = Asking(100'000);
  Take(intent, Money::Vnd(100'000), kNow);
  EXPECT_EQ(Expire(intent).refund, Money());
  EXPECT_EQ(intent.Status(), kSecured);
}

TEST(Intent, OneOrderOfTwoCancelledBeforePayingAsksForTheOther) {
  auto intent = Asking(150'000);
  DropOrder(intent, Money::Vnd(50'000), kNow);
  EXPECT_EQ(intent.Remaining(), Money::Vnd(100'000));
  EXPECT_EQ(Take(intent, Money::Vnd(150'000), kNow).state, kOver);
  EXPECT_EQ(intent.refund_due, Money::Vnd(50'000));
}

TEST(Intent, CancellingMaySecureWhatIsPartlyPaid) {
  auto intent = Asking(150'000);
  Take(intent, Money::Vnd(110'000), kNow);
  const auto effect = DropOrder(intent, Money::Vnd(50'000), kNow);
  EXPECT_TRUE(effect.secured);
  EXPECT_EQ(effect.refund, Money::Vnd(10'000));
  EXPECT_EQ(intent.Status(), kRefundDue);
}

TEST(Intent, CancelledAfterPayingOwesTheOrdersTotal) {
  auto intent = Asking(150'000);
  Take(intent, Money::Vnd(150'000), kNow);
  EXPECT_EQ(DropOrder(intent, Money::Vnd(50'000), kNow).refund, Money::Vnd(50'000));
  EXPECT_EQ(intent.phase, IntentPhase::kSecured);
  EXPECT_EQ(DropOrder(intent, Money::Vnd(100'000), kNow).refund, Money::Vnd(100'000));
  EXPECT_EQ(intent.phase, IntentPhase::kCancelled);
  EXPECT_EQ(intent.Status(), kRefundDue);
}

TEST(Intent, SettlesOnlyWhatIsThere) {
  auto intent = Asking(100'000);
  Take(intent, Money::Vnd(99'999), kNow);
  EXPECT_EQ(Settle(intent, Money::Vnd(100'000)).error().code, "order-not-paid");
  Take(intent, Money::Vnd(1), kNow);
  ASSERT_TRUE(Settle(intent, Money::Vnd(100'000)));
  EXPECT_EQ(intent.Deposit(), Money());
  EXPECT_EQ(Settle(intent, Money::Vnd(1)).error().code, "order-not-paid");
  ASSERT_TRUE(ReturnSettled(intent, Money::Vnd(100'000), kNow));
  EXPECT_EQ(intent.refund_due, Money::Vnd(100'000));
}

TEST(Intent, NeverRefundsMoreThanIsOwed) {
  auto intent = Asking(100'000);
  Take(intent, Money::Vnd(130'000), kNow);
  EXPECT_EQ(PayRefund(intent, Money::Vnd(30'001), Money()).error().code, "refund-too-large");
  ASSERT_TRUE(PayRefund(intent, Money::Vnd(30'000), Money::Vnd(30'000)));
  EXPECT_EQ(intent.Status(), kSecured);
}

/// Whatever happens in whatever order: every đồng is in one place, and the effects told add up to the amounts kept.
RC_GTEST_PROP(Intent, AccountsForEveryDong, ()) {
  std::vector<std::int64_t> orders = *rc::gen::container<std::vector<std::int64_t>>(
      *rc::gen::inRange<std::size_t>(1, 4), rc::gen::inRange<std::int64_t>(1, 500'000));
  std::int64_t total = 0;
  for (const auto order : orders) total += order;
  auto intent = Asking(total);
  std::vector<char> state(orders.size(), 'o');
  Money deposit, refund, taken_in, sent_back, settled;
  const auto steps = *rc::gen::inRange(1, 15);
  for (int i = 0; i < steps; ++i) {
    const auto n = *rc::gen::inRange<std::size_t>(0, orders.size());
    const auto sum = Money::Vnd(orders[n]);
    Effect effect;
    switch (*rc::gen::inRange(0, 6)) {
      case 0: {
        const auto amount = Money::Vnd(*rc::gen::inRange<std::int64_t>(1, 600'000));
        effect = Take(intent, amount, kNow).effect;
        taken_in = Sum(taken_in, amount);
        break;
      }
      case 1:
        if (state[n] != 'o') break;
        effect = DropOrder(intent, sum, kNow);
        state[n] = 'c';
        break;
      case 2:
        if (state[n] != 'o' || intent.phase != IntentPhase::kSecured) break;
        effect = *Settle(intent, sum);
        settled = Sum(settled, sum);
        state[n] = 's';
        break;
      case 3:
        if (state[n] != 's') break;
        effect = *ReturnSettled(intent, sum, kNow);
        settled = Difference(settled, sum);
        state[n] = 'r';
        break;
      case 4:
        effect = Expire(intent);
        break;
      default:
        if (intent.refund_due == Money()) break;
        sent_back = Sum(sent_back, intent.refund_due);
        effect = *PayRefund(intent, intent.refund_due, intent.surplus);
    }
    deposit = Sum(deposit, effect.deposit);
    refund = Sum(refund, effect.refund);
    RC_ASSERT(intent.received == taken_in);
    RC_ASSERT(intent.Deposit() == deposit);
    RC_ASSERT(intent.refund_due == refund);
    RC_ASSERT(intent.settled == settled);
    RC_ASSERT(deposit >= Money() && refund >= Money() && intent.surplus <= intent.refund_due);
    RC_ASSERT(Sum(Sum(deposit, settled), Sum(refund, sent_back)) == taken_in);
    if (intent.phase == IntentPhase::kSecured) RC_ASSERT(intent.Kept() == intent.amount);
    if (intent.phase == IntentPhase::kOpen) RC_ASSERT(intent.Kept() < intent.amount);
  }
}

}  // namespace
}  // namespace payments
