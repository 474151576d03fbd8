#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/outbox/consumer.hpp"
#include "orders/events/listeners.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// What becomes of a packed order whose parcel no carrier takes.
namespace orders {
namespace {

using namespace std::chrono_literals;
using test::House;
using test::OwnerOf;

/// Takes the handlers and leaves the reading to the test.
class FeedByHand : public keel::outbox::Consumer {
 public:
  void On(std::string topic, keel::outbox::EventHandler handler) override { handlers[topic] = std::move(handler); }
  void Start() override {}
  void Stop() override {}
  void CatchUp(std::chrono::steady_clock::time_point) override {}
  std::int64_t position() const override { return 0; }

  std::map<std::string, keel::outbox::EventHandler> handlers;
};

struct RefusedParcels : testing::Test {
  RefusedParcels() {
    house.Offered("honey", "a", 100'000, 50);
    ListenToShipping(feed, house.context());
  }
  Order Packed() {
    const auto order = house.Placed("honey", 2);
    EXPECT_TRUE(house.Accept(order.id));
    EXPECT_TRUE(house.Pack(order.id));
    return order;
  }
  void Hear(const std::string& topic, const Order& order, nlohmann::json more, std::chrono::minutes ago = 0min) {
    more.update({{"shipment_id", "shm_1"},
                 {"order_id", order.id.text()},
                 {"carrier", "ghn"},
                 {"at", keel::ToRfc3339(house.clock().Now() - ago)}});
    const keel::outbox::Event event{1, topic, "shm_1", more.dump(), house.clock().Now()};
    const auto heard = house.Do([&](auto& t) -> keel::Result<keel::Done> { return feed.handlers.at(topic)(t, event); });
    EXPECT_TRUE(heard) << heard.error().code;
  }
  void Refused(const Order& order, const std::string& code, std::chrono::minutes ago = 0min) {
    Hear("shipment.failed", order, {{"code", code}}, ago);
  }
  Shipment ParcelOf(const Order& order) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Whole(house.Read(order.id)).shipment.value_or(Shipment{});
  }
  std::int64_t Told(const Order& order, const std::string& to) {
    return house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'parcel-refused' AND to_kind = '" + to +
                        "' AND order_id = '" + order.id.text() + "'");
  }

  House house;
  FeedByHand feed;
};

TEST_F(RefusedParcels, StandWithTheOrderAndTheShopIsTold) {
  const auto order = Packed();
  Refused(order, "address-rejected");
  const auto parcel = ParcelOf(order);
  EXPECT_EQ(parcel.state, kParcelRefused);
  EXPECT_EQ(parcel.problem, "address-rejected");
  EXPECT_EQ(parcel.shipment_id, "shm_1");
  EXPECT_EQ(parcel.tracking_number, "");
  EXPECT_TRUE(parcel.events.empty()) << "no carrier's scan";
  EXPECT_EQ(house.Read(order.id).state, OrderState::kPacked);
  EXPECT_EQ(Told(order, "shop"), 1);
  EXPECT_EQ(Told(order, "buyer"), 0);
  Refused(order, "address-rejected");
  EXPECT_EQ(Told(order, "shop"), 1) << "the same event again";
  house.clock().Advance(5min);
  Refused(order, "parcel-rejected");
  EXPECT_EQ(ParcelOf(order).problem, "parcel-rejected");
  EXPECT_EQ(Told(order, "shop"), 2) << "asked again, and refused again";
}

TEST_F(RefusedParcels, AreForgottenOnceACarrierTakesThem) {
  const auto order = Packed();
  Refused(order, "carrier-unavailable");
  house.clock().Advance(5min);
  Hear("shipment.booked", order, {{"service", "2"}, {"tracking_number", "GHN1"}});
  auto parcel = ParcelOf(order);
  EXPECT_EQ(parcel.state, "created");
  EXPECT_EQ(parcel.problem, "");
  EXPECT_EQ(parcel.tracking_number, "GHN1");
  Refused(order, "carrier-unavailable", 5min);
  EXPECT_EQ(ParcelOf(order).state, "created") << "an old word changes nothing newer";
  Hear("shipment.moved", order, {{"state", "picked_up"}, {"tracking_number", "GHN1"}});
  EXPECT_EQ(house.Read(order.id).state, OrderState::kShipped);
}

TEST_F(RefusedParcels, OfACalledOffBookingHaveNoNumber) {
  const auto order = Packed();
  Hear("shipment.booked", order, {{"service", "2"}, {"tracking_number", "GHN1"}});
  house.clock().Advance(5min);
  Hear("shipment.moved", order, {{"state", "cancelled"}, {"tracking_number", "GHN1"}});
  house.clock().Advance(5min);
  Refused(order, "booking-rejected");
  Hear("shipment.moved", order, {{"state", "cancelled"}, {"tracking_number", "GHN1"}}, 5min);
  EXPECT_EQ(ParcelOf(order).state, kParcelRefused);
  EXPECT_EQ(ParcelOf(order).tracking_number, "") << "the number of the parcel that was called off";
}

TEST_F(RefusedParcels, AreAlsoThoseTheCarrierCancelled) {
  const auto order = Packed(), gone = Packed();
  for (const auto& one : {order, gone}) Hear("shipment.booked", one, {{"service", "2"}, {"tracking_number", "GHN1"}});
  house.clock().Advance(5min);
  ASSERT_TRUE(house.Do(
      [&](auto& t) { return CancelByShop(t, house.context(), OwnerOf("a"), gone.id, CancelReason::kCannotShip); }));
  for (int i = 0; i < 2; ++i)
    for (const auto& one : {order, gone})
      Hear("shipment.moved", one, {{"state", "cancelled"}, {"tracking_number", "GHN1"}}, -2min);
  const auto parcel = ParcelOf(order);
  EXPECT_EQ(parcel.state, kParcelRefused);
  EXPECT_EQ(parcel.problem, "parcel-cancelled");
  EXPECT_EQ(parcel.tracking_number, "") << "its label leads nowhere any more";
  EXPECT_EQ(parcel.events.back().state, "cancelled") << "the scan is kept";
  EXPECT_EQ(house.Read(order.id).state, OrderState::kPacked);
  EXPECT_EQ(Told(order, "shop"), 1) << "who packed it for nothing hears of it, once";
  EXPECT_EQ(Told(gone, "shop"), 0) << "its order was cancelled: nobody waits";
  house.clock().Advance(1min);
  Hear("shipment.booked", order, {{"service", "2"}, {"tracking_number", "GHN2"}});
  EXPECT_EQ(ParcelOf(order).state, "created") << "though the carrier's clock went two minutes ahead";
  EXPECT_EQ(ParcelOf(order).tracking_number, "GHN2");
}

TEST_F(RefusedParcels, AParcelThatWasTakenWhileItsOrderWasCancelledIsToldToItsShop) {
  const auto order = Packed(), home = Packed();
  for (const auto& one : {order, home}) {
    Hear("shipment.booked", one, {{"service", "2"}, {"tracking_number", "GHN1"}});
    EXPECT_TRUE(house.Do(
        [&](auto& t) { return CancelByShop(t, house.context(), OwnerOf("a"), one.id, CancelReason::kCannotShip); }));
  }
  for (const char* state : {"picked_up", "in_transit", "delivered"}) {
    house.clock().Advance(5min);
    Hear("shipment.moved", order, {{"state", state}, {"tracking_number", "GHN1"}});
  }
  Hear("shipment.moved", home, {{"state", "returned"}, {"tracking_number", "GHN1"}});
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  const auto told = [&](const Order& one) {
    return house.Number(
        "SELECT COUNT(*) FROM messages WHERE kind = 'parcel-gone' AND to_kind = 'shop' AND order_id = '" +
        one.id.text() + "'");
  };
  EXPECT_EQ(told(order), 1) << "his goods are on the road, and on his books";
  EXPECT_EQ(told(home), 0) << "they are home again";
  EXPECT_EQ(house.StockDifference(), "");
}

/// A parcel the courier took before he heard that its order was cancelled: on the road, whatever became of the order.
struct TakenThoughCancelled : RefusedParcels {
  Order Cancelled() {
    const auto order = Packed();
    Hear("shipment.booked", order, {{"service", "2"}, {"tracking_number", "GHN1"}});
    EXPECT_TRUE(house.Do(
        [&](auto& t) { return CancelByShop(t, house.context(), OwnerOf("a"), order.id, CancelReason::kCannotShip); }));
    return order;
  }
  void Scan(const Order& order, const std::string& state) {
    house.clock().Advance(5min);
    Hear("shipment.moved", order, {{"state", state}, {"tracking_number", "GHN1"}});
  }
  std::int64_t Shelf() { return StockOfShop(house.context(), OwnerOf("a"), test::ShopIdOf("a"))->front().on_shelf(); }
  bool Counted(std::int64_t pieces) {
    return bool(house.Do(
        [&](auto& t) { return CountStock(t, house.context(), OwnerOf("a"), test::VariantId("honey"), pieces, ""); }));
  }
};

TEST_F(TakenThoughCancelled, ItsGoodsAreNotSoldUntilTheyAreHome) {
  const auto order = Cancelled();
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 0})) << "the box lies in the shop, as far as anybody knows";
  Scan(order, "picked_up");
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 2})) << "on the road: owned, and not to be sold";
  EXPECT_EQ(Shelf(), 48);
  EXPECT_EQ(house.StockDifference(), "");
  ASSERT_TRUE(Counted(48)) << "what lies there";
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 2}));
  for (const char* state : {"in_transit", "returning", "picked_up"}) Scan(order, state);
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 2}));
  EXPECT_EQ(house.StockDifference(), "");
  Scan(order, "returned");
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 0})) << "back on the shelf";
  EXPECT_EQ(Shelf(), 50);
  Hear("shipment.moved", order, {{"state", "in_transit"}, {"tracking_number", "GHN1"}}, 8min);
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 0})) << "a late scan";
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(TakenThoughCancelled, WhatArrivesOrIsLostAllTheSameIsGone) {
  const auto arrived = Cancelled(), lost = Cancelled();
  Scan(arrived, "delivered");
  EXPECT_EQ(house.LevelOf("honey"), (Level{48, 0}));
  Scan(lost, "in_transit");
  Scan(lost, "lost_damaged");
  EXPECT_EQ(house.LevelOf("honey"), (Level{46, 0}));
  EXPECT_EQ(house.StockDifference(), "");
  Scan(arrived, "returned");
  EXPECT_EQ(house.LevelOf("honey"), (Level{48, 0})) << "its buyer sent it back";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(TakenThoughCancelled, GoodsKeptByLotsKeepTheirLot) {
  LotWish wish;
  wish.variant_id = test::VariantId("honey");
  wish.quantity = 10;
  wish.expires_on = "2026-12-30";
  const auto lot = house.Do([&](auto& t) { return OpenLot(t, house.context(), OwnerOf("a"), wish); });
  ASSERT_TRUE(lot);
  const auto order = Cancelled();
  const auto promised = [&] {
    return house.Number("SELECT reserved FROM stock_bins WHERE lot_id = '" + lot->id.text() + "'");
  };
  EXPECT_EQ(promised(), 0);
  Scan(order, "picked_up");
  EXPECT_EQ(promised(), 2);
  const auto takers = TakersOf(house.context(), OwnerOf("a"), lot->id.text());
  ASSERT_TRUE(takers);
  ASSERT_EQ(takers->size(), 1U) << "a recall finds who may get it";
  EXPECT_EQ(takers->front().pieces, 2);
  EXPECT_EQ(house.StockDifference(), "");
  const auto other = house.Placed("honey", 9);
  ASSERT_TRUE(house.Accept(other.id));
  EXPECT_TRUE(house.Pack(other.id));
  EXPECT_EQ(house.StockDifference(), "");
  Scan(order, "returned");
  EXPECT_EQ(house.LevelOf("honey"), (Level{60, 9}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(TakenThoughCancelled, LotsThatBeginMeanwhileKnowOfIt) {
  const auto order = Cancelled();
  Scan(order, "picked_up");
  LotWish wish;
  wish.variant_id = test::VariantId("honey");
  wish.quantity = 10;
  ASSERT_TRUE(house.Do([&](auto& t) { return OpenLot(t, house.context(), OwnerOf("a"), wish); }));
  EXPECT_EQ(house.StockDifference(), "");
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("honey"), (Level{58, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(TakenThoughCancelled, NoLevelFallsBelowZeroWhateverTheShopSoldMeanwhile) {
  const auto order = Cancelled(), other = Cancelled();
  ASSERT_TRUE(house.Do([&](auto& t) {
    return SellElsewhere(t, house.context(), OwnerOf("a"), test::VariantId("honey"), kChannels[1], 50);
  })) << "fifty others stood in the barn";
  EXPECT_EQ(house.LevelOf("honey"), (Level{0, 0}));
  for (const auto& one : {order, other}) Scan(one, "picked_up");
  EXPECT_EQ(house.LevelOf("honey"), (Level{4, 4})) << "what the courier has is there";
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("honey"), (Level{2, 2}));
  Scan(other, "lost_damaged");
  EXPECT_EQ(house.LevelOf("honey"), (Level{0, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(TakenThoughCancelled, TheNextBuyersGoodsAreNotPackedOutOfThem) {
  const auto order = Cancelled();
  ASSERT_TRUE(Counted(10));
  const auto other = house.Placed("honey", 9);
  ASSERT_TRUE(house.Accept(other.id));
  Scan(order, "picked_up");
  const auto refused = house.Pack(other.id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "shelf-too-few");
  EXPECT_TRUE(refused.error().argument.ends_with(": 8")) << refused.error().argument;
  Scan(order, "returned");
  EXPECT_TRUE(house.Pack(other.id));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(RefusedParcels, AreNotToldOfWhenItIsOldNewsOrTheOrderIsOver) {
  const auto old = Packed(), cancelled = Packed();
  Refused(old, "address-rejected", 25h);
  EXPECT_TRUE(house.Do([&](auto& t) {
    return CancelByShop(t, house.context(), OwnerOf("a"), cancelled.id, CancelReason::kCannotShip);
  }));
  Refused(cancelled, "address-rejected");
  EXPECT_EQ(Told(old, "shop") + Told(cancelled, "shop"), 0);
  EXPECT_EQ(ParcelOf(old).problem, "address-rejected");
  Hear("shipment.failed",
       Order{.id = OrderId::New(house.clock().Now()), .code = old.code, .purchase_id = old.purchase_id},
       {{"code", "x"}});  // Of an order we never had: no event of this feed may stop it.
}

}  // namespace
}  // namespace orders
