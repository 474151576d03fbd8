#include "orders/flows/move_order.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;

keel::Result<Order> CancelAsShop(House& house, const OrderId& id) {
  return house.Do(
      [&](auto& t) { return CancelByShop(t, house.context(), test::OwnerOf("a"), id, CancelReason::kCannotShip); });
}
keel::Result<Order> CancelAsBuyer(House& house, const Order& order) {
  return house.Do([&](auto& t) {
    return CancelByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), std::nullopt});
  });
}
void Scan(House& house, const Order& order, const std::string& state, int minute) {
  const auto at = house.clock().Now() + std::chrono::minutes(minute);
  ASSERT_TRUE(house.Do([&](auto& t) {
    return FollowShipment(t, house.context(), {order.id.text(), "shm_1", "ghn", "fast", "GHN123", state, at});
  }));
}
Order Packed(House& house) {
  const auto order = house.Placed("honey", 3);
  EXPECT_TRUE(house.Accept(order.id));
  EXPECT_TRUE(house.Pack(order.id));
  return order;
}

struct Orders : testing::Test {
  Orders() { house.Offered("honey", "a", 100'000, 10); }
  House house;
};

TEST_F(Orders, WalkFromPlacedToDelivered) {
  const auto order = Packed(house);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 3}));
  Scan(house, order, "picked_up", 1);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kShipped);
  Scan(house, order, "delivered", 2);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kDelivered);
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 0}));
  EXPECT_EQ(house.StockDifference(), "");

  const auto whole = ShowToSeller(house.context(), test::OwnerOf("a"), order.id);
  ASSERT_TRUE(whole);
  std::vector<std::string> states;
  for (const auto& row : whole->history) states.emplace_back(NameOf(row.state));
  EXPECT_EQ(states, (std::vector<std::string>{"placed", "confirmed", "accepted", "packed", "shipped", "delivered"}));
  EXPECT_EQ(whole->history[2].by, test::OwnerOf("a").subject) << "who did it";
  EXPECT_EQ(whole->history[5].by, "carrier");
  ASSERT_TRUE(whole->shipment);
  EXPECT_EQ(whole->shipment->tracking_number, "GHN123");
  EXPECT_EQ(whole->shipment->events.size(), 2U);
  const auto told = nlohmann::json::parse(house.LastBody("order.state-changed"));
  EXPECT_EQ(told["from"], "shipped");
  EXPECT_EQ(told["to"], "delivered");
}

TEST_F(Orders, RepeatedLateAndMixedUpScansAreHarmless) {
  const auto order = Packed(house);
  for (const auto& [state, minute] : std::initializer_list<std::pair<const char*, int>>{{"in_transit", 2},
                                                                                        {"picked_up", 1},
                                                                                        {"delivered", 9},
                                                                                        {"delivered", 9},
                                                                                        {"out_for_delivery", 8},
                                                                                        {"picked_up", 1},
                                                                                        {"beamed_up", 3},
                                                                                        {"created", 0}})
    Scan(house, order, state, minute);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kDelivered);
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 0})) << "sold once";
  const auto whole = ShowToSeller(house.context(), test::OwnerOf("a"), order.id);
  ASSERT_TRUE(whole && whole->shipment);
  EXPECT_EQ(whole->shipment->state, "delivered") << "the newest by the carrier's clock";
  EXPECT_EQ(whole->shipment->events.size(), 6U) << "each scan once, unknown words too";
  EXPECT_EQ(
      house.Number(
          "SELECT COUNT(*) FROM outbox WHERE topic = 'order.state-changed' AND body LIKE '%\"to\":\"delivered\"%'"),
      1);
}

TEST_F(Orders, DeliveredWithoutAPickUpTakesBothSteps) {
  const auto order = Packed(house);
  Scan(house, order, "delivered", 5);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kDelivered);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Orders, ComingBackFromTheRoadAreFreeAgain) {
  const auto order = Packed(house);
  Scan(house, order, "picked_up", 1);
  Scan(house, order, "returned", 2);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kReturned);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Orders, ComingBackFromTheBuyerAreBackOnTheShelf) {
  const auto order = Packed(house);
  Scan(house, order, "delivered", 1);
  Scan(house, order, "returned", 2);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Orders, LostOnTheRoadAreOffTheBooks) {
  const auto order = Packed(house);
  Scan(house, order, "picked_up", 1);
  Scan(house, order, "lost_damaged", 2);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kReturned);
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Orders, GiveTheirStockBackOnceWhenCancelled) {
  const auto order = house.Placed("honey", 4);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 4}));
  ASSERT_TRUE(CancelAsBuyer(house, order));
  const auto events = house.Number("SELECT COUNT(*) FROM outbox");
  const auto again = CancelAsBuyer(house, order);
  ASSERT_TRUE(again) << "repeating succeeds";
  EXPECT_TRUE(CancelAsShop(house, order.id));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox"), events) << "and says nothing twice";
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Orders, CannotBeCancelledOnceCollected) {
  const auto order = Packed(house);
  Scan(house, order, "picked_up", 1);
  for (const auto& refused : {CancelAsBuyer(house, order), CancelAsShop(house, order.id)}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "order-state-conflict");
  }
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 3}));
}

TEST_F(Orders, WaitForTheirMoneyAndMoveOnceWhenItComes) {
  const auto order = house.Placed("honey", 2, Payment::kVietqr);
  EXPECT_FALSE(house.Accept(order.id)) << "not paid yet";
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(house.Pay(order.id));
  EXPECT_EQ(house.Read(order.id).state, OrderState::kConfirmed);
  EXPECT_EQ(house.Read(order.id).version, 2);
  ASSERT_TRUE(
      house.Do([&](auto& t) { return CancelUnpaid(t, house.context(), {order.id}, CancelReason::kPaymentFailed); }));
  EXPECT_EQ(house.Read(order.id).state, OrderState::kConfirmed) << "a late failure does not undo a payment";
}

TEST_F(Orders, UnpaidAreCancelledByPaymentsWord) {
  const auto order = house.Placed("honey", 2, Payment::kVietqr);
  ASSERT_TRUE(
      house.Do([&](auto& t) { return CancelUnpaid(t, house.context(), {order.id}, CancelReason::kPaymentExpired); }));
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  ASSERT_TRUE(house.Pay(order.id));
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled) << "money that comes too late goes back";
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
}

TEST_F(Orders, UnpaidAreSweptAfterADay) {
  const auto unpaid = house.Placed("honey", 2, Payment::kVietqr);
  const auto at_the_door = house.Placed("honey", 1);
  EXPECT_EQ(SweepUnpaid(house.context()), 0);
  house.clock().Advance(std::chrono::hours(24) + std::chrono::minutes(1));
  EXPECT_EQ(SweepUnpaid(house.context()), 1);
  EXPECT_EQ(SweepUnpaid(house.context()), 0);
  EXPECT_EQ(house.Read(unpaid.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.Read(at_the_door.id).state, OrderState::kConfirmed);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 1}));
}

class Races : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, Races, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(Races, CancelAgainstPackLeavesOneWinner) {
  House house(GetParam());
  house.Offered("honey", "a", 100'000, 1'000);
  int packed = 0, cancelled = 0;
  for (int round = 0; round < 40; ++round) {
    const auto order = house.Placed("honey", 2);
    ASSERT_TRUE(house.Accept(order.id));
    std::atomic<int> errors{0};
    {
      std::jthread shop([&] {
        const auto done = house.Pack(order.id);
        if (!done && done.error().code != "order-state-conflict") ++errors;
      });
      std::jthread buyer([&] {
        if (!CancelAsBuyer(house, order))
          ++errors;  // Allowed before and after packing: the buyer always wins in the end.
      });
    }
    EXPECT_EQ(errors, 0);
    const auto state = house.Read(order.id).state;
    EXPECT_EQ(state, OrderState::kCancelled);
    const auto moves = house.Number("SELECT COUNT(*) FROM order_history WHERE order_id = '" + order.id.text() + "'");
    (moves == 3 ? packed : cancelled)++;
  }
  EXPECT_EQ(house.LevelOf("honey"), (Level{1'000, 0}));
  EXPECT_EQ(house.StockDifference(), "");
  RecordProperty("packed_first", packed);
  RecordProperty("cancelled_first", cancelled);
}

TEST_P(Races, CancelAgainstTheCarrierLeavesStockRight) {
  House house(GetParam());
  house.Offered("honey", "a", 100'000, 1'000);
  constexpr int kRounds = 40;
  for (int round = 0; round < kRounds; ++round) {
    const auto order = house.Placed("honey", 1);
    ASSERT_TRUE(house.Accept(order.id));
    ASSERT_TRUE(house.Pack(order.id));
    std::atomic<bool> cancelled{false};
    {
      std::jthread buyer([&] { cancelled = bool(CancelAsBuyer(house, order)); });
      std::jthread carrier([&] { Scan(house, order, "picked_up", 1); });
    }
    const auto state = house.Read(order.id).state;
    EXPECT_EQ(state, cancelled ? OrderState::kCancelled : OrderState::kShipped);
  }
  EXPECT_EQ(house.LevelOf("honey"), (Level{1'000, kRounds})) << "on the road, whichever of the two was first";
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
