#include "orders/domain/split.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace orders {
namespace {

using keel::Money;

const keel::Instant kNow = *keel::FromRfc3339("2026-11-21T08:00:00Z");

OrderLine Line(std::int64_t quantity, std::int64_t total, const std::string& category = "mat-ong") {
  OrderLine line{LineId::New(kNow), "var_a", "prd_a", "a", "Mật ong", "", "chai", "", category, quantity, {}, {}, 500};
  line.unit_price = Money::Vnd(quantity == 0 ? 0 : total / quantity);
  line.total = Money::Vnd(total);
  return line;
}

Order OrderOf(const std::vector<OrderLine>& lines, std::int64_t freight, OrderState state = OrderState::kAccepted) {
  Order order{OrderId::New(kNow),
              OrderCode::FromRow("CP-7K3M-9Q2"),
              PurchaseId::New(kNow),
              "",
              "",
              "",
              "",
              "",
              state,
              Payment::kCod,
              {},
              {},
              {},
              "",
              "",
              false,
              0,
              "",
              "",
              kNow,
              kNow,
              3};
  std::int64_t goods = 0;
  for (const OrderLine& line : lines) goods += line.total.dong();
  order.goods = Money::Vnd(goods);
  order.freight = Money::Vnd(freight);
  order.total = Money::Vnd(goods + freight);
  return order;
}

/// The worked example of docs/stock.md.
TEST(SplitOrder, OnePotGoesNowAndTwoFollowWithoutFreight) {
  const std::vector lines{Line(3, 360'000), Line(1, 50'000, "che")};
  const auto split = SplitOrder(OrderOf(lines, 30'000), lines, {{lines[0].id, 1, {}}}, kNow);
  ASSERT_TRUE(split);
  EXPECT_EQ(split->now.goods, Money::Vnd(170'000));
  EXPECT_EQ(split->now.freight, Money::Vnd(30'000));
  EXPECT_EQ(split->now.total, Money::Vnd(200'000));
  EXPECT_EQ(split->follow.goods, Money::Vnd(240'000));
  EXPECT_EQ(split->follow.freight, Money());
  EXPECT_EQ(split->follow.total, Money::Vnd(240'000));
  ASSERT_EQ(split->lines.size(), 1U);
  EXPECT_EQ(split->lines[0].now.quantity, 1);
  EXPECT_EQ(split->lines[0].later.quantity, 2);
  EXPECT_NE(split->lines[0].later.id, lines[0].id);
  EXPECT_EQ(split->follow_categories, (CategoryTotals{{"mat-ong", Money::Vnd(240'000)}}));
  EXPECT_EQ(split->now.grams, ParcelGrams(1'000));
  EXPECT_EQ(split->follow.grams, ParcelGrams(1'000));
}

TEST(SplitOrder, RefusesWhatIsNoSplit) {
  const std::vector lines{Line(3, 300'000), Line(1, 50'000), Line(0, 0)};
  const auto order = OrderOf(lines, 30'000);
  const auto error = [&](const std::vector<LineChange>& goes_now) {
    return SplitOrder(order, lines, goes_now, kNow).error().code;
  };
  EXPECT_EQ(error({}), "split-nothing-later");
  EXPECT_EQ(error({{lines[0].id, 3, {}}}), "split-nothing-later");
  EXPECT_EQ(error({{lines[0].id, 0, {}}, {lines[1].id, 0, {}}}), "split-nothing-now");
  EXPECT_EQ(error({{lines[0].id, 4, {}}}), "split-out-of-range");
  EXPECT_EQ(error({{lines[0].id, -1, {}}}), "split-out-of-range");
  EXPECT_EQ(error({{LineId::New(kNow), 1, {}}}), "line-unknown");
  for (std::size_t i = 0; i < kStateNames.size(); ++i)
    EXPECT_EQ(bool(SplitOrder(OrderOf(lines, 0, OrderState(i)), lines, {{lines[0].id, 1, {}}}, kNow)),
              OrderState(i) == OrderState::kAccepted);
}

/// However it is divided, and divided again: the parts are the whole, to the piece and to the đồng.
TEST(SplitOrder, PartsAreTheWhole) {
  EXPECT_TRUE(rc::check([] {
    std::vector<OrderLine> lines;
    const auto count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i)
      lines.push_back(Line(*rc::gen::inRange<std::int64_t>(0, 20), *rc::gen::inRange<std::int64_t>(0, 1'000'000),
                           *rc::gen::element<std::string>("mat-ong", "che", "")));
    for (OrderLine& line : lines)
      if (line.quantity == 0) line.total = Money();
    auto order = OrderOf(lines, *rc::gen::inRange<std::int64_t>(0, 60'000));
    for (int round = 0; round < 3; ++round) {
      std::vector<LineChange> goes_now;
      std::int64_t now = 0, all = 0;
      for (const OrderLine& line : lines) {
        goes_now.push_back({line.id, *rc::gen::inRange<std::int64_t>(0, line.quantity + 1), {}});
        now += goes_now.back().quantity;
        all += line.quantity;
      }
      const auto split = SplitOrder(order, lines, goes_now, kNow);
      RC_ASSERT(bool(split) == (now > 0 && now < all));
      if (!split) return;
      RC_ASSERT(split->now.goods.dong() + split->follow.goods.dong() == order.goods.dong());
      RC_ASSERT(split->now.total.dong() + split->follow.total.dong() == order.total.dong());
      RC_ASSERT(split->now.freight == order.freight);
      std::int64_t sum = 0, categories = 0;
      for (const auto& [before, stays, later] : split->lines) {
        RC_ASSERT(stays.quantity + later.quantity == before.quantity);
        RC_ASSERT(stays.total.dong() + later.total.dong() == before.total.dong());
        RC_ASSERT(stays.total >= Money() && later.total >= Money() && later.quantity > 0);
        sum += later.total.dong();
      }
      RC_ASSERT(sum == split->follow.goods.dong());
      for (const auto& part : split->follow_categories) categories += part.second.dong();
      RC_ASSERT(categories == sum);
      // The rest may be divided again.
      std::vector<OrderLine> rest;
      for (const auto& line : split->lines) rest.push_back(line.later);
      order = split->follow;
      lines = rest;
    }
  }));
}

}  // namespace
}  // namespace orders
