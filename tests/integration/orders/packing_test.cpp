#include <gtest/gtest.h>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/run_packing_clocks.hpp"
#include "orders/flows/set_clock.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// What happens to an order that its shop said yes to and does not pack.
namespace orders {
namespace {

using namespace std::chrono_literals;
using test::House;
using test::OwnerOf;

struct Packing : testing::Test {
  Packing() {
    house.Offered("honey", "a", 100'000, 50);
    house.Offered("tea", "a", 90'000, 50);
    EXPECT_TRUE(house.Do([](auto& t) -> keel::Result<keel::Done> {
      FollowMember(t, test::PartyIdOf("c"), test::PartyIdOf("a"), true);
      return keel::Done{};
    }));
  }
  Order Accepted(const std::string& variant = "honey") {
    const auto order = house.Placed(variant, 2);
    EXPECT_TRUE(house.Accept(order.id));
    RunPackingClocks(house.context());
    return order;
  }
  std::int64_t After(std::chrono::hours by) {
    house.clock().Advance(by);
    return RunPackingClocks(house.context());
  }
  /// Who was told of the order, in the order of telling: "shop helper cooperative buyer".
  std::string Told(const Order& order) {
    const auto session = house.pool().Take();
    auto rows = session->Query(
        "SELECT to_kind FROM messages WHERE order_id = ? AND kind LIKE 'pack-%' ORDER BY written_at, to_kind DESC",
        {order.id.text()});
    std::string told;
    while (rows.Next()) told += (told.empty() ? "" : " ") + rows.Text(0);
    return told;
  }
  std::string PackBy(const Order& order) {
    const auto session = house.pool().Take();
    OrderReader reader(*session, house.context().key);
    const auto whole = reader.Whole(house.Read(order.id));
    return whole.pack_by ? keel::ToRfc3339(*whole.pack_by) : "";
  }

  House house;  // It is 15:00 in Vietnam, 21 November 2026.
};

TEST_F(Packing, AnOrderLeftAloneIsToldOfToTheShopThenItsHelpersThenTheBuyer) {
  const auto order = Accepted();
  EXPECT_EQ(PackBy(order), "2026-11-23T08:00:00.000Z");
  EXPECT_EQ(After(47h), 0);
  EXPECT_EQ(Told(order), "");
  EXPECT_EQ(After(1h), 1);
  EXPECT_EQ(After(1h), 0) << "said once";
  EXPECT_EQ(Told(order), "shop");
  After(23h);
  EXPECT_EQ(Told(order), "shop helper cooperative");
  After(24h);
  EXPECT_EQ(Told(order), "shop helper cooperative buyer");
  After(24h * 30);
  EXPECT_EQ(Told(order), "shop helper cooperative buyer");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kAccepted) << "nothing is cancelled by itself";
}

TEST_F(Packing, WhatIsPackedOrCancelledIsNotToldOf) {
  const auto packed = Accepted(), cancelled = Accepted();
  EXPECT_TRUE(house.Pack(packed.id));
  EXPECT_TRUE(house.Do([&](auto& t) {
    return CancelByShop(t, house.context(), OwnerOf("a"), cancelled.id, CancelReason::kOutOfStock);
  }));
  EXPECT_EQ(PackBy(packed), "");
  After(72h);
  EXPECT_EQ(Told(packed) + Told(cancelled), "");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM packing_clocks"), 0);
}

TEST_F(Packing, AShopChoosesItsDays) {
  const auto hours = ClockHours{};
  ASSERT_TRUE(SetClock(house.context(), OwnerOf("a"), test::ShopIdOf("a"), hours, 7));
  EXPECT_EQ(SetClock(house.context(), OwnerOf("a"), test::ShopIdOf("a"), hours, {})->pack_days, 7) << "as before";
  const auto order = Accepted();
  EXPECT_EQ(PackBy(order), "2026-11-28T08:00:00.000Z");
  EXPECT_EQ(After(24h * 6), 0);
  EXPECT_EQ(After(24h), 1);
}

TEST_F(Packing, GoodsThatStillGrowAreNotLateBeforeTheirDay) {
  house.Offered("plum", "a", 40'000, 0);
  const auto opened = house.Do([&](auto& t) {
    return OpenHarvest(t, house.context(), OwnerOf("a"),
                       {test::VariantId("plum"), "2026-12-20", 100, 50, ShortRule::kFirstCome});
  });
  ASSERT_TRUE(opened);
  const auto order = Accepted("plum");
  EXPECT_EQ(PackBy(order), "2026-12-21T23:00:00.000Z") << "two days from the morning of the 20th, at six";
  EXPECT_TRUE(house.Do([&](auto& t) {
    return ChangeForecast(t, house.context(), OwnerOf("a"), opened->id.text(), "2026-12-25", 100, 50, opened->version);
  }));
  EXPECT_EQ(After(24h * 32), 0) << "the day was moved";
  EXPECT_EQ(PackBy(order), "2026-12-26T23:00:00.000Z");
  EXPECT_EQ(After(24h * 5), 1) << "neither cut nor packed";
  EXPECT_EQ(Told(order), "shop");
}

TEST_F(Packing, AnOrderThatWaitsForItsBuyerIsNotLate) {
  const auto order = Accepted();
  const auto session = house.pool().Take();
  const auto line = OrderReader(*session, house.context().key).Lines(order.id).front();
  EXPECT_EQ(After(47h), 0);
  const auto asked = house.Do([&](auto& t) {
    return OfferSubstitute(t, house.context(), OwnerOf("a"), order.id, line.id, test::VariantId("tea"), 2);
  });
  ASSERT_TRUE(asked) << asked.error().code;
  EXPECT_EQ(After(1h), 0);
  EXPECT_EQ(Told(order), "");
}

TEST_F(Packing, AnOrderAcceptedBeforeThereWereClocksGetsAWholeOne) {
  const auto order = house.Placed("honey", 1);
  EXPECT_TRUE(house.Accept(order.id));
  EXPECT_EQ(After(24h * 100), 0);
  EXPECT_EQ(PackBy(order), "2027-03-02T08:00:00.000Z") << "a day less than whole: news are a day old at most";
  EXPECT_EQ(After(24h), 1);
}

}  // namespace
}  // namespace orders
