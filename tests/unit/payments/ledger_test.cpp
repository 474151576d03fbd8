#include "payments/domain/ledger.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace payments {
namespace {

using keel::Money;

const std::vector<Account>& SomeAccounts() {
  static const std::vector<Account> kAccounts{
      Account::BankMarket(),         Account::BuyerDeposits(),        Account::RefundsPayable(),
      Account::UnmatchedReceipts(),  Account::CommissionVat(),        Account::CommissionRevenue(),
      Account::CodReceivable("ghn"), Account::SellerPayable("pty_1"), Account::ReturnedFreight()};
  return kAccounts;
}

TEST(Entry, RefusesWhatDoesNotSumToZero) {
  const auto entry =
      Entry::Make(EntryKind::kReceipt, "rcp_1",
                  {{Account::BankMarket(), Money::Vnd(100)}, {Account::BuyerDeposits(), Money::Vnd(-99)}});
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, "entry-unbalanced");
}

TEST(Entry, RefusesToMoveNothing) {
  EXPECT_EQ(Entry::Make(EntryKind::kReceipt, "rcp_1", {}).error().code, "entry-empty");
  EXPECT_EQ(
      Entry::Make(EntryKind::kReceipt, "rcp_1", {{Account::BankMarket(), Money()}, {Account::BuyerDeposits(), Money()}})
          .error()
          .code,
      "entry-empty");
}

TEST(Entry, AddsUpPostingsToOneAccountAndDropsZeros) {
  const auto entry = Entry::Make(EntryKind::kReceipt, "rcp_1",
                                 {{Account::BuyerDeposits(), Money::Vnd(-60)},
                                  {Account::BankMarket(), Money::Vnd(100)},
                                  {Account::BuyerDeposits(), Money::Vnd(-40)},
                                  {Account::RefundsPayable(), Money()}});
  ASSERT_TRUE(entry);
  ASSERT_EQ(entry->postings().size(), 2U);
  EXPECT_EQ(entry->postings()[0].account.name(), "bank:market");
  EXPECT_EQ(entry->postings()[1].amount, Money::Vnd(-100));
}

TEST(Entry, RefusesSumsPastSixtyFourBits) {
  const auto most = Money::Vnd(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(
      Entry::Make(EntryKind::kReceipt, "rcp_1", {{Account::BankMarket(), most}, {Account::BankMarket(), Money::Vnd(1)}})
          .error()
          .code,
      "amount-out-of-range");
}

TEST(Account, KeepsCarriersApartAndOddNamesTogether) {
  EXPECT_EQ(Account::CodReceivable("ghn").name(), "cod_receivable:ghn");
  EXPECT_EQ(Account::FreightPayable("").name(), "freight_payable:unassigned");
  EXPECT_EQ(Account::FreightPayable("Xe khách Bắc Hà'; --").name(), "freight_payable:unassigned");
  for (const auto& account : SomeAccounts()) EXPECT_NO_THROW(NatureOf(account.name()));
  EXPECT_THROW(NatureOf("cash"), std::invalid_argument);
}

RC_GTEST_PROP(Entry, HoldsExactlyWhenThePostingsSumToZero, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 8);
  std::vector<Posting> postings;
  std::int64_t sum = 0;
  bool moves = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto amount = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    postings.push_back({SomeAccounts()[*rc::gen::inRange<std::size_t>(0, SomeAccounts().size())], Money::Vnd(amount)});
    sum += amount;
  }
  if (*rc::gen::arbitrary<bool>()) postings.push_back({Account::BankMarket(), Money::Vnd(-sum)}), sum = 0;
  const auto entry = Entry::Make(EntryKind::kReceipt, "rcp_1", postings);
  if (entry) {
    std::int64_t kept = 0;
    for (const auto& posting : entry->postings()) kept += posting.amount.dong(), moves = true;
    RC_ASSERT(kept == 0);
    RC_ASSERT(sum == 0);
    RC_ASSERT(moves);
  } else {
    RC_ASSERT(sum != 0 || entry.error().code == "entry-empty");
  }
}

}  // namespace
}  // namespace payments
