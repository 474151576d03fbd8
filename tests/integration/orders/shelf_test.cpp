#include <gtest/gtest.h>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_stock.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

class Shelf : public testing::Test {
 protected:
  /// "done", or the code of what it was refused with.
  template <class Outcome>
  static std::string Code(const Outcome& outcome) {
    return outcome ? "done" : std::string(outcome.error().code);
  }

  Order Accepted(const std::string& name, std::int64_t quantity) {
    const auto order = house.Placed(name, quantity);
    EXPECT_TRUE(house.Do([&](auto& t) { return AcceptOrder(t, house.context(), owner, order.id); }));
    return order;
  }
  keel::Result<Order> Pack(const Order& order) {
    return house.Do([&](auto& t) { return PackOrder(t, house.context(), owner, order.id, {}); });
  }
  keel::Result<keel::Done> Spoil(const std::string& name, std::int64_t quantity, const Bin& bin = {}) {
    return house.Do(
        [&](auto& t) { return SpoilStock(t, house.context(), owner, VariantId(name), bin, quantity, "mưa đá"); });
  }
  bool Counted(const std::string& name, std::int64_t counted) {
    return bool(house.Do([&](auto& t) { return CountStock(t, house.context(), owner, VariantId(name), counted, ""); }));
  }
  void Scan(const Order& order, const std::string& state) {
    EXPECT_TRUE(house.Do([&](auto& t) {
      return FollowShipment(t, house.context(),
                            {order.id.text(), "shm_" + order.code.text(), "ghn", "", "", state, house.clock().Now()});
    }));
  }
  Lot Opened(const std::string& name, std::int64_t quantity, const std::string& expires_on) {
    LotWish wish;
    wish.variant_id = VariantId(name);
    wish.quantity = quantity;
    wish.expires_on = expires_on;
    return *house.Do([&](auto& t) { return OpenLot(t, house.context(), owner, wish); });
  }

  House house;
  keel::auth::Principal owner = test::OwnerOf("a");
};

TEST_F(Shelf, WhatWasThrownAwayIsNotPacked) {
  house.Offered("plum", "a", 40'000, 5);
  const auto first = Accepted("plum", 3), second = Accepted("plum", 2);
  ASSERT_TRUE(Spoil("plum", 2));
  ASSERT_TRUE(Pack(first));
  const auto refused = Pack(second);
  ASSERT_EQ(Code(refused), "shelf-too-few");
  EXPECT_TRUE(refused.error().argument.ends_with(": 0")) << refused.error().argument;
  EXPECT_EQ(house.Read(second.id).state, OrderState::kAccepted) << "as if it was never asked";
  Scan(first, "delivered");
  EXPECT_EQ(house.LevelOf("plum"), (Level{0, 2}));
  ASSERT_TRUE(Counted("plum", 2)) << "two more were picked";
  EXPECT_TRUE(Pack(second));
  Scan(second, "delivered");
  EXPECT_EQ(house.LevelOf("plum"), (Level{0, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Shelf, WhatIsInABoxIsNeitherThrownNorCountedAway) {
  house.Offered("plum", "a", 40'000, 5);
  const auto order = Accepted("plum", 3);
  ASSERT_TRUE(Pack(order));
  EXPECT_EQ(Code(Spoil("plum", 3)), "stock-too-few");
  EXPECT_EQ(Code(Spoil("plum", 2)), "done");
  ASSERT_TRUE(Counted("plum", 0)) << "the shelf is empty, the box stands beside it";
  EXPECT_EQ(house.LevelOf("plum"), (Level{3, 3}));
  EXPECT_EQ(house.LevelOf("plum").free(), 0);
  Scan(order, "picked_up");
  ASSERT_TRUE(Counted("plum", 0));
  EXPECT_EQ(house.LevelOf("plum"), (Level{3, 3})) << "the carrier has it";
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("plum"), (Level{0, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Shelf, ABoxThatIsCancelledComesBackAndMayBeThrownAway) {
  house.Offered("plum", "a", 40'000, 3);
  const auto order = Accepted("plum", 3);
  ASSERT_TRUE(Pack(order));
  EXPECT_EQ(Code(Spoil("plum", 1)), "stock-too-few");
  ASSERT_TRUE(
      house.Do([&](auto& t) { return CancelByShop(t, house.context(), owner, order.id, CancelReason::kOutOfStock); }));
  EXPECT_TRUE(Spoil("plum", 3));
  EXPECT_EQ(house.LevelOf("plum"), (Level{0, 0}));
}

TEST_F(Shelf, NothingIsHarvestedTomorrow) {
  house.Offered("plum", "a", 40'000, 0);
  LotWish wish;
  wish.variant_id = VariantId("plum");
  wish.quantity = 3;
  const auto opened = [&] { return Code(house.Do([&](auto& t) { return OpenLot(t, house.context(), owner, wish); })); };
  wish.harvested_on = DayOf(house.clock().Now() + std::chrono::days(1));
  EXPECT_EQ(opened(), "lot-not-yet");
  wish.harvested_on = DayOf(house.clock().Now());
  EXPECT_EQ(opened(), "done");
  wish.produced_on = DayOf(house.clock().Now() + std::chrono::days(33));
  EXPECT_EQ(opened(), "lot-not-yet");
}

TEST_F(Shelf, WhatIsPastItsDayIsNotPacked) {
  house.Offered("plum", "a", 40'000, 0);
  const auto lot = Opened("plum", 5, "2026-12-25");
  const auto order = Accepted("plum", 3), later = Accepted("plum", 2);
  ASSERT_TRUE(Pack(later)) << "its day is not over";
  house.clock().Advance(std::chrono::days(40));
  const auto refused = Pack(order);
  ASSERT_EQ(Code(refused), "lot-expired") << "also before the sweep gave it the name";
  EXPECT_TRUE(refused.error().argument.starts_with(lot.code)) << refused.error().argument;
  SweepLots(house.context());
  EXPECT_EQ(Code(Pack(order)), "lot-expired");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kAccepted);
  EXPECT_EQ(house.StockDifference(), "");
  const auto fresh = Opened("plum", 3, "2027-12-25");
  ASSERT_TRUE(Pack(order)) << "of the fresh lot";
  EXPECT_EQ(TakersOf(house.context(), owner, fresh.id.text())->size(), 1U);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Shelf, WhatWasRecalledIsNotPacked) {
  house.Offered("plum", "a", 40'000, 0);
  const auto lot = Opened("plum", 5, "2026-12-25");
  const auto order = Accepted("plum", 3);
  ASSERT_TRUE(house.Do([&](auto& t) {
    LotChange change;
    change.state = LotState::kRecalled;
    change.version = lot.version;
    return ChangeLot(t, house.context(), owner, lot.id.text(), change);
  }));
  const auto refused = Pack(order);
  ASSERT_EQ(Code(refused), "lot-recalled");
  EXPECT_NE(refused.error().argument.find(lot.code), std::string::npos);
  ASSERT_TRUE(
      house.Do([&](auto& t) { return CancelByShop(t, house.context(), owner, order.id, CancelReason::kOutOfStock); }));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Shelf, ALotThatSpoiledIsReplacedByAnotherThatHoldsEnough) {
  house.Offered("plum", "a", 40'000, 0);
  const auto soon = Opened("plum", 4, "2026-12-25"), late = Opened("plum", 10, "2026-12-30");
  const auto order = Accepted("plum", 4);
  ASSERT_TRUE(Spoil("plum", 4, {soon.id.text(), ""}));
  ASSERT_TRUE(Pack(order)) << "ten of the other lot lie there";
  const auto takers = TakersOf(house.context(), owner, late.id.text());
  ASSERT_TRUE(takers);
  ASSERT_EQ(takers->size(), 1U) << "a recall finds whoever got of it";
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("plum"), (Level{6, 0}));
  EXPECT_EQ(house.StockDifference(), "");
  const auto more = Accepted("plum", 6);
  ASSERT_TRUE(Spoil("plum", 1, {late.id.text(), ""}));
  EXPECT_EQ(Code(Pack(more)), "shelf-too-few");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Shelf, AMemberBringsNoMoreThanLiesOnHis) {
  auto own = house.Offered("coopplum", "coop", 40'000, 0);
  own.party_kind = "cooperative";
  own.version = 2;
  house.Tell(own);
  house.Offered("plum", "a", 38'000, 10);
  auto clerk = test::OwnerOf("coop");
  clerk.memberships.front().kind = "cooperative";
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
    FollowMember(t, test::PartyIdOf("coop"), test::PartyIdOf("a"), true);
    return SetSupply(t, house.context(), clerk, VariantId("coopplum"), VariantId("plum"), true);
  }));
  const auto fill = house.Do([&](auto& t) {
    return OpenFill(t, house.context(), clerk, {VariantId("coopplum"), 8, FillRule::kProRata, ""});
  });
  ASSERT_TRUE(fill);
  ASSERT_TRUE(Spoil("plum", 5));
  const auto brought = [&](std::int64_t pieces) {
    return house.Do(
        [&](auto& t) { return ReceivePart(t, house.context(), clerk, fill->fill.id.text(), 1, 1, pieces, ""); });
  };
  EXPECT_EQ(Code(brought(6)), "shelf-too-few");
  EXPECT_TRUE(brought(5));
  EXPECT_EQ(house.LevelOf("plum"), (Level{0, 0}));
  EXPECT_EQ(house.LevelOf("coopplum"), (Level{5, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
