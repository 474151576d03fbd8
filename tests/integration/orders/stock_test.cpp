#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/follow_offer.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

keel::Result<ShelfStock> Count(House& house, const std::string& name, std::int64_t counted,
                               const std::string& shop = "a") {
  return keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
    return CountStock(transaction, house.context(), test::OwnerOf(shop), VariantId(name), counted, "counted");
  });
}

std::string LastBand(House& house) {
  return nlohmann::json::parse(house.LastBody("stock.band-changed")).value("band", "");
}

TEST(OpeningStock, CountsOnceHoweverOftenItIsTold) {
  House house;
  auto offer = house.Offered("honey", "a", 100'000, 12);
  for (int i = 0; i < 3; ++i) house.Tell(offer, 12);
  offer.version = 5;
  house.Tell(offer, 12);
  EXPECT_EQ(house.LevelOf("honey"), (Level{12, 0}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements"), 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'stock.band-changed'"), 1);
  EXPECT_EQ(LastBand(house), "in");
}

TEST(OpeningStock, AVariantWithoutAnyIsTold) {
  House house;
  Offer offer = house.Offered("honey", "a", 100'000, 0);
  EXPECT_EQ(LastBand(house), "out");
  EXPECT_EQ(house.LevelOf("honey"), Level{});
}

TEST(Offers, AnOlderVersionNeverOverwritesANewer) {
  House house;
  auto offer = house.Offered("honey", "a", 100'000, 5);
  offer.version = 7;
  offer.price = keel::Money::Vnd(130'000);
  house.Tell(offer);
  offer.version = 6;
  offer.price = keel::Money::Vnd(90'000);
  offer.sellable = false;
  house.Tell(offer);
  const auto cart = ShowCart(house.context(), {house.CartOf({{"honey", 1}}), std::nullopt});
  ASSERT_TRUE(cart);
  EXPECT_EQ(cart->seen.shops[0].lines[0].offer.price.dong(), 130'000);
}

TEST(Offers, OfAPausedShopAreNotSold) {
  House house;
  house.Offered("honey", "a", 100'000, 5);
  const auto cart = house.CartOf({{"honey", 1}});
  house.pool().Take()->Execute("UPDATE shops SET state = 'paused'");
  const auto shown = ShowCart(house.context(), {cart, std::nullopt});
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->seen.shops[0].lines[0].problem, "unavailable");
  EXPECT_EQ(house.Place(house.CheckoutOf(cart), "key-00000001").status, 409);
}

TEST(Count, CorrectsTheBooksByOneMovement) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto counted = Count(house, "honey", 4);
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->on_shelf(), 4);
  EXPECT_EQ(LastBand(house), "low");
  ASSERT_TRUE(Count(house, "honey", 4));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements"), 2) << "the same count again changes nothing";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Count, LeavesOutWhatIsOnTheRoad) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto order = house.Placed("honey", 3);
  const auto owner = test::OwnerOf("a");
  const auto move = [&](auto deed) { return bool(keel::sql::RunInTransaction(house.pool(), deed)); };
  ASSERT_TRUE(move([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), owner, order.id); }));
  ASSERT_TRUE(move([&](keel::sql::Transaction& t) { return PackOrder(t, house.context(), owner, order.id, 1'700); }));
  ASSERT_TRUE(move([&](keel::sql::Transaction& t) {
    return FollowShipment(t, house.context(),
                          {order.id.text(), "shm_1", "ghn", "", "", "picked_up", house.clock().Now()});
  }));
  const auto shelf = StockOfShop(house.context(), owner, test::ShopIdOf("a"));
  ASSERT_TRUE(shelf);
  EXPECT_EQ(shelf->at(0).on_shelf(), 7);
  EXPECT_EQ(shelf->at(0).on_the_road, 3);
  EXPECT_EQ(shelf->at(0).promised(), 0);
  ASSERT_TRUE(Count(house, "honey", 7)) << "seven lie there, as the books say";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements WHERE kind = 'corrected'"), 0);
  EXPECT_EQ(house.LevelOf("honey").free(), 7);
}

TEST(Count, OfSomebodyElsesGoodsIsRefused) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto counted = Count(house, "honey", 0, "stranger");
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().kind, keel::Kind::kNotFound);
  EXPECT_FALSE(MovementsOf(house.context(), test::OwnerOf("stranger"), VariantId("honey"), "", 10));
  EXPECT_FALSE(StockOfShop(house.context(), test::OwnerOf("stranger"), test::ShopIdOf("a")));
}

TEST(Count, BelowWhatIsPromisedStopsSellingAndIsHealedByCancelling) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto order = house.Placed("honey", 6);
  ASSERT_TRUE(Count(house, "honey", 4));
  EXPECT_EQ(house.LevelOf("honey").free(), -2);
  EXPECT_EQ(LastBand(house), "out");
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), test::OwnerOf("a"), order.id, CancelReason::kOutOfStock);
  }));
  EXPECT_EQ(house.LevelOf("honey"), (Level{4, 0}));
  EXPECT_EQ(LastBand(house), "low");
}

TEST(Movements, ArePagedNewestFirst) {
  House house;
  house.Offered("honey", "a", 100'000, 1);
  for (int i = 2; i <= 6; ++i) {
    house.clock().Advance(std::chrono::seconds(1));
    ASSERT_TRUE(Count(house, "honey", i));
  }
  const auto owner = test::OwnerOf("a");
  const auto first = MovementsOf(house.context(), owner, VariantId("honey"), "", 4);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 4U);
  const auto rest = MovementsOf(house.context(), owner, VariantId("honey"), first->back().id, 4);
  ASSERT_TRUE(rest);
  ASSERT_EQ(rest->size(), 2U);
  EXPECT_EQ(rest->back().movement.kind, MovementKind::kCountedIn);
}

class Walk : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, Walk, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

/// Four people doing anything at random, all at once: the books must add up afterwards, and nothing be sold twice.
TEST_P(Walk, TheLedgerAddsUp) {
  House house(GetParam());
  constexpr int kVariants = 4, kSteps = 60;
  for (int v = 0; v < kVariants; ++v) house.Offered("v" + std::to_string(v), "a", 10'000, 30);
  const auto owner = test::OwnerOf("a");
  std::vector<std::jthread> people;
  for (unsigned seed = 1; seed <= 4; ++seed)
    people.emplace_back([&, seed] {
      std::mt19937 random(seed);
      std::vector<Order> mine;
      const auto move = [&](auto deed) { (void)keel::sql::RunInTransaction(house.pool(), deed); };
      for (int step = 0; step < kSteps; ++step) {
        const auto pick = [&](std::size_t n) { return random() % n; };
        if (mine.empty() || pick(3) == 0) {
          const auto cart = OpenCart(house.context()).cart.id;
          const CartHolder holder{cart, std::nullopt};
          for (int line = 0; line < 3; ++line)
            move([&](keel::sql::Transaction& t) {
              return PutLine(t, house.context(), holder, VariantId("v" + std::to_string(pick(kVariants))),
                             static_cast<std::int64_t>(1 + pick(3)));
            });
          const auto placed = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
            return PlacePurchase(t, house.context(), house.CheckoutOf(cart));
          });
          if (placed) mine.push_back(placed->orders.front());
          continue;
        }
        const Order& order = mine[pick(mine.size())];
        const auto scan = [&](const char* word) {
          move([&](keel::sql::Transaction& t) {
            return FollowShipment(t, house.context(),
                                  {order.id.text(), "shm_" + order.id.text().substr(4, 20), "ghn", "", "", word,
                                   house.clock().Now() + std::chrono::seconds(step)});
          });
        };
        switch (pick(8)) {
          case 0:
            move([&](keel::sql::Transaction& t) {
              return CancelByShop(t, house.context(), owner, order.id, CancelReason::kOther);
            });
            break;
          case 1:
          case 2:
            move([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), owner, order.id); });
            break;
          case 3:
          case 4:
            move([&](keel::sql::Transaction& t) {
              return PackOrder(t, house.context(), owner, order.id, std::nullopt);
            });
            break;
          case 5:
            scan(pick(2) == 0 ? "picked_up" : "delivered");
            break;
          case 6:
            scan(pick(2) == 0 ? "returned" : "lost_damaged");
            break;
          case 7:
            (void)Count(house, "v" + std::to_string(pick(kVariants)), static_cast<std::int64_t>(10 + pick(30)));
            break;
        }
      }
    });
  people.clear();
  EXPECT_EQ(house.StockDifference(), "");
  EXPECT_GT(house.Number("SELECT COUNT(*) FROM orders"), 20);
}

}  // namespace
}  // namespace orders
