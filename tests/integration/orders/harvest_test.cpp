#include "orders/flows/harvest.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/edit_cart.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

Harvest Opened(House& house, std::int64_t forecast, std::int64_t confidence, ShortRule rule) {
  const auto harvest = house.Do([&](keel::sql::Transaction& t) {
    return OpenHarvest(t, house.context(), test::OwnerOf("a"),
                       {VariantId("plum"), "2026-12-20", forecast, confidence, rule});
  });
  if (!harvest) throw std::runtime_error("no harvest: " + std::string(harvest.error().code));
  return *harvest;
}

keel::Result<CutHarvestResult> Cut(House& house, const Harvest& harvest, std::int64_t packed,
                                   std::int64_t version = 1) {
  return house.Do([&](keel::sql::Transaction& t) {
    return CutHarvest(t, house.context(), test::OwnerOf("a"), harvest.id.text(),
                      {packed + 20, packed + 5, packed, "", "2027-01-10", version});
  });
}

std::int64_t QuantityOf(House& house, const OrderId& id) {
  return house.Lines(id).front().quantity;
}

TEST(Harvest, IsSoldAheadUpToItsCapAfterWhatIsThere) {
  House house;
  const auto offer = house.Offered("plum", "a", 40'000, 10);
  const auto harvest = Opened(house, 200, 60, ShortRule::kFirstCome);
  EXPECT_EQ(harvest.cap, 120);
  EXPECT_EQ(house.LevelOf("plum"), (Level{130, 0}));
  const auto mixed = house.Placed("plum", 30);
  EXPECT_EQ(HarvestsOfShop(house.context(), test::OwnerOf("a"), test::ShopIdOf("a"))->front().promised, 20);
  EXPECT_THROW(house.Placed("plum", 101), std::runtime_error) << "the cap";
  EXPECT_EQ(StockOfShop(house.context(), test::OwnerOf("a"), test::ShopIdOf("a"))->front().on_shelf(), 10);
  const auto ahead = AheadOf(house.context(), offer.product_id);
  ASSERT_EQ(ahead.size(), 1U);
  EXPECT_EQ(ahead[0].left, 100);
  ASSERT_TRUE(house.Accept(mixed.id));
  EXPECT_EQ(house.Pack(mixed.id).error().code, "harvest-not-cut");
  EXPECT_EQ(house.StockDifference(), "");
}

/// The shop found something wrong with the plot, and says so before it is cut.
keel::Result<Lot> RecalledUncut(House& house, const Harvest& harvest) {
  return house.Do([&](auto& t) {
    LotChange change;
    change.state = LotState::kRecalled;
    change.version = 1;
    return ChangeLot(t, house.context(), test::OwnerOf("a"), harvest.lot_id, change);
  });
}

TEST(Harvest, RecalledBeforeTheCutItStillLiesNowhere) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto who = test::OwnerOf("a");
  const auto plum = VariantId("plum");
  const auto harvest = Opened(house, 100, 100, ShortRule::kFirstCome);
  ASSERT_TRUE(RecalledUncut(house, harvest));
  EXPECT_EQ(StockOfShop(house.context(), who, test::ShopIdOf("a"))->front().on_shelf(), 10);
  ASSERT_TRUE(house.Do([&](auto& t) { return CountStock(t, house.context(), who, plum, 10, ""); }));
  EXPECT_EQ(house.LevelOf("plum").on_hand, 110) << "counting what lies there changes nothing";
  const auto order = house.Placed("plum", 10);
  ASSERT_TRUE(house.Accept(order.id));
  ASSERT_TRUE(house.Do([&](auto& t) { return SpoilStock(t, house.context(), who, plum, Bin{}, 4, "dập"); }));
  const auto refused = house.Pack(order.id);
  ASSERT_FALSE(refused) << "six plums are no ten";
  EXPECT_EQ(refused.error().code, "shelf-too-few");
  EXPECT_TRUE(refused.error().argument.ends_with(": 6")) << refused.error().argument;
  ASSERT_TRUE(house.Do([&](auto& t) { return CountStock(t, house.context(), who, plum, 2, ""); }));
  EXPECT_EQ(house.Number("SELECT on_hand FROM stock_bins WHERE lot_id = '" + harvest.lot_id + "'"), 100)
      << "nobody counts a field";
  EXPECT_EQ(house.Number("SELECT on_hand FROM stock_bins WHERE lot_id = ''"), 2);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, RecalledBeforeTheCutItTakesNothingFromTheStall) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto who = test::OwnerOf("a");
  ASSERT_TRUE(RecalledUncut(house, Opened(house, 100, 100, ShortRule::kFirstCome)));
  const auto sell = [&](std::int64_t pieces) {
    return house.Do(
        [&](auto& t) { return SellElsewhere(t, house.context(), who, VariantId("plum"), kChannels[1], pieces); });
  };
  EXPECT_FALSE(sell(11));
  EXPECT_TRUE(sell(10)) << "all that lie there";
}

TEST(Harvest, NoOrderIsPackedOutOfAFieldThatIsNotCut) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto who = test::OwnerOf("a");
  const auto plum = VariantId("plum");
  const auto opened = [&](std::int64_t pieces, const std::string& last_day) {
    LotWish wish;
    wish.variant_id = plum;
    wish.quantity = pieces;
    wish.expires_on = last_day;
    return house.Do([&](auto& t) { return OpenLot(t, house.context(), who, wish); })->id.text();
  };
  const auto early = opened(3, "2026-12-01");
  opened(3, "2026-12-30");
  const auto harvest = Opened(house, 100, 100, ShortRule::kFirstCome);
  const auto first = house.Placed("plum", 3), second = house.Placed("plum", 3);
  for (const auto& order : {first, second}) ASSERT_TRUE(house.Accept(order.id));
  ASSERT_TRUE(house.Do([&](auto& t) { return SpoilStock(t, house.context(), who, plum, Bin{early, ""}, 3, "dập"); }));
  const auto refused = house.Pack(first.id);
  ASSERT_FALSE(refused) << "the three that are left are the second one's, and the others hang on their trees";
  EXPECT_EQ(refused.error().code, "shelf-too-few");
  EXPECT_EQ(house.Number("SELECT reserved FROM stock_bins WHERE lot_id = '" + harvest.lot_id + "'"), 0);
  EXPECT_TRUE(house.Pack(second.id));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, WhatStillGrowsLiesNowhere) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto harvest = Opened(house, 100, 100, ShortRule::kFirstCome);
  const auto who = test::OwnerOf("a");
  const auto place = house.Do([&](auto& t) {
    StockPlace wish;
    wish.party_id = test::PartyIdOf("a");
    wish.name = "Kho xã";
    return OpenPlace(t, house.context(), who, wish);
  });
  ASSERT_TRUE(place) << place.error().code;
  const Bin field{harvest.lot_id, ""};
  const auto plum = VariantId("plum");
  const auto moved =
      house.Do([&](auto& t) { return MoveStock(t, house.context(), who, plum, harvest.lot_id, "", place->id, 30); });
  const auto spoiled = house.Do([&](auto& t) { return SpoilStock(t, house.context(), who, plum, field, 5, "sâu"); });
  const auto counted = house.Do([&](auto& t) { return CountBin(t, house.context(), who, plum, field, 500, "đếm"); });
  ASSERT_FALSE(moved || spoiled || counted) << "it would be on sale beyond its cap, or after the cut";
  for (const auto& error : {moved.error(), spoiled.error(), counted.error()}) EXPECT_EQ(error.code, "lot-growing");
  EXPECT_EQ(house.LevelOf("plum"), (Level{110, 0}));
  ASSERT_TRUE(Cut(house, harvest, 60));
  EXPECT_EQ(house.LevelOf("plum"), (Level{70, 0}));
  EXPECT_TRUE(house.Do([&](auto& t) {
    return MoveStock(t, house.context(), who, plum, harvest.lot_id, "", place->id, 30);
  })) << "once it is cut";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, OfALotThatWasRecalledIsNotSoldWhenItIsCut) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto harvest = Opened(house, 100, 100, ShortRule::kFirstCome);
  LotChange recall;
  recall.state = LotState::kRecalled;
  recall.version = 1;
  ASSERT_TRUE(
      house.Do([&](auto& t) { return ChangeLot(t, house.context(), test::OwnerOf("a"), harvest.lot_id, recall); }));
  const auto counted = house.Do([&](auto& t) {
    return CountBin(t, house.context(), test::OwnerOf("a"), VariantId("plum"), {harvest.lot_id, ""}, 150, "đếm");
  });
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().code, "lot-growing") << "it is in the field still";
  ASSERT_TRUE(Cut(house, harvest, 60));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM lots WHERE state = 'recalled'"), 1);
  EXPECT_EQ(house.LevelOf("plum").free(), 10) << "a recall is for good";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, ThatGivesEnoughIsSentToEverybody) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto harvest = Opened(house, 100, 50, ShortRule::kProRata);
  const auto order = house.Placed("plum", 40);
  const auto cut = Cut(house, harvest, 70);
  ASSERT_TRUE(cut) << cut.error().code;
  EXPECT_EQ(house.LevelOf("plum"), (Level{70, 40}));
  EXPECT_EQ(cut->shares.size(), 1U);
  EXPECT_EQ(house.LastBody("harvest.fell-short"), "");
  EXPECT_EQ(Cut(house, harvest, 70).error().code, "harvest-cut-already");
  ASSERT_TRUE(house.Accept(order.id));
  EXPECT_TRUE(house.Pack(order.id));
  EXPECT_EQ(house.StockDifference(), "");
}

/// The worked example of docs/stock.md: 40, 50 and 30 ordered, 80 packed.
TEST(Harvest, ThatFallsShortServesWhoCameFirst) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto harvest = Opened(house, 240, 50, ShortRule::kFirstCome);
  const auto a = house.Placed("plum", 40);
  house.clock().Advance(std::chrono::minutes(1));
  const auto b = house.Placed("plum", 50);
  house.clock().Advance(std::chrono::minutes(1));
  const auto c = house.Placed("plum", 30, Payment::kVietqr);
  (void)house.Pay(c.id);
  ASSERT_TRUE(Cut(house, harvest, 80));
  EXPECT_EQ(QuantityOf(house, a.id), 40);
  EXPECT_EQ(QuantityOf(house, b.id), 40);
  EXPECT_EQ(house.Read(b.id).goods.dong(), 40 * 40'000);
  EXPECT_EQ(house.Read(c.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.LevelOf("plum"), (Level{80, 80}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'harvest.fell-short'"), 2);
  const auto due = nlohmann::json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(due.at("order_id"), c.id.text()) << "who paid gets it back";
  const auto shares = PrintedShares(house.context(), harvest.id.text())->second;
  ASSERT_EQ(shares.size(), 3U);
  EXPECT_EQ(shares[1].share, (Share{b.id.text(), 50, 40, 2, 40}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, ThatFallsShortIsSharedInProportionAndRefunded) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto harvest = Opened(house, 242, 50, ShortRule::kProRata);
  const auto a = house.Placed("plum", 40, Payment::kVietqr);
  (void)house.Pay(a.id);
  house.clock().Advance(std::chrono::minutes(1));
  const auto b = house.Placed("plum", 50);
  house.clock().Advance(std::chrono::minutes(1));
  const auto c = house.Placed("plum", 30);
  const auto unpaid = house.Placed("plum", 1, Payment::kVietqr);
  ASSERT_TRUE(Cut(house, harvest, 80));
  EXPECT_EQ(QuantityOf(house, a.id), 27);
  EXPECT_EQ(QuantityOf(house, b.id), 33);
  EXPECT_EQ(QuantityOf(house, c.id), 20);
  EXPECT_EQ(house.Read(unpaid.id).state, OrderState::kCancelled) << "it stood behind those who paid";
  const auto due = nlohmann::json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(due.at("cause"), "short-harvest");
  EXPECT_EQ(due.at("amount"), 13 * 40'000);
  EXPECT_EQ(house.LevelOf("plum"), (Level{80, 80}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, ALowerForecastTakesNothingBack) {
  House house;
  house.Offered("plum", "a", 40'000, 0);
  const auto harvest = Opened(house, 100, 100, ShortRule::kProRata);
  house.Placed("plum", 60);
  const auto change = [&](std::int64_t forecast, std::int64_t version) {
    return house.Do([&](keel::sql::Transaction& t) {
      return ChangeForecast(t, house.context(), test::OwnerOf("a"), harvest.id.text(), "2026-12-24", forecast, 50,
                            version);
    });
  };
  ASSERT_TRUE(change(80, 1));
  EXPECT_EQ(house.LevelOf("plum"), (Level{60, 60})) << "the new cap is 40, 60 are promised";
  EXPECT_EQ(change(90, 1).error().code, "changed-meanwhile");
  ASSERT_TRUE(change(200, 2));
  EXPECT_EQ(house.LevelOf("plum"), (Level{100, 60}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, WhatComesFreeOfALoweredForecastIsNotSoldBeyondItsCap) {
  House house;
  house.Offered("plum", "a", 40'000, 5);
  const auto harvest = Opened(house, 100, 100, ShortRule::kProRata);
  const auto first = house.Placed("plum", 35), second = house.Placed("plum", 30);
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return ChangeForecast(t, house.context(), test::OwnerOf("a"), harvest.id.text(), "2026-12-24", 40, 100, 1);
  }));
  EXPECT_EQ(house.LevelOf("plum"), (Level{65, 65})) << "five on the shelf, sixty promised of a field of forty";
  ASSERT_TRUE(house.Do([&](auto& t) {
    return AmendByShop(t, house.context(), test::OwnerOf("a"), first.id, {}, {{house.Lines(first.id)[0].id, 25, {}}});
  }));
  EXPECT_EQ(house.LevelOf("plum"), (Level{55, 55})) << "ten promises less, and none of them for sale";
  ASSERT_TRUE(house.Do([&](auto& t) {
    return Move(t, house.context(), second, OrderEvent::kCancelled, {"shop"}, "out-of-stock", house.clock().Now());
  }));
  EXPECT_EQ(house.LevelOf("plum"), (Level{45, 25})) << "the shelf and the cap";
  EXPECT_THROW(house.Placed("plum", 21), std::runtime_error);
  EXPECT_EQ(house.StockDifference(), "");
  ASSERT_TRUE(Cut(house, harvest, 10, 2));
  EXPECT_EQ(QuantityOf(house, first.id), 15) << "five of the shelf, ten of the twenty from the field";
  EXPECT_EQ(house.LevelOf("plum"), (Level{15, 15}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvest, DestroyedByAStormCancelsAndTellsEverybody) {
  House house;
  house.Offered("plum", "a", 40'000, 3);
  const auto harvest = Opened(house, 100, 100, ShortRule::kProRata);
  const auto mixed = house.Placed("plum", 5), ahead = house.Placed("plum", 10);
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return CutHarvest(t, house.context(), test::OwnerOf("a"), harvest.id.text(), {0, 0, 0, "", "", 1});
  }));
  EXPECT_EQ(QuantityOf(house, mixed.id), 3) << "what was on the shelf stays his";
  EXPECT_EQ(house.Read(ahead.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.LevelOf("plum"), (Level{3, 3}));
  EXPECT_EQ(house.StockDifference(), "");
}

/// Buyers order and cancel while the harvest is cut: whatever the order of things, the books agree.
class CutCrowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, CutCrowd, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(CutCrowd, BuyersComeAndGoWhileItIsCut) {
  House house(GetParam(), 12);
  house.Offered("plum", "a", 40'000, 0);
  const auto harvest = Opened(house, 400, 50, ShortRule::kProRata);
  std::vector<Order> before;
  for (int i = 0; i < 20; ++i) before.push_back(house.Placed("plum", 5));
  std::vector<Checkout> checkouts;
  for (int i = 0; i < 40; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{"plum", 2}})));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (std::size_t i = std::size_t(t); i < checkouts.size(); i += 4)
          house.Place(checkouts[i], "key-" + std::to_string(10'000'000 + i));
      });
    threads.emplace_back([&] {
      for (const Order& order : before)
        (void)house.Do([&](keel::sql::Transaction& transaction) -> keel::Result<Order> {
          const auto now = OrderReader(transaction.session(), house.context().key).Find(order.id);
          if (!now || now->state != OrderState::kConfirmed) return order;
          return Move(transaction, house.context(), *now, OrderEvent::kCancelled, {"buyer"}, "test",
                      house.clock().Now());
        });
    });
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) try {
          if (Cut(house, harvest, 60)) break;
        } catch (const keel::sql::Fault&) {  // Five deadlocks in a row: its seller presses again.
        }
    });
  }
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM harvests WHERE state = 'cut'"), 1);
  const auto level = house.LevelOf("plum");
  EXPECT_EQ(level.on_hand, 60);
  EXPECT_LE(level.reserved, 60);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Harvests, AreSaidInTheCartWhereAPartOfTheLineStillGrows) {
  House house;
  house.Offered("plum", "a", 20'000, 2);
  const auto harvest = Opened(house, 50, 100, ShortRule::kFirstCome);
  const auto ripe = [&](std::int64_t quantity) {
    return ShowCart(house.context(), {house.CartOf({{"plum", quantity}}), {}})->ripe_on;
  };
  EXPECT_TRUE(ripe(2).empty()) << "two lie on the shelf";
  ASSERT_EQ(ripe(3).size(), 1U);
  EXPECT_EQ(ripe(3).at(VariantId("plum")), "2026-12-20");
  ASSERT_TRUE(Cut(house, harvest, 40));
  EXPECT_TRUE(ripe(3).empty()) << "cut: it is there";
}

}  // namespace
}  // namespace orders
