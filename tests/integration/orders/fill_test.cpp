#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

keel::auth::Principal Clerk() {
  auto who = test::OwnerOf("coop");
  who.memberships.front().kind = "cooperative";
  return who;
}

/// A cooperative with its own plums, and members who have so many each.
void Cooperative(House& house, const std::vector<std::pair<std::string, std::int64_t>>& members) {
  auto own = house.Offered("coopplum", "coop", 40'000, 0);
  own.party_kind = "cooperative";
  own.version = 2;
  house.Tell(own);
  for (const auto& [name, has] : members) {
    house.Offered(name, name, 38'000, has);
    ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
      FollowMember(t, test::PartyIdOf("coop"), test::PartyIdOf(name), true);
      return SetSupply(t, house.context(), Clerk(), VariantId("coopplum"), VariantId(name), true);
    }));
    house.clock().Advance(std::chrono::seconds(1));
  }
}

keel::Result<WholeFill> Opened(House& house, std::int64_t wanted, FillRule rule) {
  house.clock().Advance(std::chrono::seconds(1));
  return house.Do([&](keel::sql::Transaction& t) {
    return OpenFill(t, house.context(), Clerk(), {VariantId("coopplum"), wanted, rule, "bếp ăn trường học"});
  });
}

keel::Result<WholeFill> Received(House& house, const WholeFill& fill, std::int64_t round, std::int64_t position,
                                 std::int64_t pieces) {
  return house.Do([&](keel::sql::Transaction& t) {
    return ReceivePart(t, house.context(), Clerk(), fill.fill.id.text(), round, position, pieces, "");
  });
}

/// An order of the cooperative's own plums that it said yes to.
Order Accepted(House& house, std::int64_t quantity) {
  const auto order = house.Placed("coopplum", quantity);
  EXPECT_TRUE(house.Do([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), Clerk(), order.id); }));
  return order;
}

keel::Result<WholeFill> OpenedFor(House& house, const Order& order, std::int64_t wanted) {
  return house.Do([&](keel::sql::Transaction& t) {
    return OpenFill(t, house.context(), Clerk(),
                    {VariantId("coopplum"), wanted, FillRule::kProRata, "", order.code.text()});
  });
}

std::vector<std::int64_t> Given(const WholeFill& fill, std::int64_t round) {
  std::vector<std::int64_t> given;
  for (const FillPart& part : fill.parts)
    if (part.round == round) given.push_back(part.given);
  return given;
}

TEST(Fill, ForAnOrderTellsWhatEachMemberBroughtForIt) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}});
  house.Offered("coopjam", "coop", 90'000, 10);
  const auto order = house.Placed("coopjam", 2);
  const auto other = house.Placed("pao", 1);
  const auto opened = [&](const std::string& code) {
    return house.Do([&](keel::sql::Transaction& t) {
      return OpenFill(t, house.context(), Clerk(), {VariantId("coopplum"), 30, FillRule::kRotation, "", code});
    });
  };
  EXPECT_EQ(opened("CP-2222-223").error().code, "order-code-mistyped");
  EXPECT_EQ(opened(other.code.text()).error().code, "order-not-found") << "somebody else's";
  EXPECT_EQ(opened(order.code.text()).error().code, "fill-not-ordered") << "jam, not plums";
  // Plums of the cooperative's own that were ordered before they are there: the first are on its shelf by now.
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 27));
  const auto plums = Accepted(house, 27);
  EXPECT_EQ(opened(plums.code.text()).error().code, "fill-more-than-ordered") << "thirty for twenty-seven";
  const auto fill = OpenedFor(house, plums, 27);
  ASSERT_TRUE(fill) << fill.error().code;
  EXPECT_EQ(fill->fill.order_id, plums.id.text());
  std::int64_t brought = 0;
  for (const FillPart& part : fill->parts) {
    if (part.given == 0) continue;
    ASSERT_TRUE(Received(house, *fill, part.round, part.position, part.given));
    brought += part.given;
  }
  EXPECT_EQ(brought, 27);
  const auto told = nlohmann::json::parse(house.LastBody("order.filled"));
  EXPECT_EQ(told["order_id"], plums.id.text());
  EXPECT_EQ(told["ordered"], 27);
  EXPECT_EQ(told["amount"], 1'080'000);
  std::int64_t pieces = 0;
  for (const auto& part : told["parts"]) pieces += part["pieces"].get<std::int64_t>();
  EXPECT_EQ(pieces, 27);
}

TEST(Fill, AnOrderIsFilledOnceAndOnlyWhileItIsPrepared) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 27));
  const auto order = house.Placed("coopplum", 10);
  EXPECT_EQ(OpenedFor(house, order, 10).error().code, "fill-order-not-accepted") << "nobody said yes to it";
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), Clerk(), order.id); }));
  const auto too_many = OpenedFor(house, order, 50);
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().code, "fill-more-than-ordered");
  EXPECT_EQ(too_many.error().argument, "10");
  ASSERT_TRUE(OpenedFor(house, order, 6));
  EXPECT_EQ(OpenedFor(house, order, 5).error().argument, "4") << "six are promised";
  ASSERT_TRUE(OpenedFor(house, order, 4));
  EXPECT_EQ(OpenedFor(house, order, 1).error().code, "fill-filled-already");
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), Clerk(), order.id, CancelReason::kOutOfStock);
  }));
  EXPECT_EQ(OpenedFor(house, order, 10).error().code, "fill-order-not-accepted") << "it is cancelled";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, ACancelledOrderGivesMembersBackWhatTheyStillPromise) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 27));
  const auto order = Accepted(house, 27);
  const auto before = house.LevelOf("pao");
  const auto fill = OpenedFor(house, order, 27);
  ASSERT_TRUE(fill) << fill.error().code;
  ASSERT_TRUE(Received(house, *fill, 1, 1, fill->parts[0].given)) << "Páo brought his";
  const auto promised = house.LevelOf("sua").reserved;
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-promised' AND order_id <> ''"), 2);
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), Clerk(), order.id, CancelReason::kOutOfStock);
  }));
  EXPECT_EQ(house.LevelOf("sua").reserved, promised - fill->parts[1].given) << "free again";
  EXPECT_EQ(house.LevelOf("pao").on_hand, before.on_hand - fill->parts[0].given) << "what was brought stays";
  const auto shown = ShowFill(house.context(), Clerk(), fill->fill.id.text());
  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->fill.closed_at);
  EXPECT_EQ(shown->parts[0].state, PartState::kReceived);
  EXPECT_EQ(shown->parts[1].state, PartState::kReleased);
  EXPECT_EQ(Received(house, *fill, 1, 2, 1).error().code, "part-settled");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-released'"), 1);
  EXPECT_EQ(house.StockDifference(), "");
}

/// The buyer wants `quantity` of it and no more.
void MadeSmaller(House& house, const Order& order, std::int64_t quantity) {
  const auto lines = OrderReader(*house.pool().Take(), house.context().key).Lines(order.id);
  const auto smaller = house.Do([&](keel::sql::Transaction& t) {
    return AmendByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), {}}, {},
                        {{lines[0].id, quantity, {}}});
  });
  ASSERT_TRUE(smaller) << smaller.error().code;
}

/// The worked example of docs/stock.md.
TEST(Fill, ASmallerOrderTakesNoMoreThanItStillNeeds) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto order = Accepted(house, 10);
  const auto fill = OpenedFor(house, order, 10);
  ASSERT_TRUE(fill) << fill.error().code;
  ASSERT_EQ(Given(*fill, 1), (std::vector<std::int64_t>{7, 3}));
  MadeSmaller(house, order, 4);
  const auto too_many = Received(house, *fill, 1, 1, 7);
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().code, "fill-more-than-ordered");
  EXPECT_EQ(too_many.error().argument, "4");
  const auto brought = Received(house, *fill, 1, 1, 4);
  ASSERT_TRUE(brought) << brought.error().code;
  EXPECT_EQ(brought->fill.rounds, 1) << "nobody is asked for what is not needed";
  EXPECT_TRUE(brought->fill.closed_at);
  EXPECT_EQ(brought->promised, 0);
  EXPECT_EQ(brought->parts[1].state, PartState::kReleased);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-released'"), 1);
  const auto told = nlohmann::json::parse(house.LastBody("order.filled"));
  EXPECT_EQ(told["ordered"], 4);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, OfASmallerOrderNoMorePiecesCountThanItHas) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto order = Accepted(house, 10);
  const auto fill = OpenedFor(house, order, 10);
  ASSERT_TRUE(fill);
  ASSERT_TRUE(Received(house, *fill, 1, 1, 7));
  const auto first = nlohmann::json::parse(house.LastBody("order.filled"));
  MadeSmaller(house, order, 4);
  const auto told = nlohmann::json::parse(house.LastBody("order.filled"));
  EXPECT_GT(told["version"], first["version"]) << "it takes the place of what was told before";
  EXPECT_EQ(told["ordered"], 4);
  EXPECT_EQ(told["amount"], 160'000);
  std::int64_t counted = 0;
  for (const auto& part : told["parts"]) counted += part["pieces"].get<std::int64_t>();
  EXPECT_EQ(counted, 4) << "never seven of four";
  EXPECT_EQ(ShowFill(house.context(), Clerk(), fill->fill.id.text())->parts[1].state, PartState::kReleased);
  EXPECT_EQ(house.LevelOf("sua").reserved, 12) << "of the first fill, for the shelf";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, NothingComesForAnOrderThatIsPacked) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto order = Accepted(house, 10);
  const auto fill = OpenedFor(house, order, 10);
  ASSERT_TRUE(fill);
  ASSERT_TRUE(
      house.Do([&](keel::sql::Transaction& t) { return PackOrder(t, house.context(), Clerk(), order.id, {}); }));
  const auto shown = ShowFill(house.context(), Clerk(), fill->fill.id.text());
  EXPECT_TRUE(shown->fill.closed_at);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-released'"), 2);
  EXPECT_EQ(Received(house, *fill, 1, 1, 7).error().code, "part-settled");
  // As an earlier release left it: packed, and still promised.
  (void)house.Do([&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
    t.Execute("UPDATE fill_parts SET state = 'promised' WHERE fill_id = ? AND position = 1", {fill->fill.id.text()});
    return keel::Done{};
  });
  EXPECT_EQ(Received(house, *fill, 1, 1, 7).error().code, "fill-order-over");
}

TEST(Fill, IsClosedByItsCooperative) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}});
  const auto fill = Opened(house, 90, FillRule::kProRata);
  ASSERT_TRUE(fill);
  ASSERT_TRUE(Received(house, *fill, 1, 1, 60));
  const auto close = [&](const keel::auth::Principal& who) {
    return house.Do(
        [&](keel::sql::Transaction& t) { return CloseFill(t, house.context(), who, fill->fill.id.text()); });
  };
  EXPECT_EQ(close(test::OwnerOf("pao")).error().code, "fill-not-found") << "a member does not end it";
  const auto closed = close(Clerk());
  ASSERT_TRUE(closed) << closed.error().code;
  EXPECT_EQ(closed->received, 60);
  EXPECT_EQ(closed->promised, 0);
  EXPECT_EQ(closed->missing(), 0);
  EXPECT_EQ(house.LevelOf("sua"), (Level{60, 0}));
  EXPECT_EQ(house.LevelOf("coopplum"), (Level{60, 0}));
  ASSERT_TRUE(close(Clerk())) << "repeating succeeds";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-promised' AND to_id = '" +
                         test::PartyIdOf("sua") + "'"),
            1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-released' AND to_id = '" +
                         test::PartyIdOf("sua") + "'"),
            1);
  EXPECT_EQ(house.StockDifference(), "");
}

/// The worked example of docs/stock.md.
TEST(Fill, IsSharedInProportionAndComesOntoTheCooperativesBooks) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}, {"vang", 20}});
  const auto fill = Opened(house, 100, FillRule::kProRata);
  ASSERT_TRUE(fill) << fill.error().code;
  EXPECT_EQ(Given(*fill, 1), (std::vector<std::int64_t>{60, 30, 10}));
  EXPECT_EQ(fill->parts[0].has, 120);
  EXPECT_EQ(fill->parts[0].has_all, 200);
  EXPECT_EQ(house.LevelOf("pao"), (Level{120, 60}));
  EXPECT_EQ(house.StockDifference(), "");
  for (std::int64_t i = 1; i <= 3; ++i)
    ASSERT_TRUE(Received(house, *fill, 1, i, fill->parts[std::size_t(i - 1)].given));
  EXPECT_EQ(house.LevelOf("coopplum"), (Level{100, 0}));
  EXPECT_EQ(house.LevelOf("pao"), (Level{60, 0}));
  EXPECT_EQ(house.Number("SELECT SUM(on_hand) FROM stock"), 200) << "nothing came from nowhere";
  EXPECT_EQ(Received(house, *fill, 1, 1, 5).error().code, "part-settled");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, AMemberWhoFailsIsReplacedAndTheBooksAgree) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}, {"vang", 20}});
  const auto fill = *Opened(house, 100, FillRule::kProRata);
  const auto less = Received(house, fill, 1, 1, 40);  // Páo brings forty of sixty.
  ASSERT_TRUE(less) << less.error().code;
  EXPECT_EQ(Given(*less, 2), (std::vector<std::int64_t>{15, 5})) << "20 of the 30 and 10 that Súa and Vàng still have";
  EXPECT_EQ(less->missing(), 0);
  const auto failed = house.Do([&](keel::sql::Transaction& t) {
    return FailPart(t, house.context(), Clerk(), fill.fill.id.text(), 1, 2, "đường sạt lở");
  });
  ASSERT_TRUE(failed);
  EXPECT_EQ(Given(*failed, 3), (std::vector<std::int64_t>{5})) << "only Vàng is left, with five";
  EXPECT_EQ(failed->missing(), 25);
  EXPECT_EQ(house.LevelOf("pao"), (Level{80, 0})) << "what he did not bring is his to sell again";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, TurnsGoOnWhereTheyStopped) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}, {"vang", 20}});
  const auto first = Opened(house, 50, FillRule::kRotation);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->parts[0].member_variant_id, VariantId("pao"));
  EXPECT_EQ(Given(*first, 1), (std::vector<std::int64_t>{50, 0, 0}));
  const auto second = Opened(house, 70, FillRule::kRotation);
  EXPECT_EQ(second->parts[0].member_variant_id, VariantId("sua")) << "Páo gave last";
  EXPECT_EQ(Given(*second, 1), (std::vector<std::int64_t>{60, 10, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Fill, MoreThanAllHaveIsRefusedAndNothingIsKept) {
  House house;
  Cooperative(house, {{"pao", 12}, {"sua", 6}});
  house.Placed("pao", 2);
  const auto refused = Opened(house, 17, FillRule::kProRata);
  EXPECT_EQ(refused.error().code, "fill-too-few");
  EXPECT_EQ(refused.error().argument, "16");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM fills"), 0);
  EXPECT_EQ(house.LevelOf("sua"), (Level{6, 0}));
}

TEST(Fill, OnlyMembersGoodsAndOnlyTheCooperativesClerk) {
  House house;
  Cooperative(house, {{"pao", 12}});
  house.Offered("xa", "xa", 38'000, 10);
  EXPECT_EQ(house
                .Do([&](keel::sql::Transaction& t) {
                  return SetSupply(t, house.context(), Clerk(), VariantId("coopplum"), VariantId("xa"), true);
                })
                .error()
                .code,
            "supply-not-member");
  const auto fill = *Opened(house, 10, FillRule::kProRata);
  EXPECT_TRUE(ShowFill(house.context(), test::OwnerOf("pao"), fill.fill.id.text())) << "a member checks his part";
  EXPECT_EQ(ShowFill(house.context(), test::OwnerOf("xa"), fill.fill.id.text()).error().code, "fill-not-found");
  EXPECT_EQ(house
                .Do([&](keel::sql::Transaction& t) {
                  return ReceivePart(t, house.context(), test::OwnerOf("pao"), fill.fill.id.text(), 1, 1, 10, "");
                })
                .error()
                .code,
            "fill-not-found");
}

TEST(Fill, TakesMembersLotsFirstExpiredFirst) {
  House house;
  Cooperative(house, {{"pao", 0}});
  const auto lot = [&](std::int64_t quantity, const std::string& until) {
    return *house.Do([&](keel::sql::Transaction& t) {
      LotWish wish;
      wish.variant_id = VariantId("pao");
      wish.quantity = quantity;
      wish.expires_on = until;
      return OpenLot(t, house.context(), test::OwnerOf("pao"), wish);
    });
  };
  lot(10, "2026-12-30");
  const auto soon = lot(6, "2026-11-25");
  const auto fill = *Opened(house, 9, FillRule::kProRata);
  ASSERT_TRUE(Received(house, fill, 1, 1, 8));
  const auto stock = *StockOfVariant(house.context(), test::OwnerOf("pao"), VariantId("pao"));
  for (const BinRow& row : stock.bins) {
    EXPECT_EQ(row.level.reserved, 0);
    if (!row.lot) continue;
    EXPECT_EQ(row.level.on_hand, row.lot->id == soon.id ? 0 : 8);
  }
  EXPECT_EQ(house.StockDifference(), "");
}

class FillCrowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, FillCrowd, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(FillCrowd, BuyersAndFillsNeverGetTheSamePiece) {
  House house(GetParam(), 12);
  Cooperative(house, {{"pao", 60}, {"sua", 60}, {"vang", 60}});
  std::vector<Checkout> checkouts;
  for (int i = 0; i < 60; ++i)
    checkouts.push_back(house.CheckoutOf(house.CartOf({{i % 2 ? "pao" : "vang", 1}, {i % 2 ? "sua" : "pao", 1}})));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (std::size_t i = std::size_t(t); i < checkouts.size(); i += 4)
          house.Place(checkouts[i], "key-" + std::to_string(10'000'000 + i));
      });
    for (int t = 0; t < 2; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 8; ++i) try {
            const auto fill = house.Do([&](keel::sql::Transaction& transaction) {
              return OpenFill(transaction, house.context(), Clerk(),
                              {VariantId("coopplum"), 12, t ? FillRule::kProRata : FillRule::kRotation, ""});
            });
            if (fill && fill->parts.front().given > 0)
              (void)Received(house, *fill, 1, 1, fill->parts.front().given / 2);
          } catch (const keel::sql::Fault&) {  // Five deadlocks in a row: the clerk presses again.
          }
      });
  }
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock WHERE on_hand < reserved"), 0);
  EXPECT_EQ(house.Number("SELECT SUM(on_hand) FROM stock"), 180);
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
