#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/integration/orders/house.hpp"

/// Many who place at the same moment.
namespace orders {
namespace {

using test::CodeOf;
using test::House;

/// With both settings: ON is MariaDB's default from 11.6 on.
class Crowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, Crowd, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(Crowd, FourHundredBuyersForAHundredPieces) {
  constexpr int kBuyers = 400, kThreads = 32;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 100);
  house.Offered("tea", "b", 100'000, 100);
  std::vector<Checkout> checkouts;
  for (int i = 0; i < kBuyers; ++i)  // Half name the goods in the other order: the keys' order decides, not the cart's.
    checkouts.push_back(house.CheckoutOf(i % 2 == 0 ? house.CartOf({{"honey", 1}, {"tea", 1}})
                                                    : house.CartOf({{"tea", 1}, {"honey", 1}})));
  std::atomic<int> next{0}, placed{0}, refused{0}, other{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < kBuyers; i = next++) {
        const auto reply = house.Place(checkouts[std::size_t(i)], "key-" + std::to_string(10'000'000 + i));
        if (reply.status == 201)
          ++placed;
        else if (reply.status == 409 && CodeOf(reply) == "out-of-stock")
          ++refused;
        else
          ++other;
      }
    });
  threads.clear();
  EXPECT_EQ(placed, 100);
  EXPECT_EQ(refused, 300);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(house.LevelOf("honey"), (Level{100, 100}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{100, 100}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 200);
  EXPECT_EQ(house.Number("SELECT COUNT(DISTINCT purchase_id) FROM orders"), 100);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'purchase.placed'"), 100);
  const auto told = house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'stock.band-changed'");
  EXPECT_GE(told, 2 + 2) << "told when it opened and ran out";
  EXPECT_LE(told, 2 + 2 * 2) << "once when it became low, unless a transaction of several bought past that";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_P(Crowd, OneCartIsBoughtOnce) {
  constexpr int kThreads = 12;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 1'000);
  for (int round = 0; round < 5; ++round) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
    std::atomic<int> placed{0}, empty{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        const auto reply = house.Place(checkout, "key-" + std::to_string(round * 100 + t) + "-0000");
        if (reply.status == 201) ++placed;
        if (reply.status == 409) ++empty;
      });
    threads.clear();
    EXPECT_EQ(placed, 1);
    EXPECT_EQ(empty, kThreads - 1);
  }
  EXPECT_EQ(house.LevelOf("honey").reserved, 5);
}

TEST_P(Crowd, TheSameKeyAtTheSameTimePlacesOnce) {
  House house(GetParam(), 8);
  house.Offered("honey", "a", 100'000, 1'000);
  for (int round = 0; round < 10; ++round) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
    std::atomic<int> good{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        const auto reply = house.Place(checkout, "key-" + std::to_string(round) + "-00000");
        if (reply.status == 201 || CodeOf(reply) == "request-in-flight") ++good;
      });
    threads.clear();
    EXPECT_EQ(good, 8) << "the stored answer, or come again";
  }
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 10);
}

/// Company is gathered while both lanes are busy, so one transaction holds what goes well and what does not.
TEST_P(Crowd, WhoCannotBeServedDoesNotSpoilItForTheOthers) {
  constexpr int kBuyers = 60, kThreads = 30;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 1'000);
  house.Offered("tea", "b", 100'000, 1'000);
  const auto moved = house.CheckoutOf(house.CartOf({{"honey", 1}}));
  ASSERT_EQ(house.Place(moved, "key-bought-before").status, 201);
  std::atomic<int> next{0}, good{0}, again{0}, dear{0}, unknown{0};
  std::vector<Checkout> checkouts;
  for (int i = 0; i < kBuyers; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{i % 2 ? "honey" : "tea", 2}})));
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < kBuyers; i = next++) {
        auto checkout = checkouts[std::size_t(i)];
        const auto key = "key-" + std::to_string(10'000'000 + i);
        if (i % 5 == 1) {
          const auto reply = house.Place(moved, "key-bought-before");
          if (reply.status == 201 || CodeOf(reply) == "request-in-flight")
            ++again;  // The stored answer, or come again.
        } else if (i % 5 == 2) {
          checkout.choices.expected_total = keel::Money::Vnd(1);
          if (house.Place(checkout, key).status == 409) ++dear;
        } else if (i % 5 == 3) {
          checkout.holder.id = CartId::New(house.clock().Now());
          if (house.Place(checkout, key).status == 404) ++unknown;
        } else if (house.Place(checkout, key).status == 201) {
          ++good;
        }
      }
    });
  threads.clear();
  EXPECT_EQ(again, 12);
  EXPECT_EQ(dear, 12);
  EXPECT_EQ(unknown, 12);
  EXPECT_EQ(good, 24);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases"), 25);
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
