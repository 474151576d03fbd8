#include "orders/domain/amendment.hpp"

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

Order OrderOf(const std::vector<OrderLine>& lines, std::int64_t freight, OrderState state = OrderState::kConfirmed) {
  Order order{OrderId::New(kNow),
              OrderCode::FromRow("CP-7K3M-9Q2"),
              PurchaseId::New(kNow),
              "",
              "",
              "",
              "",
              "",
              state,
              Payment::kVietqr,
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
              1};
  std::int64_t goods = 0;
  for (const OrderLine& line : lines) goods += line.total.dong();
  order.goods = Money::Vnd(goods);
  order.freight = Money::Vnd(freight);
  order.total = Money::Vnd(goods + freight);
  return order;
}

TEST(Amendment, ALineIsNamedOnce) {
  const std::vector lines{Line(3, 300'000), Line(1, 50'000)};
  const auto amended = Amend(OrderOf(lines, 0), lines, {{lines[0].id, 1, {}}, {lines[0].id, 2, {}}}, {}, kNow);
  ASSERT_FALSE(amended);
  EXPECT_EQ(amended.error().code, "line-twice");
}

TEST(Amendment, TakesPiecesOffAndKeepsTheFreight) {
  const std::vector lines{Line(3, 300'000), Line(1, 50'000, "che")};
  const auto amended = Amend(OrderOf(lines, 30'000), lines, {{lines[0].id, 1, {}}}, {}, kNow);
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->order.goods, Money::Vnd(150'000));
  EXPECT_EQ(amended->order.freight, Money::Vnd(30'000));
  EXPECT_EQ(amended->order.total, Money::Vnd(180'000));
  ASSERT_EQ(amended->changed.size(), 1U);
  EXPECT_EQ(amended->changed[0].after.total, Money::Vnd(100'000));
  EXPECT_EQ(amended->category_totals, (std::vector<std::pair<std::string, Money>>{{"mat-ong", Money::Vnd(100'000)},
                                                                                  {"che", Money::Vnd(50'000)}}));
  EXPECT_FALSE(amended->nothing_left);
}

TEST(Amendment, SaysWhenNothingIsLeft) {
  const std::vector lines{Line(3, 300'000)};
  const auto amended = Amend(OrderOf(lines, 30'000), lines, {{lines[0].id, 0, {}}}, {}, kNow);
  ASSERT_TRUE(amended);
  EXPECT_TRUE(amended->nothing_left);
}

TEST(Amendment, RefusesWhatWouldGrowIsUnknownOrChangesNothing) {
  const std::vector lines{Line(3, 300'000)};
  const auto order = OrderOf(lines, 30'000);
  const auto code = [&](std::vector<LineChange> changes) {
    const auto amended = Amend(order, lines, changes, {}, kNow);
    return amended ? std::string_view() : amended.error().code;
  };
  EXPECT_EQ(code({{lines[0].id, 4, {}}}), "amendment-grows");
  EXPECT_EQ(code({{lines[0].id, -1, {}}}), "amendment-grows");
  EXPECT_EQ(code({{lines[0].id, 3, Money::Vnd(300'001)}}), "amendment-grows");
  EXPECT_EQ(code({{lines[0].id, 3, Money::Vnd(-1)}}), "amendment-grows");
  EXPECT_EQ(code({{LineId::New(kNow), 1, {}}}), "line-unknown");
  EXPECT_EQ(code({{lines[0].id, 3, {}}}), "amendment-empty");
  EXPECT_EQ(code({}), "amendment-empty");
}

TEST(Amendment, IsMadeOnlyBetweenTheMoneyAndTheParcel) {
  const std::vector lines{Line(2, 200'000)};
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    const auto state = OrderState(i);
    const auto amended = Amend(OrderOf(lines, 0, state), lines, {{lines[0].id, 1, {}}}, {}, kNow);
    EXPECT_EQ(bool(amended), state == OrderState::kConfirmed || state == OrderState::kAccepted) << kStateNames[i];
  }
}

TEST(Amendment, SomethingElseNeverCostsMoreThanWhatItReplaces) {
  const std::vector lines{Line(2, 200'000)};
  Offer other;
  other.variant_id = "var_b";
  other.product_name = "Mật ong hoa nhãn";
  other.price = Money::Vnd(120'000);
  const auto with = [&](std::int64_t total) {
    return Amend(OrderOf(lines, 10'000), lines, {{lines[0].id, 0, {}}}, {{other, 2, Money::Vnd(total)}}, kNow);
  };
  EXPECT_FALSE(with(240'000));
  const auto amended = with(200'000);
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->order.total, Money::Vnd(210'000));
  EXPECT_EQ(amended->changed.size(), 2U);
  EXPECT_FALSE(amended->nothing_left);
}

TEST(Amendment, AmountsAddUpWhateverIsTakenOff) {
  EXPECT_TRUE(
      rc::check("lines add up to goods, goods and freight to the total, categories to goods; nothing grows", [] {
        std::vector<OrderLine> lines;
        const auto count = *rc::gen::inRange(1, 6);
        for (int i = 0; i < count; ++i)
          lines.push_back(Line(*rc::gen::inRange<std::int64_t>(1, 50), *rc::gen::inRange<std::int64_t>(0, 5'000'000),
                               i % 2 == 0 ? "mat-ong" : "che"));
        const auto order = OrderOf(lines, *rc::gen::inRange<std::int64_t>(0, 90'000));
        std::vector<LineChange> changes;
        for (const OrderLine& line : lines)
          if (*rc::gen::arbitrary<bool>())
            changes.push_back({line.id, *rc::gen::inRange<std::int64_t>(0, line.quantity + 1), {}});
        const auto amended = Amend(order, lines, changes, {}, kNow);
        if (!amended) {
          RC_ASSERT(amended.error().code == "amendment-empty");
          return;
        }
        auto left = lines;
        for (const auto& [before, after] : amended->changed)
          for (OrderLine& line : left)
            if (line.id == before.id) line = after;
        std::int64_t goods = 0, categories = 0;
        for (const OrderLine& line : left) {
          RC_ASSERT(line.total >= Money());
          goods += line.total.dong();
        }
        for (const auto& [name, amount] : amended->category_totals) categories += amount.dong();
        RC_ASSERT(amended->order.goods.dong() == goods);
        RC_ASSERT(amended->order.total.dong() == goods + order.freight.dong());
        RC_ASSERT(amended->nothing_left || categories == goods);
        RC_ASSERT(amended->order.goods <= order.goods);
      }));
}

}  // namespace
}  // namespace orders
