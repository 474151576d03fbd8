/// The database dies in the middle of a crowd placing purchases. Afterwards: what was acknowledged is there, once; what
/// was not can be repeated with its key; every level is the sum of its movements.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "orders/flows/edit_cart.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;

keel::http::Reply PlaceOrNothing(House& house, const Checkout& checkout, const std::string& key) {
  try {
    return house.Place(checkout, key);
  } catch (const keel::sql::Fault&) {
    return {503, "", "", {}};  // As the server answers it.
  }
}

TEST(PlacingFault, ADatabaseKilledInTheMiddleLosesAndDoublesNothing) {
  constexpr int kBuyers = 240, kThreads = 8, kRounds = 3;
  auto& database = rig::PrivateDatabase::Shared();
  House house(false, kThreads);
  house.Offered("honey", "a", 100'000, 2 * kBuyers * kRounds);
  house.Offered("tea", "b", 50'000, 2 * kBuyers * kRounds);
  std::set<std::string> acknowledged;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Checkout> checkouts;
    for (int i = 0; i < kBuyers; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{"honey", 1}, {"tea", 1}})));
    const auto key = [round](int i) { return "key-" + std::to_string(round) + "-" + std::to_string(100'000 + i); };
    std::vector<keel::http::Reply> replies(kBuyers);
    std::atomic<int> next{0}, done{0};
    {
      std::vector<std::jthread> buyers;
      for (int t = 0; t < kThreads; ++t)
        buyers.emplace_back([&] {
          for (int i = next++; i < kBuyers; i = next++) {
            replies[std::size_t(i)] = PlaceOrNothing(house, checkouts[std::size_t(i)], key(i));
            ++done;
          }
        });
      ASSERT_TRUE(rig::Eventually([&] { return done >= 20 + round * 30; }));
      database.Kill();
    }
    database.Start();
    house.Reopen(kThreads);
    EXPECT_EQ(house.StockDifference(), "");

    int lost = 0;
    for (int i = 0; i < kBuyers; ++i) {
      const auto& first = replies[std::size_t(i)];
      const auto again = house.Place(checkouts[std::size_t(i)], key(i));
      EXPECT_EQ(again.status, 201) << again.body;
      if (first.status == 201) {
        EXPECT_EQ(again.body, first.body) << "what was acknowledged is there";
      } else {
        EXPECT_EQ(first.status, 503);
        ++lost;
      }
      acknowledged.insert(again.body);
    }
    EXPECT_GT(lost, 0) << "the kill came too late to test anything";
  }
  EXPECT_EQ(acknowledged.size(), std::size_t(kBuyers * kRounds));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases"), kBuyers * kRounds);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 2 * kBuyers * kRounds);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'purchase.placed'"), kBuyers * kRounds);
  EXPECT_EQ(house.LevelOf("honey").reserved, kBuyers * kRounds);
  EXPECT_EQ(house.StockDifference(), "");
}

/// A session that dies between two statements of a placing: nothing of it may stay.
TEST(PlacingFault, AConnectionCutBetweenTwoStatementsLeavesNothing) {
  House house(false, 4);
  house.Offered("honey", "a", 100'000, 50);
  const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 2}}));
  const auto cut = [&] {
    (void)keel::sql::RunInTransaction(house.pool(),
                                      [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
                                        const auto placed = PlacePurchase(transaction, house.context(), checkout);
                                        EXPECT_TRUE(placed);
                                        auto id = transaction.Query("SELECT CONNECTION_ID()");
                                        id.Next();
                                        house.pool().Take()->Run("KILL " + id.Text(0));
                                        return keel::Done{};  // The commit meets a dead connection.
                                      });
  };
  EXPECT_THROW(cut(), keel::sql::Fault);
  ASSERT_TRUE(rig::Eventually([&] { return house.LevelOf("honey") == Level{50, 0}; }));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 0);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'purchase.placed'"), 0);
  EXPECT_EQ(house.StockDifference(), "");
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 201) << "the cart is as it was";
}

}  // namespace
}  // namespace orders
