#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/follow_payment.hpp"
#include "orders/flows/hold_goods.hpp"
#include "orders/flows/move_order.hpp"
#include "tests/integration/orders/routes_desk.hpp"

/// Goods kept for who is paying.
namespace orders {
namespace {

using test::House;

TEST(Holds, UnpaidGoodsComeBackAfterAWhileAndPayersKeepThem) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto leaves = house.Placed("plum", 3, Payment::kVietqr), looks = house.Placed("plum", 4, Payment::kVietqr);
  const auto hold = [&] {
    return house.Do([&](keel::sql::Transaction& t) { return HoldGoods(t, house.context(), looks.purchase_id); });
  };
  ASSERT_TRUE(hold());
  EXPECT_EQ(*hold(), looks.placed_at + std::chrono::minutes(180)) << "looking early adds nothing";
  EXPECT_EQ(std::ranges::count(house.Topics(), "purchase.held"), 1)
      << "payments hears it when the time moves, and then only";
  house.clock().Advance(std::chrono::minutes(175));
  ASSERT_TRUE(hold());
  EXPECT_EQ(nlohmann::json::parse(house.LastBody("purchase.held"))["held_until"],
            keel::ToRfc3339(house.clock().Now() + std::chrono::minutes(30)));
  house.clock().Advance(std::chrono::minutes(10));
  EXPECT_EQ(SweepUnpaid(house.context()), 1);
  EXPECT_EQ(SweepUnpaid(house.context()), 0);
  EXPECT_EQ(house.Read(leaves.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.Read(looks.id).state, OrderState::kPlaced);
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 4}));
  (void)house.Pay(looks.id);
  EXPECT_EQ(hold().error().code, "nothing-held");
  house.clock().Advance(std::chrono::hours(48));
  EXPECT_EQ(SweepUnpaid(house.context()), 0) << "paid is paid";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Holds, LookingForeverKeepsNothingForever) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto order = house.Placed("plum", 4, Payment::kVietqr);
  for (int i = 0; i < 100; ++i) {
    (void)house.Do([&](keel::sql::Transaction& t) { return HoldGoods(t, house.context(), order.purchase_id); });
    house.clock().Advance(std::chrono::minutes(20));
    SweepUnpaid(house.context());
  }
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  EXPECT_LE(house.Read(order.id).moved_at, order.placed_at + std::chrono::hours(25));
}

class HoldCrowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, HoldCrowd, testing::Bool(),
                         [](const auto& param) { return param.param ? "On" : "Off"; });

/// The money and the end of the time come at the same moment, many times over: one of them wins, once.
TEST_P(HoldCrowd, MoneyAndTheEndOfTheTimeReleaseOnce) {
  House house(GetParam(), 8);
  house.Offered("plum", "a", 40'000, 100);
  std::vector<OrderId> ids;
  for (int i = 0; i < 24; ++i) ids.push_back(house.Placed("plum", 2, Payment::kVietqr).id);
  house.clock().Advance(std::chrono::minutes(181));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 2; ++t) threads.emplace_back([&] { SweepUnpaid(house.context()); });
    for (int t = 0; t < 2; ++t)
      threads.emplace_back([&] {
        for (auto id = ids.rbegin(); id != ids.rend(); ++id) (void)house.Pay(*id);
      });
  }
  const auto kept = house.Number("SELECT COUNT(*) FROM orders WHERE state = 'confirmed'");
  const auto gone = house.Number("SELECT COUNT(*) FROM orders WHERE state = 'cancelled'");
  EXPECT_EQ(kept + gone, 24);
  EXPECT_EQ(house.LevelOf("plum"), (Level{100, 2 * kept}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements WHERE kind = 'released'"), gone);
  EXPECT_EQ(house.StockDifference(), "");
}

class HoldRoute : public test::RoutesDesk {};

TEST_F(HoldRoute, OnlyWhoBoughtKeepsTheGoods) {
  auto wish = Purchase(FullCart());
  wish["payment"] = "vietqr";
  const auto placed = Ask(keel::http::Method::kPost, "/v1/purchases", wish.dump(), "", "key-00000001");
  ASSERT_EQ(placed.status, 201) << placed.body;
  house.clock().Advance(std::chrono::minutes(175));
  const auto path = "/v1/purchases/" + placed.Json()["id"].get<std::string>() + "/hold";
  const auto put = [&](const std::string& query, const std::string& token = "") {
    return Ask(keel::http::Method::kPut, path + query, "{}", token);
  };
  for (const auto& refused : {put(""), put("?phone=0912345679"), put("", "a")}) {
    EXPECT_EQ(refused.status, 404) << refused.body;
    EXPECT_EQ(refused.ProblemCode(), "purchase-not-found");
  }
  EXPECT_EQ(put("", "stale").status, 401);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'purchase.held'"), 0) << "and nothing was kept";
  const auto held = put("?phone=0912345678");
  ASSERT_EQ(held.status, 200) << held.body;
  EXPECT_EQ(held.Json()["held_until"], keel::ToRfc3339(house.clock().Now() + std::chrono::minutes(30)));
  for (int guess = 0; guess < 10; ++guess) (void)put("?phone=0912345679");
  EXPECT_EQ(put("?phone=0912345679").status, 429) << "a phone is not guessed here either";
}

}  // namespace
}  // namespace orders
