#include "payments/domain/shares.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace payments {
namespace {

using keel::Money;

std::int64_t SumOfRows(const std::vector<MemberShare>& rows) {
  std::int64_t sum = 0;
  for (const auto& row : rows) sum += row.amount.dong();
  return sum;
}

TEST(ShareNet, GivesEachMemberWhatHisPiecesCome) {
  const auto rows = ShareNet(
      Money::Vnd(190'520), Money::Vnd(200'000), "coop",
      {{"fil_1", "var_1", "a", 6, 10, Money::Vnd(200'000)}, {"fil_1", "var_1", "b", 4, 10, Money::Vnd(200'000)}});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].amount, Money::Vnd(114'312));
  EXPECT_EQ(rows[1].amount, Money::Vnd(76'208));
  EXPECT_EQ(rows[2].party, "coop");
  EXPECT_EQ(rows[2].amount, Money());
}

TEST(ShareNet, LeavesWhatNobodyBroughtToTheCooperative) {
  const auto rows =
      ShareNet(Money::Vnd(100'000), Money::Vnd(100'000), "coop", {{"fil_1", "var_1", "a", 1, 4, Money::Vnd(50'000)}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].amount, Money::Vnd(12'500));
  EXPECT_EQ(rows[1].amount, Money::Vnd(87'500));
}

TEST(ShareNet, TakesTwoFillsOfTheSameGoodsForOneLine) {
  const auto amount = Money::Vnd(100'000);
  const auto rows = ShareNet(amount, amount, "coop",
                             {{"fil_1", "var_1", "a", 4, 10, amount},
                              {"fil_2", "var_1", "a", 2, 10, amount},
                              {"fil_2", "var_1", "b", 3, 10, amount}});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].pieces, 6);
  EXPECT_EQ(rows[0].ordered, 10) << "ordered once, though two fills brought of it";
  EXPECT_EQ(rows[0].amount, Money::Vnd(60'000));
  EXPECT_EQ(rows[1].amount, Money::Vnd(30'000));
  EXPECT_EQ(rows[2].amount, Money::Vnd(10'000)) << "one piece nobody brought";
}

RC_GTEST_PROP(ShareNet, AddsUpToTheDongWhateverWasBrought, ()) {
  const auto goods = *rc::gen::inRange<std::int64_t>(1, 5'000'000);
  const auto net = *rc::gen::inRange<std::int64_t>(0, goods + 1);
  std::vector<Brought> brought;
  const auto lines = *rc::gen::inRange(1, 4);
  for (int line = 0; line < lines; ++line) {
    const auto ordered = *rc::gen::inRange<std::int64_t>(0, 1'000);
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 2'000'000);
    const auto members = *rc::gen::inRange(1, 5);
    for (int member = 0; member < members; ++member)
      brought.push_back({"fil_" + std::to_string(*rc::gen::inRange(0, 2)), "var_" + std::to_string(line),
                         "m" + std::to_string(member), *rc::gen::inRange<std::int64_t>(0, 500), ordered,
                         Money::Vnd(amount)});
  }
  const auto rows = ShareNet(Money::Vnd(net), Money::Vnd(goods), "coop", brought);
  RC_ASSERT(SumOfRows(rows) == net);
  for (const auto& row : rows) RC_ASSERT(row.amount.dong() >= 0);
}

}  // namespace
}  // namespace payments
