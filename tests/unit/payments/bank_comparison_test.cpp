#include "payments/domain/bank_comparison.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace payments {
namespace {

using keel::Money;

Money Vnd(std::int64_t dong) {
  return Money::Vnd(dong);
}

TEST(BankComparisonTest, AnEntryWithoutALineWaitsAndALineWithoutAnEntryIsNamed) {
  const std::vector<BankPair> pairs{
      {"pay_1", Vnd(-100), Vnd(0), Vnd(0), Vnd(0), "payout-paid pay_1", "", keel::Instant(), {}},
      {"rcp_1", Vnd(0), Vnd(0), Vnd(-7), Vnd(0), "", "rcp_1", {}, keel::Instant()}};
  const auto compared = CompareBank(Vnd(-100), {{"001", 1, Vnd(0), Vnd(7)}}, pairs);
  ASSERT_EQ(compared.not_seen.size(), 1U);
  EXPECT_EQ(compared.not_seen[0].row, "payout-paid pay_1");
  EXPECT_EQ(compared.not_seen[0].amount, Vnd(-100));
  ASSERT_EQ(compared.no_entry.size(), 1U);
  EXPECT_EQ(compared.no_entry[0].row, "rcp_1");
  EXPECT_EQ(compared.no_entry[0].amount, Vnd(-7));
  EXPECT_EQ(compared.lines, Vnd(-7));
}

TEST(BankComparisonTest, OneThingMayWaitForItsReturnAndHaveLeftTwice) {
  // Paid, bounced by hand; the bank shows it leaving twice.
  const std::vector<BankPair> pairs{{"pay_1", Vnd(-100), Vnd(100), Vnd(-200), Vnd(0), "payout-bounced pay_1", "rcp_2",
                                     keel::Instant(), keel::Instant()}};
  const auto compared = CompareBank(Vnd(0), {{"001", 2, Vnd(0), Vnd(200)}}, pairs);
  ASSERT_EQ(compared.no_entry.size(), 1U);
  EXPECT_EQ(compared.no_entry[0].amount, Vnd(-100));
  ASSERT_EQ(compared.not_seen.size(), 1U);
  EXPECT_EQ(compared.not_seen[0].amount, Vnd(100));
}

RC_GTEST_PROP(BankComparisonTest, WhatIsNamedIsAllThatDiffers, ()) {
  std::vector<BankPair> pairs;
  std::int64_t balance = 0, in = 0, out = 0;
  const auto count = *rc::gen::inRange(0, 6);
  for (int at = 0; at < count; ++at) {
    const auto some = [] { return std::int64_t(*rc::gen::inRange(0, 4)) * 50; };
    const auto booked_out = some(), booked_in = some(), seen_out = some(), seen_in = some();
    balance += booked_in - booked_out;
    in += seen_in;
    out += seen_out;
    pairs.push_back({std::to_string(at), Vnd(-booked_out), Vnd(booked_in), Vnd(-seen_out), Vnd(seen_in), "e", "l",
                     keel::Instant(), keel::Instant()});
  }
  const auto compared = CompareBank(Vnd(balance), {{"001", 1, Vnd(in), Vnd(out)}}, pairs);
  auto named = compared.lines.dong();
  for (const auto& finding : compared.not_seen) named += finding.amount.dong();
  for (const auto& finding : compared.no_entry) named -= finding.amount.dong();
  RC_ASSERT(named == balance);
}

}  // namespace
}  // namespace payments
