#include <nlohmann/json.hpp>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/fill_desk.hpp"

/// Fills for an order that a cooperative took: members bring what it has, no more, and are said to have.
namespace orders {
namespace {

using test::House, test::VariantId, test::Accepted, test::Clerk, test::Cooperative, test::Given, test::Opened,
    test::OpenedFor, test::Received;

TEST(FillForOrder, ForAnOrderTellsWhatEachMemberBroughtForIt) {
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

TEST(FillForOrder, AnOrderIsFilledOnceAndOnlyWhileItIsPrepared) {
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

TEST(FillForOrder, ACancelledOrderGivesMembersBackWhatTheyStillPromise) {
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
TEST(FillForOrder, ASmallerOrderTakesNoMoreThanItStillNeeds) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto order = Accepted(house, 10);
  const auto fill = OpenedFor(house, order, 10);
  ASSERT_TRUE(fill) << fill.error().code;
  ASSERT_EQ(Given(*fill, 1), (std::vector<std::int64_t>{7, 3}));
  const auto promised = house.LevelOf("pao").reserved;
  MadeSmaller(house, order, 4);
  const auto smaller = ShowFill(house.context(), Clerk(), fill->fill.id.text());
  EXPECT_EQ(Given(*smaller, 1), (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(smaller->parts[0].let_go, 4);
  EXPECT_EQ(smaller->missing(), 0);
  EXPECT_EQ(house.LevelOf("pao").reserved, promised - 4) << "his to sell again";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'fill-smaller'"), 2);
  EXPECT_EQ(house.StockDifference(), "");
  EXPECT_FALSE(Received(house, *fill, 1, 1, 7)) << "seven are more than he is to bring";
  ASSERT_TRUE(Received(house, *fill, 1, 1, 3));
  const auto brought = Received(house, *fill, 1, 2, 1);
  ASSERT_TRUE(brought) << brought.error().code;
  EXPECT_EQ(brought->fill.rounds, 1) << "nobody is asked for what is not needed";
  EXPECT_EQ(brought->promised, 0);
  const auto told = nlohmann::json::parse(house.LastBody("order.filled"));
  EXPECT_EQ(told["ordered"], 4);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(FillForOrder, WhoIsNotNeededForASmallerOrderHearsSoAndInTurnsTheLastGoesFirst) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto order = Accepted(house, 10);
  const auto first = house.Do([&](keel::sql::Transaction& t) {
    return OpenFill(t, house.context(), Clerk(),
                    {VariantId("coopplum"), 4, FillRule::kRotation, "", order.code.text()});
  });
  ASSERT_TRUE(first);
  const auto second = OpenedFor(house, order, 6);
  ASSERT_TRUE(second);
  ASSERT_TRUE(Received(house, *first, 1, 1, 2)) << "two of four; the other two are shared out again";
  const auto open = [&] {
    return ShowFill(house.context(), Clerk(), first->fill.id.text())->promised +
           ShowFill(house.context(), Clerk(), second->fill.id.text())->promised;
  };
  ASSERT_EQ(open(), 8);
  MadeSmaller(house, order, 7);
  EXPECT_EQ(open(), 5) << "two are there, five are still to come";
  MadeSmaller(house, order, 3);
  EXPECT_EQ(open(), 1);
  EXPECT_EQ(house.StockDifference(), "");
  MadeSmaller(house, order, 2);
  EXPECT_EQ(open(), 0);
  for (const auto& id : {first->fill.id, second->fill.id})
    EXPECT_EQ(ShowFill(house.context(), Clerk(), id.text())->missing(), 0) << "nothing is looked for";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(FillForOrder, OfASmallerOrderNoMorePiecesCountThanItHas) {
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

TEST(FillForOrder, WhoStandsInIsLetGoOfBothHisPartsAtOnce) {
  House house;
  Cooperative(house, {{"pao", 140}, {"sua", 60}});
  ASSERT_TRUE(Received(house, *Opened(house, 40, FillRule::kProRata), 1, 1, 28));
  const auto before = house.LevelOf("pao").reserved;
  const auto order = Accepted(house, 10);
  const auto fill = OpenedFor(house, order, 10);
  ASSERT_TRUE(fill);
  const auto replaced = Received(house, *fill, 1, 2, 0);
  ASSERT_TRUE(replaced) << "Súa brings nothing: Páo, who brings seven, brings her three as well";
  ASSERT_EQ(house.LevelOf("pao").reserved, before + 10);
  const auto gone = house.Do([&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), Clerk(), order.id, CancelReason::kOutOfStock);
  });
  ASSERT_TRUE(gone) << gone.error().code;
  EXPECT_EQ(house.LevelOf("pao").reserved, before);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(FillForOrder, NothingComesForAnOrderThatIsPacked) {
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

}  // namespace
}  // namespace orders
