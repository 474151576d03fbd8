#include "orders/flows/harvest.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/count_stock.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/hold_goods.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/weigh_order.hpp"
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

keel::Result<Order> Accepted(House& house, const OrderId& id) {
  return house.Do([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), test::OwnerOf("a"), id); });
}

keel::Result<Order> Packed(House& house, const OrderId& id) {
  return house.Do(
      [&](keel::sql::Transaction& t) { return PackOrder(t, house.context(), test::OwnerOf("a"), id, std::nullopt); });
}

void Pay(House& house, const OrderId& id) {
  (void)house.Do([&](keel::sql::Transaction& t) { return ConfirmPaid(t, house.context(), {id}); });
}

std::vector<OrderLine> Lines(House& house, const OrderId& id) {
  const auto session = house.pool().Take();
  return OrderReader(*session, house.context().key).Lines(id);
}

std::int64_t QuantityOf(House& house, const OrderId& id) {
  return Lines(house, id).front().quantity;
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
  ASSERT_TRUE(Accepted(house, mixed.id));
  EXPECT_EQ(Packed(house, mixed.id).error().code, "harvest-not-cut");
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
  ASSERT_TRUE(Accepted(house, order.id));
  EXPECT_TRUE(Packed(house, order.id));
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
  Pay(house, c.id);
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
  Pay(house, a.id);
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

// Goods sold by the scales.

Order Weighable(House& house, std::int64_t quantity, Payment payment) {
  house.Offered("plum", "a", 45'000, 100);  // A kilogram in two bags of 500 g.
  EXPECT_TRUE(
      house.Do([&](keel::sql::Transaction& t) { return SetWeighed(t, test::OwnerOf("a"), VariantId("plum"), 500); }));
  const auto order = house.Placed("plum", quantity, payment);
  if (payment != Payment::kCod) Pay(house, order.id);
  EXPECT_TRUE(Accepted(house, order.id));
  return order;
}

keel::Result<WeighedOrder> Weighed(House& house, const Order& order, std::int64_t grams) {
  const auto line = Lines(house, order.id).front().id;
  return house.Do([&](keel::sql::Transaction& t) {
    return WeighOrder(t, house.context(), test::OwnerOf("a"), order.id, {{line, grams}});
  });
}

TEST(CatchWeight, ThePriceFollowsTheScalesAndThePaidRestGoesBack) {
  House house;
  const auto order = Weighable(house, 4, Payment::kVietqr);  // 2,000 g for 180,000 đồng.
  EXPECT_EQ(Packed(house, order.id).error().code, "weight-missing");
  const auto weighed = Weighed(house, order, 1'930);
  ASSERT_TRUE(weighed) << weighed.error().code;
  EXPECT_FALSE(weighed->asked);
  EXPECT_EQ(house.Read(order.id).goods.dong(), 173'700);
  const auto due = nlohmann::json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(due.at("cause"), "catch-weight");
  EXPECT_EQ(due.at("amount"), 6'300);
  ASSERT_TRUE(Weighed(house, order, 1'930)) << "the same again changes nothing";
  EXPECT_EQ(house.Read(order.id).goods.dong(), 173'700);
  ASSERT_TRUE(Weighed(house, order, 1'990));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 173'700) << "an order does not become dearer";
  ASSERT_TRUE(Weighed(house, order, 1'920));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 172'800) << "of what was agreed to, not of what the scales made of it";
  EXPECT_TRUE(Packed(house, order.id));
  EXPECT_EQ(Weighed(house, order, 1'920).error().code, "order-state-conflict");
  EXPECT_EQ(house.LevelOf("plum"), (Level{100, 4})) << "pieces are as ordered";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(CatchWeight, MoreThanOrderedCostsNothingMore) {
  House house;
  const auto order = Weighable(house, 4, Payment::kCod);
  ASSERT_TRUE(Weighed(house, order, 2'200));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 180'000);
  EXPECT_EQ(house.LastBody("order.amended"), "");
  EXPECT_TRUE(Packed(house, order.id));
}

TEST(CatchWeight, MuchTooLightIsAskedAndTheBuyerDecides) {
  for (const bool accept : {true, false}) {
    House house;
    const auto order = Weighable(house, 4, Payment::kVietqr);
    const auto asked = Weighed(house, order, 1'500);
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->asked);
    EXPECT_EQ(house.Read(order.id).goods.dong(), 180'000) << "nothing changes before he answers";
    EXPECT_EQ(Packed(house, order.id).error().code, "weight-asked");
    const BuyerProof wrong{*Phone::Parse("0987654321"), {}}, right{*Phone::Parse("0912345678"), {}};
    const auto answer = [&](const BuyerProof& proof) {
      return house.Do(
          [&](keel::sql::Transaction& t) { return AnswerWeights(t, house.context(), order.code, proof, accept); });
    };
    EXPECT_EQ(answer(wrong).error().code, "order-not-found");
    ASSERT_TRUE(answer(right));
    EXPECT_EQ(answer(right).error().code, "nothing-asked");
    if (accept) {
      EXPECT_EQ(house.Read(order.id).goods.dong(), 135'000);
      EXPECT_TRUE(Packed(house, order.id));
    } else {
      EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
      EXPECT_EQ(house.LevelOf("plum"), (Level{100, 0}));
    }
    EXPECT_EQ(house.StockDifference(), "");
  }
}

TEST(CatchWeight, AMistypedWeightIsPutRightUntilTheBuyerAnswers) {
  House house;
  const auto order = Weighable(house, 4, Payment::kVietqr);
  ASSERT_TRUE(Weighed(house, order, 193)->asked) << "a zero was forgotten";
  const auto right = Weighed(house, order, 1'930);
  ASSERT_TRUE(right) << right.error().code;
  EXPECT_FALSE(right->asked);
  EXPECT_EQ(right->weights.size(), 1U);
  EXPECT_EQ(house.Read(order.id).goods.dong(), 173'700);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'weight-right' AND to_kind = 'buyer'"), 1);
  const BuyerProof buyer{*Phone::Parse("0912345678"), {}};
  const auto answer = [&] {
    return house.Do(
        [&](keel::sql::Transaction& t) { return AnswerWeights(t, house.context(), order.code, buyer, true); });
  };
  EXPECT_EQ(answer().error().code, "nothing-asked");
  ASSERT_TRUE(Weighed(house, order, 1'600)->asked);
  ASSERT_TRUE(Weighed(house, order, 1'500)->asked);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'weight-asked'"), 3) << "each weight is told";
  ASSERT_TRUE(answer());
  EXPECT_EQ(house.Read(order.id).goods.dong(), 135'000);
  EXPECT_EQ(Weighed(house, order, 1'600).error().code, "line-weighed-already");
  EXPECT_TRUE(Packed(house, order.id));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(CatchWeight, NoAnswerInSixHoursTakesItAtItsPrice) {
  House house;
  const auto order = Weighable(house, 4, Payment::kCod);
  ASSERT_TRUE(Weighed(house, order, 1'500));
  EXPECT_EQ(SweepWeightQuestions(house.context()), 0);
  house.clock().Advance(kWeightAnswer + std::chrono::minutes(1));
  EXPECT_EQ(SweepWeightQuestions(house.context()), 1);
  EXPECT_EQ(SweepWeightQuestions(house.context()), 0);
  EXPECT_EQ(house.Read(order.id).goods.dong(), 135'000);
}

// Goods kept for who is paying.

TEST(Holds, UnpaidGoodsComeBackAfterAWhileAndPayersKeepThem) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto leaves = house.Placed("plum", 3, Payment::kVietqr), looks = house.Placed("plum", 4, Payment::kVietqr);
  const auto hold = [&] {
    return house.Do([&](keel::sql::Transaction& t) { return HoldGoods(t, house.context(), looks.purchase_id); });
  };
  ASSERT_TRUE(hold());
  EXPECT_EQ(*hold(), looks.placed_at + std::chrono::minutes(180)) << "looking early adds nothing";
  EXPECT_EQ(std::ranges::count(house.Topics(), "purchase.held"), 1)
      << "payments hears it when the time moves, and then only";
  house.clock().Advance(std::chrono::minutes(175));
  ASSERT_TRUE(hold());
  EXPECT_EQ(nlohmann::json::parse(house.LastBody("purchase.held"))["held_until"],
            keel::ToRfc3339(house.clock().Now() + std::chrono::minutes(30)));
  house.clock().Advance(std::chrono::minutes(10));
  EXPECT_EQ(SweepUnpaid(house.context()), 1);
  EXPECT_EQ(SweepUnpaid(house.context()), 0);
  EXPECT_EQ(house.Read(leaves.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.Read(looks.id).state, OrderState::kPlaced);
  EXPECT_EQ(house.LevelOf("plum"), (Level{10, 4}));
  Pay(house, looks.id);
  EXPECT_EQ(hold().error().code, "nothing-held");
  house.clock().Advance(std::chrono::hours(48));
  EXPECT_EQ(SweepUnpaid(house.context()), 0) << "paid is paid";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(Holds, LookingForeverKeepsNothingForever) {
  House house;
  house.Offered("plum", "a", 40'000, 10);
  const auto order = house.Placed("plum", 4, Payment::kVietqr);
  for (int i = 0; i < 100; ++i) {
    (void)house.Do([&](keel::sql::Transaction& t) { return HoldGoods(t, house.context(), order.purchase_id); });
    house.clock().Advance(std::chrono::minutes(20));
    SweepUnpaid(house.context());
  }
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  EXPECT_LE(house.Read(order.id).moved_at, order.placed_at + std::chrono::hours(25));
}

/// The money and the end of the time come at the same moment, many times over: one of them wins, once.
TEST_P(CutCrowd, MoneyAndTheEndOfTheTimeReleaseOnce) {
  House house(GetParam(), 8);
  house.Offered("plum", "a", 40'000, 100);
  std::vector<OrderId> ids;
  for (int i = 0; i < 24; ++i) ids.push_back(house.Placed("plum", 2, Payment::kVietqr).id);
  house.clock().Advance(std::chrono::minutes(181));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 2; ++t) threads.emplace_back([&] { SweepUnpaid(house.context()); });
    for (int t = 0; t < 2; ++t)
      threads.emplace_back([&] {
        for (auto id = ids.rbegin(); id != ids.rend(); ++id) Pay(house, *id);
      });
  }
  const auto kept = house.Number("SELECT COUNT(*) FROM orders WHERE state = 'confirmed'");
  const auto gone = house.Number("SELECT COUNT(*) FROM orders WHERE state = 'cancelled'");
  EXPECT_EQ(kept + gone, 24);
  EXPECT_EQ(house.LevelOf("plum"), (Level{100, 2 * kept}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements WHERE kind = 'released'"), gone);
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
