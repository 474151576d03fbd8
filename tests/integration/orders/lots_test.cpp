#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/move_stock.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

Lot Opened(House& house, const std::string& name, std::int64_t quantity, const std::string& expires_on,
           bool from_stock = false, const std::string& place = "") {
  const auto lot = house.Do([&](keel::sql::Transaction& t) {
    LotWish wish;
    wish.variant_id = VariantId(name);
    wish.quantity = quantity;
    wish.from_stock = from_stock;
    wish.expires_on = expires_on;
    wish.harvested_on = "2026-11-20";
    wish.place_id = place;
    return OpenLot(t, house.context(), test::OwnerOf("a"), wish);
  });
  if (!lot) throw std::runtime_error("no lot: " + std::string(lot.error().code));
  return *lot;
}

VariantStock Stock(House& house, const std::string& name) {
  return *StockOfVariant(house.context(), test::OwnerOf("a"), VariantId(name));
}

/// on_hand/reserved of the lot, all places together.
std::string In(const VariantStock& stock, const std::string& lot_id) {
  std::int64_t on_hand = 0, reserved = 0;
  for (const auto& row : stock.bins)
    if (row.level.bin.lot_id == lot_id) on_hand += row.level.on_hand, reserved += row.level.reserved;
  return std::to_string(on_hand) + "/" + std::to_string(reserved);
}

Order Moved(House& house, const OrderId& id, OrderEvent event, Fate fate = Fate::kBackToShop) {
  const auto moved = house.Do([&](keel::sql::Transaction& t) {
    return Move(t, house.context(), house.Read(id), event, {"system"}, "test", house.clock().Now(), fate);
  });
  if (!moved) throw std::runtime_error("not moved: " + std::string(moved.error().code));
  return *moved;
}

void Deliver(House& house, const OrderId& id) {
  for (const auto event : {OrderEvent::kAccepted, OrderEvent::kPacked, OrderEvent::kCollected, OrderEvent::kDelivered})
    Moved(house, id, event);
}

TEST(Lots, WhatExpiresFirstIsSoldFirst) {
  House house;
  house.Offered("plum", "a", 40'000, 3);
  const auto late = Opened(house, "plum", 10, "2026-12-30");
  const auto soon = Opened(house, "plum", 4, "2026-11-25");
  EXPECT_EQ(house.LevelOf("plum"), (Level{17, 0}));
  house.Placed("plum", 6);
  auto stock = Stock(house, "plum");
  EXPECT_EQ(In(stock, soon.id.text()), "4/4");
  EXPECT_EQ(In(stock, late.id.text()), "10/2");
  EXPECT_EQ(In(stock, ""), "3/0") << "what has no last day waits";
  house.Placed("plum", 11);
  EXPECT_EQ(In(Stock(house, "plum"), ""), "3/3");
  EXPECT_EQ(house.LevelOf("plum"), (Level{17, 17}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Lots, AnOrderGivesBackAndSellsWhatItWasPromised) {
  House house;
  house.Offered("plum", "a", 40'000, 5);
  const auto before = house.Placed("plum", 2);  // Promised before there were lots.
  const auto soon = Opened(house, "plum", 4, "2026-11-25");
  const auto late = Opened(house, "plum", 10, "2026-12-30");
  const auto kept = house.Placed("plum", 3), cancelled = house.Placed("plum", 3), back = house.Placed("plum", 2);
  EXPECT_EQ(In(Stock(house, "plum"), soon.id.text()), "4/4");
  EXPECT_EQ(In(Stock(house, "plum"), late.id.text()), "10/4");
  Moved(house, cancelled.id, OrderEvent::kCancelled);
  EXPECT_EQ(In(Stock(house, "plum"), soon.id.text()), "4/3");
  EXPECT_EQ(In(Stock(house, "plum"), late.id.text()), "10/2");
  Deliver(house, kept.id);
  EXPECT_EQ(In(Stock(house, "plum"), soon.id.text()), "1/0");
  Deliver(house, before.id);
  EXPECT_EQ(In(Stock(house, "plum"), ""), "3/0");
  Deliver(house, back.id);
  EXPECT_EQ(In(Stock(house, "plum"), late.id.text()), "8/0");
  Moved(house, back.id, OrderEvent::kSentBack);
  EXPECT_EQ(In(Stock(house, "plum"), late.id.text()), "10/0") << "back to the lot it came from";
  EXPECT_EQ(house.StockDifference(), "");
  const auto takers = TakersOf(house.context(), test::OwnerOf("a"), soon.id.text());
  ASSERT_TRUE(takers);
  ASSERT_EQ(takers->size(), 1U) << "who has of it, delivered or not";
  EXPECT_EQ((*takers)[0].code, kept.code.text());
  EXPECT_EQ((*takers)[0].pieces, 3);
}

TEST(Lots, ACountThatFindsFewerLeavesNoLotWithLessThanNothing) {
  House house;
  house.Offered("plum", "a", 40'000, 2);
  const auto soon = Opened(house, "plum", 4, "2026-11-25"), late = Opened(house, "plum", 5, "2026-12-30");
  (void)house.Placed("plum", 9);  // Four that expire soon, five that last; the two without a day are free.
  const auto count = [&](std::int64_t pieces) {
    return house.Do([&](keel::sql::Transaction& t) {
      return CountStock(t, house.context(), test::OwnerOf("a"), VariantId("plum"), pieces, "counted");
    });
  };
  ASSERT_TRUE(count(6));
  const auto stock = Stock(house, "plum");
  EXPECT_EQ(In(stock, ""), "0/0") << "what is free first";
  EXPECT_EQ(In(stock, soon.id.text()), "1/4") << "then what expires first";
  EXPECT_EQ(In(stock, late.id.text()), "5/5");
  EXPECT_EQ(house.LevelOf("plum"), (Level{6, 9}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Lots, AnExpiredLotIsNotSoldFromTheVeryMoment) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto lot = Opened(house, "plum", 10, "2026-11-21");  // Until 17:00 UTC today.
  house.Placed("plum", 2);
  const auto checkout = house.CheckoutOf(house.CartOf({{"plum", 1}}));
  house.clock().Advance(std::chrono::hours(9));
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 409) << "before any sweep";
  EXPECT_EQ(house.StockDifference(), "") << "nothing of the refused one stays";
  EXPECT_EQ(SweepLots(house.context()), 1);
  EXPECT_EQ(SweepLots(house.context()), 0);
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 2, 8}));
  EXPECT_EQ(house.LastBody("stock.band-changed").find("out") == std::string::npos, false);
  EXPECT_EQ(FindLot(house.context(), lot.code)->lot.state, LotState::kExpired);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Lots, AHeldLotIsOffSaleAndARecalledOneStaysSo) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto lot = Opened(house, "plum", 10, "2026-12-21");
  const auto order = house.Placed("plum", 4);
  const auto set = [&](LotState state, std::int64_t version) {
    return house.Do([&](keel::sql::Transaction& t) {
      LotChange change;
      change.state = state;
      change.version = version;
      return ChangeLot(t, house.context(), test::OwnerOf("a"), lot.id.text(), change);
    });
  };
  ASSERT_TRUE(set(LotState::kHeld, 1));
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 4, 6}));
  EXPECT_EQ(set(LotState::kOpen, 1).error().code, "changed-meanwhile");
  Moved(house, order.id, OrderEvent::kCancelled);
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 0, 10})) << "what comes back into a held lot is held";
  ASSERT_TRUE(set(LotState::kOpen, 2));
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 0, 0}));
  ASSERT_TRUE(set(LotState::kRecalled, 3));
  EXPECT_EQ(set(LotState::kOpen, 4).error().code, "lot-state-conflict");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Lots, PiecesCountedAlreadyMayBecomeALot) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  house.Placed("plum", 4);
  EXPECT_THROW(Opened(house, "plum", 7, "2026-12-21", true), std::runtime_error) << "four of the ten are promised";
  const auto lot = Opened(house, "plum", 6, "2026-12-21", true);
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 4}));
  EXPECT_EQ(In(Stock(house, "plum"), lot.id.text()), "6/0");
  EXPECT_EQ(In(Stock(house, "plum"), ""), "4/4");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Places, GoodsMoveBetweenThemAndAreCountedAndSpoiledThere) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto who = test::OwnerOf("a");
  const auto store = *house.Do([&](keel::sql::Transaction& t) {
    return OpenPlace(t, house.context(), who,
                     {"", test::PartyIdOf("a"), "Kho hợp tác xã", PlaceKind::kCooperativeStore});
  });
  const auto move = [&](std::int64_t pieces) {
    return house.Do([&](keel::sql::Transaction& t) {
      return MoveStock(t, house.context(), who, VariantId("plum"), "", "", store.id, pieces);
    });
  };
  ASSERT_TRUE(move(6));
  EXPECT_EQ(move(5).error().code, "stock-too-few");
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 0})) << "moving sells nothing";
  house.Placed("plum", 5);
  const auto count = [&](const Bin& bin, std::int64_t counted) {
    return house.Do([&](keel::sql::Transaction& t) {
      return CountBin(t, house.context(), who, VariantId("plum"), bin, counted, "counted");
    });
  };
  ASSERT_TRUE(count({"", store.id}, 5));
  EXPECT_EQ(house.LevelOf("plum"), (Level{9, 5}));
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return SpoilStock(t, house.context(), who, VariantId("plum"), {"", store.id}, 2, "mốc");
  }));
  EXPECT_EQ(house.LevelOf("plum"), (Level{7, 5}));
  EXPECT_EQ(house.Do([&](keel::sql::Transaction& t) { return ClosePlace(t, who, store.id); }).error().code,
            "place-not-empty");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Places, OfAnotherPartyAreNotFound) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto store = *house.Do([&](keel::sql::Transaction& t) {
    return OpenPlace(t, house.context(), test::OwnerOf("b"), {"", test::PartyIdOf("b"), "Kho", PlaceKind::kOther});
  });
  EXPECT_EQ(house
                .Do([&](keel::sql::Transaction& t) {
                  return MoveStock(t, house.context(), test::OwnerOf("a"), VariantId("plum"), "", "", store.id, 1);
                })
                .error()
                .code,
            "place-not-found");
  EXPECT_EQ(house
                .Do([&](keel::sql::Transaction& t) {
                  return MoveStock(t, house.context(), test::OwnerOf("b"), VariantId("plum"), "", "", store.id, 1);
                })
                .error()
                .code,
            "offer-not-found");
}

TEST(Channels, EachKeepsItsOwnSafety) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto who = test::OwnerOf("a");
  const auto keep = [&](std::string_view channel, std::int64_t pieces) {
    return house.Do([&](keel::sql::Transaction& t) {
      return KeepBack(t, house.context(), who, VariantId("plum"), channel, pieces);
    });
  };
  const auto sell = [&](std::int64_t pieces) {
    return house.Do([&](keel::sql::Transaction& t) {
      return SellElsewhere(t, house.context(), who, VariantId("plum"), "stall", pieces);
    });
  };
  ASSERT_TRUE(keep("market", 4));
  ASSERT_TRUE(keep("stall", 2));
  EXPECT_EQ(house.LevelOf("plum").free(), 6);
  EXPECT_THROW(house.Placed("plum", 7), std::runtime_error) << "the last four are not for this market";
  house.Placed("plum", 6);
  EXPECT_EQ(sell(3).error().argument, "2") << "ten, six promised, two never sold at the stall";
  ASSERT_TRUE(sell(2));
  EXPECT_EQ(house.LevelOf("plum"), (Level{8, 6, 4}));
  EXPECT_EQ(house.StockDifference(), "");
}

/// A plan made from memory before the goods had lots starts again and promises by lots.
TEST(Lots, APlanMadeBeforeThereWereLotsStartsAgain) {
  House house;
  house.Offered("plum", "a", 40'000, 1'000);
  house.Placed("plum", 1);
  const auto old = house.context().offers.Plentiful(VariantId("plum"), 1);
  ASSERT_TRUE(old);
  const auto checkout = house.CheckoutOf(house.CartOf({{"plum", 1}}));
  const auto lot = Opened(house, "plum", 10, "2026-12-21");
  house.context().offers.Forget(VariantId("plum"));
  house.context().offers.Keep(*old);
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 201);
  EXPECT_EQ(In(Stock(house, "plum"), lot.id.text()), "10/1");
  EXPECT_EQ(house.StockDifference(), "");
}

class LotCrowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, LotCrowd, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

/// Buyers, cancellations, counts, moves, holds and new lots at the same time: nothing oversold, nothing lost, every bin
/// the sum of its movements.
TEST_P(LotCrowd, NothingIsOversoldWhateverHappensToTheLots) {
  constexpr int kBuyers = 160, kThreads = 12;
  House house(GetParam(), kThreads + 4);
  house.Offered("plum", "a", 40'000, 30);
  house.Offered("tea", "a", 40'000, 200);
  const auto first = Opened(house, "plum", 40, "2026-11-28");
  const auto second = Opened(house, "plum", 30, "2026-12-28");
  const auto who = test::OwnerOf("a");
  std::vector<Checkout> checkouts;
  for (int i = 0; i < kBuyers; ++i)
    checkouts.push_back(
        house.CheckoutOf(i % 2 ? house.CartOf({{"plum", 1}, {"tea", 1}}) : house.CartOf({{"tea", 1}, {"plum", 1}})));
  std::atomic<int> next{0}, placed{0}, refused{0}, other{0};
  std::atomic<bool> over{false};
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      for (std::int64_t version = 1; !over; version += 1) {
        LotChange change;
        change.version = version;
        change.state = version % 2 ? LotState::kHeld : LotState::kOpen;
        (void)house.Do(
            [&](keel::sql::Transaction& t) { return ChangeLot(t, house.context(), who, second.id.text(), change); });
      }
    });
    std::vector<std::jthread> buyers;
    for (int t = 0; t < kThreads; ++t)
      buyers.emplace_back([&, t] {
        for (int i = next++; i < kBuyers; i = next++) {
          const auto reply = house.Place(checkouts[std::size_t(i)], "key-" + std::to_string(10'000'000 + i));
          if (reply.status != 201) {
            ++(reply.status == 409 ? refused : other);
            continue;
          }
          ++placed;
          const auto id = OrderId::FromRow(reply.body.substr(31, 30));
          if (i % 4 == t % 4) {
            Moved(house, id, OrderEvent::kCancelled);
            --placed;
          }
        }
      });
    buyers.clear();
    over = true;
  }
  EXPECT_EQ(other, 0);
  const auto level = house.LevelOf("plum");
  EXPECT_EQ(level.on_hand, 100);
  EXPECT_EQ(level.reserved, placed);
  EXPECT_LE(level.reserved, 100);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_bins WHERE on_hand < reserved"), 0);
  EXPECT_EQ(house.StockDifference(), "");
  EXPECT_EQ(In(Stock(house, "plum"), first.id.text()).substr(0, 3), "40/");
}

/// The promise of issue 3: goods without lots cost what they cost before.
TEST(Lots, GoodsWithoutThemArePlacedInAsManyStatements) {
  House house(false, 1);
  house.Offered("plum", "a", 40'000, 1'000);
  house.Offered("tea", "a", 40'000, 1'000);
  house.Placed("plum", 1);
  house.Placed("tea", 1);
  const auto checkout = house.CheckoutOf(house.CartOf({{"plum", 1}, {"tea", 1}}));
  // Of the house's one connection: prepared statements run since the last look.
  const auto executed = [&] {
    auto session = house.pool().Take();
    auto rows = session->Query("SHOW SESSION STATUS LIKE 'Com_stmt_execute'");
    rows.Next();
    return std::stoll(rows.Text(1));
  };
  const auto before = executed();
  const auto placed = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
    return PlacePurchase(transaction, house.context(), checkout);
  });
  ASSERT_TRUE(placed);
  EXPECT_LE(executed() - before - 1, 7) << "cart, purchases, orders, lines, movements, levels, events";
}

}  // namespace
}  // namespace orders
