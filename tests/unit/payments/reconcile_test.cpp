#include "payments/domain/reconcile.hpp"

#include <gtest/gtest.h>

namespace payments {
namespace {

using keel::Money;

DayLine Theirs(const std::string& key, const std::string& number, std::int64_t dong, bool refund = false) {
  return {.refund = refund, .key = key, .number = number, .amount = Money::Vnd(dong)};
}
OurLine Ours(const std::string& key, const std::string& number, std::int64_t dong, bool refund = false,
             bool that_day = true) {
  return {refund, key, number, Money::Vnd(dong), that_day};
}

TEST(Compare, AddsUpWhatAgrees) {
  const auto report = Compare({Theirs("A", "1", 50'000), Theirs("B", "2", 30'000), Theirs("R", "9", 10'000, true)},
                              {Ours("R", "9", 10'000, true), Ours("B", "2", 30'000), Ours("A", "1", 50'000)});
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.payments, 2);
  EXPECT_EQ(report.paid, Money::Vnd(80'000));
  EXPECT_EQ(report.refunds, 1);
  EXPECT_EQ(report.refunded, Money::Vnd(10'000));
}

TEST(Compare, FindsWhatOneSideLacksOrHasOtherwise) {
  const auto report =
      Compare({Theirs("A", "1", 50'000), Theirs("B", "2", 31'000)}, {Ours("B", "2", 30'000), Ours("C", "3", 5'000)});
  ASSERT_EQ(report.findings.size(), 3U);
  EXPECT_EQ(report.findings[0].fault, DayFault::kNotHere);
  EXPECT_EQ(report.findings[0].key, "A");
  EXPECT_EQ(report.findings[1].fault, DayFault::kAmount);
  EXPECT_EQ(report.findings[1].theirs, Money::Vnd(31'000));
  EXPECT_EQ(report.findings[1].ours, Money::Vnd(30'000));
  EXPECT_EQ(report.findings[2].fault, DayFault::kNotThere);
  EXPECT_EQ(report.findings[2].ours, Money::Vnd(5'000));
}

TEST(Compare, UsesEachLineOnce) {
  // Charged twice: two numbers under one key, and we have only one of them.
  const auto report = Compare({Theirs("A", "1", 50'000), Theirs("A", "2", 50'000)}, {Ours("A", "2", 50'000)});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].number, "1");
  EXPECT_EQ(report.payments, 1);
}

TEST(Compare, DoesNotMissWhatBelongsToAnotherDay) {
  EXPECT_TRUE(Compare({}, {Ours("A", "1", 50'000, false, /*that_day=*/false)}).findings.empty());
}

TEST(Compare, KeepsRefundsAndPaymentsApart) {
  const auto report = Compare({Theirs("A", "1", 50'000, true)}, {Ours("A", "1", 50'000)});
  EXPECT_EQ(report.findings.size(), 2U);
}

}  // namespace
}  // namespace payments
