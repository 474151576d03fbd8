#include "payments/domain/order_money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

constexpr auto kNo = MoneyState(255);
struct Row {
  const char* name;
  MoneyState from;
  std::array<MoneyState, 3> after;  // By OrderMove: delivered, returned, cancelled.
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};
using enum MoneyState;
// clang-format off
constexpr Row kRows[] = {
    {"Open",      kOpen,      {kSettled, kReturned, kCancelled}},
    {"Settled",   kSettled,   {kNo,      kReturned, kNo}},
    {"Returned",  kReturned,  {kNo,      kNo,       kNo}},
    {"Cancelled", kCancelled, {kNo,      kNo,       kNo}},
};
// clang-format on
static_assert(std::size(kRows) == kMoneyStateNames.size(), "a new state needs its row here");

class MoneyStates : public testing::TestWithParam<Row> {};

TEST_P(MoneyStates, AnswersEveryMove) {
  for (std::size_t move = 0; move < GetParam().after.size(); ++move) {
    SCOPED_TRACE(std::string(kOrderMoveNames[move]));
    const auto next = NextMoney(GetParam().from, OrderMove(move));
    if (GetParam().after[move] == kNo) {
      ASSERT_FALSE(next);
      EXPECT_EQ(next.error().code, "order-money-conflict");
    } else {
      ASSERT_TRUE(next);
      EXPECT_EQ(*next, GetParam().after[move]);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(All, MoneyStates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

OrderMoney Order(std::int64_t goods, std::int64_t freight, Rate rate) {
  const keel::Instant now(1'767'000'000'000ms);
  OrderMoney order{.id = OrderId::New(now),
                   .purchase = PurchaseId::New(now),
                   .intent = IntentId::New(now),
                   .party = PartyId::New(now),
                   .carrier = "ghn",
                   .goods = Money::Vnd(goods),
                   .freight = Money::Vnd(freight),
                   .total = Money::Vnd(goods + freight)};
  order.terms.sum = NetOf(order.goods, rate);
  return order;
}

std::map<std::string, std::int64_t> By(const Entry& entry) {
  std::map<std::string, std::int64_t> by;
  for (const auto& posting : entry.postings()) by[posting.account.name()] = posting.amount.dong();
  return by;
}

TEST(SettleEntry, GivesEveryoneTheirPart) {
  const auto order = Order(200'000, 32'000, {300, 800});
  const auto paid = By(*SettleEntry(order, Account::BuyerDeposits()));
  EXPECT_EQ(paid.at("buyer_deposits"), 232'000);
  EXPECT_EQ(paid.at("seller_payable:" + order.party.text()), -193'520);
  EXPECT_EQ(paid.at("commission_revenue"), -6'000);
  EXPECT_EQ(paid.at("commission_vat"), -480);
  EXPECT_EQ(paid.at("freight_payable:ghn"), -32'000);
  EXPECT_EQ(By(*SettleEntry(order, Account::CodReceivable("ghn"))).at("cod_receivable:ghn"), 232'000);
}

RC_GTEST_PROP(OrderEntries, BalanceForAnyOrder, ()) {
  const auto order = Order(*rc::gen::inRange<std::int64_t>(0, 100'000'000), *rc::gen::inRange<std::int64_t>(0, 500'000),
                           {*rc::gen::inRange(0, 3'000), *rc::gen::inRange(0, 1'500)});
  RC_PRE(order.total > Money());
  RC_ASSERT(bool(SettleEntry(order, Account::BuyerDeposits())));
  RC_ASSERT(bool(ReturnSettledEntry(order)));
  RC_ASSERT(bool(CancelEntry(order.id, order.total)));
  RC_ASSERT(bool(ReturnOpenEntry(order, order.total)));
}

RC_GTEST_PROP(OrderEntries, AReturnLeavesTheSellerTheMarketAndTheTaxOfficeWithNothing, ()) {
  const auto order = Order(*rc::gen::inRange<std::int64_t>(1, 100'000'000), *rc::gen::inRange<std::int64_t>(0, 500'000),
                           {*rc::gen::inRange(0, 3'000), *rc::gen::inRange(0, 1'500)});
  auto sum = By(*SettleEntry(order, Account::BuyerDeposits()));
  for (const auto& [account, amount] : By(*ReturnSettledEntry(order))) sum[account] += amount;
  RC_ASSERT(sum["seller_payable:" + order.party.text()] == 0);
  RC_ASSERT(sum["commission_revenue"] == 0);
  RC_ASSERT(sum["commission_vat"] == 0);
  RC_ASSERT(sum["refunds_payable"] == -order.total.dong());
  RC_ASSERT(sum["freight_payable:ghn"] == -order.freight.dong());
  RC_ASSERT(sum["returned_freight"] == order.freight.dong());
}

TEST(ReturnOpenEntry, MovesNothingForCashAndNoFreight) {
  EXPECT_EQ(ReturnOpenEntry(Order(200'000, 0, {300, 800}), Money()).error().code, "entry-empty");
}

}  // namespace
}  // namespace payments
