#include "payments/domain/bank_meaning.hpp"

#include <gtest/gtest.h>

#include "payments/domain/transfer_reference.hpp"

namespace payments {
namespace {

using keel::Money;

const auto kId = ExplanationId::FromRow("exp_01J9ZQ8XW3K5T7V2N4M6P8R0AB");

TEST(BankMeaningTest, EveryMeaningThatBooksMovesTheBankOrWhatCameInAndIsUndoneByItsReverse) {
  for (const auto& rule : kMeanings) {
    if (rule.meaning == Meaning::kBooked) continue;
    SCOPED_TRACE(kMeaningNames[std::size_t(rule.meaning)]);
    const auto said = ExplainEntry(kId, rule.meaning, "ghn", Money::Vnd(500));
    const auto undone = UndoEntry(kId, rule.meaning, "ghn", Money::Vnd(500));
    ASSERT_TRUE(said);
    ASSERT_TRUE(undone);
    const auto account = AccountOf(rule.meaning, "ghn");
    const auto other = rule.incoming ? Account::UnmatchedReceipts() : Account::BankMarket();
    ASSERT_EQ(said->postings().size(), 2U);
    for (const auto& posting : said->postings())
      EXPECT_EQ(posting.amount, Money::Vnd((posting.account == account) == rule.incoming ? -500 : 500));
    for (std::size_t at = 0; at < 2; ++at) {
      EXPECT_TRUE(said->postings()[at].account == account || said->postings()[at].account == other);
      EXPECT_EQ(undone->postings()[at].account, said->postings()[at].account);
      EXPECT_EQ(undone->postings()[at].amount, Negated(said->postings()[at].amount));
    }
    EXPECT_NO_THROW(NatureOf(account.name()));
  }
  EXPECT_THROW((void)AccountOf(Meaning::kBooked, ""), std::logic_error);
}

TEST(BankMeaningTest, WhatTheMarketEarnedAndItsOwnerPutInIsItsOwn) {
  EXPECT_TRUE(IsOwn(NatureOf("commission_revenue")));
  EXPECT_TRUE(IsOwn(NatureOf("bank_fees")));
  EXPECT_TRUE(IsOwn(NatureOf("owner_equity")));
  EXPECT_FALSE(IsOwn(NatureOf("commission_vat")));
  EXPECT_FALSE(IsOwn(NatureOf("buyer_deposits")));
}

TEST(TransferReferenceTest, IsFoundInWhatBanksMakeOfIt) {
  const auto payout = ReferenceOf(PayoutId::FromRow("pay_01J9ZQ8XW3K5T7V2N4M6P8R0AB"));
  const auto refund = ReferenceOf(RefundId::FromRow("rfd_01J9ZQ8XW3K5T7V2N4M6P8R0CD"));
  EXPECT_EQ(payout, "TRAV2N4M6P8R0AB");
  EXPECT_EQ(refund, "HOANV2N4M6P8R0CD");
  const auto found = FindTransferReferences("ck tra v2n4 m6p8r0ab - " + refund + " het");
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(found[0].text, refund) << "refunds first";
  EXPECT_EQ(found[0].kind, TransferKind::kRefund);
  EXPECT_EQ(found[1].text, payout);
  EXPECT_TRUE(FindTransferReferences("TRA LAI").empty());
}

}  // namespace
}  // namespace payments
