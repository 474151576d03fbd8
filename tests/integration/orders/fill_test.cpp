#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "tests/integration/orders/fill_desk.hpp"

/// What members promise and bring to their cooperative.
namespace orders {
namespace {

using test::House, test::VariantId, test::Clerk, test::Cooperative, test::Given, test::Opened, test::Received;

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
    return ReceivePart(t, house.context(), Clerk(), fill.fill.id.text(), 1, 2, 0, "đường sạt lở");
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

TEST(Fill, WhoGaveNothingKeepsHisTurn) {
  House house;
  Cooperative(house, {{"pao", 120}, {"sua", 60}, {"vang", 20}});
  const auto closed = Opened(house, 50, FillRule::kRotation);
  ASSERT_TRUE(closed);
  ASSERT_TRUE(house.Do(
      [&](keel::sql::Transaction& t) { return CloseFill(t, house.context(), Clerk(), closed->fill.id.text()); }));
  const auto failed = Opened(house, 50, FillRule::kRotation);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->parts[0].member_variant_id, VariantId("pao")) << "the first was called off: nobody gave";
  const auto replaced = Received(house, *failed, 1, 1, 0);
  ASSERT_TRUE(replaced);
  EXPECT_EQ(Given(*replaced, 2), (std::vector<std::int64_t>{50, 0})) << "Súa stands in for Páo";
  const auto next = Opened(house, 130, FillRule::kRotation);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->parts[0].member_variant_id, VariantId("pao")) << "he has given nothing yet";
  EXPECT_EQ(next->parts[1].member_variant_id, VariantId("vang"));
  EXPECT_EQ(next->parts[2].member_variant_id, VariantId("sua"));
  ASSERT_TRUE(Received(house, *next, 1, 1, 120));
  EXPECT_EQ(Opened(house, 1, FillRule::kRotation)->parts[0].member_variant_id, VariantId("sua"))
      << "she gave before them";
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
