#include "orders/flows/amend_order.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using nlohmann::json;
using test::House;

struct Amending : testing::Test {
  Amending() {
    house.Offered("honey", "a", 100'000, 10);
    house.Offered("tea", "a", 70'000, 10);
  }
  /// Three pots of honey and two of tea, of one shop.
  Order Bought(Payment payment = Payment::kCod) {
    const auto cart = house.CartOf({{"honey", 3}, {"tea", 2}});
    const auto placed =
        house.Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, payment)); });
    EXPECT_TRUE(placed);
    if (payment != Payment::kCod) {
      EXPECT_TRUE(house.Pay(placed->orders[0].id));
    }
    return house.Read(placed->orders[0].id);
  }
  std::vector<OrderLine> Lines(const OrderId& id) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Lines(id);
  }
  keel::Result<AmendedOrder> ByBuyer(const Order& order, const std::vector<LineChange>& lines) {
    return house.Do([&](auto& t) {
      return AmendByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), {}}, {}, lines);
    });
  }
  keel::Result<AmendedOrder> PartAccepted(const Order& order, const std::vector<LineChange>& lines,
                                          std::optional<std::int64_t> version = {}) {
    return house.Do(
        [&](auto& t) { return AcceptPart(t, house.context(), test::OwnerOf("a"), order.id, version, lines); });
  }
  std::int64_t Told(const std::string& topic) {
    return house.Number("SELECT COUNT(*) FROM outbox WHERE topic = '" + topic + "'");
  }
  /// Children equal parents: lines add up to orders, orders to their purchase.
  void ExpectSums() {
    EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders o WHERE goods_vnd <> (SELECT SUM(total_vnd) FROM order_lines l "
                           "WHERE l.order_id = o.id) OR total_vnd <> goods_vnd + freight_vnd"),
              0);
    EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases p WHERE total_vnd <> (SELECT SUM(total_vnd) FROM orders o "
                           "WHERE o.purchase_id = p.id) OR total_vnd <> goods_vnd + freight_vnd"),
              0);
    EXPECT_EQ(house.StockDifference(), "");
  }
  House house;
};

TEST_F(Amending, APartAcceptedGivesTheRestOfTheStockAndMoneyBack) {
  const auto order = Bought(Payment::kVietqr);
  const auto lines = Lines(order.id);
  const auto amended = PartAccepted(order, {{lines[0].id, 1, {}}, {lines[1].id, 0, {}}}, order.version);
  ASSERT_TRUE(amended) << amended.error().code;
  EXPECT_EQ(amended->order.state, OrderState::kAccepted);
  EXPECT_EQ(amended->order.goods.dong(), 100'000);
  EXPECT_EQ(amended->order.freight, order.freight);
  EXPECT_EQ(amended->refund_due.dong(), 340'000);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 1}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 0}));
  ExpectSums();

  const auto told = json::parse(house.LastBody("order.amended"));
  EXPECT_EQ(told["goods"], 100'000);
  EXPECT_EQ(told["total"], 100'000 + order.freight.dong());
  EXPECT_EQ(told["refund_due"], 340'000);
  EXPECT_EQ(told["why"], "shop-short");
  EXPECT_EQ(told["version"], order.version + 1);
  EXPECT_EQ(told["category_totals"], json::parse(R"([{"category":"mat-ong","amount":100000}])"));
  const auto refund = json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(refund["amount"], 340'000);
  EXPECT_EQ(refund["cause"], "amended");
  EXPECT_TRUE(refund["cause_id"].get<std::string>().starts_with("amd_"));
  EXPECT_EQ(json::parse(house.LastBody("order.state-changed"))["total"], 100'000 + order.freight.dong());

  const auto whole = ShowToSeller(house.context(), test::OwnerOf("a"), order.id);
  ASSERT_TRUE(whole);
  ASSERT_EQ(whole->amendments.size(), 1U);
  EXPECT_EQ(whole->amendments[0].lines.size(), 2U);
  EXPECT_EQ(whole->history[2].why, "shop-short") << "between paid and accepted";
}

TEST_F(Amending, PaidAtTheDoorOwesNothingBack) {
  const auto order = Bought();
  const auto amended = ByBuyer(order, {{Lines(order.id)[0].id, 2, {}}});
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->refund_due.dong(), 0);
  EXPECT_EQ(amended->order.state, OrderState::kConfirmed);
  EXPECT_EQ(Told("order.amended"), 1);
  EXPECT_EQ(Told("order.refund-due"), 0);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 2}));
  ExpectSums();
}

TEST_F(Amending, TakingTheLastLineOffIsACancellationWithItsFreight) {
  const auto order = Bought(Payment::kVietqr);
  const auto lines = Lines(order.id);
  const auto amended = ByBuyer(order, {{lines[0].id, 0, {}}, {lines[1].id, 0, {}}});
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->order.state, OrderState::kCancelled);
  EXPECT_EQ(amended->refund_due, order.total);
  EXPECT_EQ(Told("order.amended"), 0);
  EXPECT_EQ(Told("order.refund-due"), 1);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  ExpectSums();
}

TEST_F(Amending, WhatSomebodyEndsByCodeAndPhoneIsToldToThatPhone) {
  const auto deeds = [&](const Order& order) {
    std::string said;
    const auto session = house.pool().Take();
    for (auto rows = session->Query("SELECT JSON_VALUE(arguments, '$.deed') FROM messages WHERE kind = 'done-by-code' "
                                    "AND to_kind = 'buyer' AND order_id = ? ORDER BY id",
                                    {order.id.text()});
         rows.Next();)
      said += rows.Text(0) + " ";
    return said;
  };
  const auto cancel = [&](const Order& order) {
    return house.Do([&](auto& t) {
      return CancelByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), {}});
    });
  };
  const auto order = Bought(), other = Bought();
  ASSERT_TRUE(ByBuyer(order, {{Lines(order.id)[0].id, 2, {}}}));
  EXPECT_EQ(deeds(order), "taken-off ");
  house.clock().Advance(std::chrono::minutes(1));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(cancel(order));
  EXPECT_EQ(deeds(order), "taken-off order-cancelled ") << "once, however often it is repeated";
  const auto lines = Lines(other.id);
  ASSERT_TRUE(ByBuyer(other, {{lines[0].id, 0, {}}, {lines[1].id, 0, {}}}));
  EXPECT_EQ(deeds(other), "order-cancelled ") << "with nothing left it is a cancellation";
}

TEST_F(Amending, SeveralAmendmentsThenACancellationReleaseEachPieceOnce) {
  const auto order = Bought(Payment::kVietqr);
  const auto lines = Lines(order.id);
  ASSERT_TRUE(ByBuyer(order, {{lines[0].id, 2, {}}}));
  ASSERT_TRUE(ByBuyer(order, {{lines[0].id, 1, {}}}));
  ASSERT_TRUE(ByBuyer(order, {{lines[1].id, 1, {}}}));
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 1}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 1}));
  ASSERT_TRUE(house.Do([&](auto& t) {
    return CancelByShop(t, house.context(), test::OwnerOf("a"), order.id, CancelReason::kCannotShip);
  }));
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 0}));
  EXPECT_EQ(
      house.Number(
          "SELECT CAST(SUM(JSON_VALUE(body, '$.amount')) AS SIGNED) FROM outbox WHERE topic = 'order.refund-due'"),
      order.total.dong())
      << "the parts given back are what was paid";
  ExpectSums();
}

TEST_F(Amending, IsRefusedToStrangersFromStaleScreensAndOncePacked) {
  const auto order = Bought();
  const auto line = Lines(order.id)[0].id;
  const auto code = [](const keel::Result<AmendedOrder>& result) {
    return result ? std::string_view("done") : result.error().code;
  };
  EXPECT_EQ(code(house.Do([&](auto& t) {
              return AmendByShop(t, house.context(), test::OwnerOf("b"), order.id, {}, {{line, 1, {}}});
            })),
            "order-not-found");
  EXPECT_EQ(
      code(house.Do([&](auto& t) {
        return AmendByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345679"), {}}, {}, {{line, 1, {}}});
      })),
      "order-not-found");
  EXPECT_EQ(code(PartAccepted(order, {{line, 1, {}}}, order.version + 1)), "changed-meanwhile");
  ASSERT_TRUE(house.Accept(order.id));
  EXPECT_EQ(code(PartAccepted(order, {{line, 1, {}}})), "order-state-conflict") << "it was accepted whole";
  ASSERT_TRUE(house.Pack(order.id));
  EXPECT_EQ(code(ByBuyer(order, {{line, 1, {}}})), "order-state-conflict");
  EXPECT_EQ(Told("order.amended"), 0);
  ExpectSums();
}

TEST_F(Amending, SomethingElseIsTakenFromStockOrNothingHappens) {
  auto milk = house.Offered("milk", "a", 90'000, 2);
  const auto order = Bought(Payment::kVietqr);
  const auto line = Lines(order.id)[0].id;
  const auto swap = [&](std::int64_t quantity, std::int64_t total) {
    return house.Do([&](auto& t) {
      return AmendOrder(t, house.context(), house.Read(order.id),
                        {{{line, 0, {}}}, {{milk, quantity, keel::Money::Vnd(total)}}}, AmendReason::kSubstituted,
                        {"buyer"});
    });
  };
  const auto short_of = swap(3, 270'000);
  ASSERT_FALSE(short_of);
  EXPECT_EQ(short_of.error().code, "out-of-stock");
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 3}));
  ASSERT_TRUE(swap(2, 180'000));
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.LevelOf("milk"), (Level{2, 2}));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 320'000);
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["amount"], 120'000);
  ExpectSums();
  ASSERT_TRUE(house.Do(
      [&](auto& t) { return CancelByShop(t, house.context(), test::OwnerOf("a"), order.id, CancelReason::kOther); }));
  EXPECT_EQ(house.LevelOf("milk"), (Level{2, 0}));
  ExpectSums();
}

class AmendRaces : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, AmendRaces, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(AmendRaces, BuyerAndShopTakingTheSamePieceOffTakeItOnce) {
  House house(GetParam());
  house.Offered("honey", "a", 100'000, 1'000);
  for (int round = 0; round < 25; ++round) {
    const auto order = house.Placed("honey", 2);
    LineId line = [&] {
      const auto session = house.pool().Take();
      return OrderReader(*session, house.context().key).Lines(order.id)[0].id;
    }();
    std::vector<LineChange> one{{line, 1, {}}};
    {
      std::jthread buyer([&] {
        (void)house.Do([&](auto& t) {
          return AmendByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), {}}, {}, one);
        });
      });
      std::jthread shop([&] {
        (void)house.Do([&](auto& t) { return AmendByShop(t, house.context(), test::OwnerOf("a"), order.id, {}, one); });
      });
    }
    EXPECT_EQ(house.Read(order.id).goods.dong(), 100'000);
  }
  EXPECT_EQ(house.LevelOf("honey"), (Level{1'000, 25}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM order_amendments"), 25);
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
