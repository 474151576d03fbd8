#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/dispute_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/split_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// What went wrong elsewhere, as it must not go wrong here. Each test's name says the behaviour; the comment says where
/// it was met. The money's half of them stands with payments.
namespace orders {
namespace {

using nlohmann::json;
using test::House;

const BuyerProof kBuyer{*Phone::Parse("0912345678"), {}};

struct OthersDefects : testing::Test {
  std::vector<Order> Bought(const std::vector<std::pair<std::string, std::int64_t>>& goods, Payment payment) {
    const auto cart = house.CartOf(goods);
    auto placed = house.Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, payment)); });
    EXPECT_TRUE(placed);
    return placed ? placed->orders : std::vector<Order>{};
  }
  void Paid(const std::vector<Order>& orders) {
    std::vector<OrderId> ids;
    for (const Order& order : orders) ids.push_back(order.id);
    EXPECT_TRUE(house.Do([&](auto& t) { return ConfirmPaid(t, house.context(), ids); }));
  }
  void Scan(const Order& order, const std::string& state) {
    const auto at = house.clock().Now();
    EXPECT_TRUE(house.Do([&](auto& t) {
      return FollowShipment(t, house.context(), {order.id.text(), "shm_1", "ghn", "2", "GHN1", state, at});
    }));
  }
  void Send(const Order& order, const std::string& shop) {
    EXPECT_TRUE(house.Accept(order.id, shop));
    EXPECT_TRUE(house.Pack(order.id, shop));
    Scan(order, "picked_up");
  }
  std::vector<OrderLine> Lines(const OrderId& id) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Lines(id);
  }
  std::int64_t Refunded() {
    return house.Number(
        "SELECT COALESCE(CAST(SUM(JSON_VALUE(body, '$.amount')) AS SIGNED), 0) FROM outbox WHERE topic = "
        "'order.refund-due'");
  }
  House house;
};

// Spree PR 14622, 4: orders of a split checkout could never be fulfilled, since the paid check looked at the wrong
// place.
TEST_F(OthersDefects, EveryOrderOfAPurchaseOverSeveralShopsIsPaidAndFulfilledByItself) {
  house.Offered("honey", "a", 100'000, 5);
  house.Offered("rice", "b", 50'000, 5);
  const auto orders = Bought({{"honey", 1}, {"rice", 1}}, Payment::kVietqr);
  ASSERT_EQ(orders.size(), 2U);
  Paid(orders);
  Send(orders[0], "a");
  EXPECT_EQ(house.Read(orders[0].id).state, OrderState::kShipped);
  EXPECT_EQ(house.Read(orders[1].id).state, OrderState::kConfirmed) << "a quick shop waits for nobody";
}

// Spree PR 14622, 6: cancelling a dispatched order was refused with an empty message.
TEST_F(OthersDefects, CancellingASentOrderIsRefusedWithTheReason) {
  house.Offered("honey", "a", 100'000, 5);
  const auto order = house.Placed("honey", 1);
  Send(order, "a");
  const auto refused = house.Do([&](auto& t) { return CancelByBuyer(t, house.context(), order.code, kBuyer); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "order-state-conflict");
  EXPECT_EQ(refused.error().argument, "shipped");
  EXPECT_FALSE(refused.error().detail.empty());
}

// Spree PR 14622, 7: splitting a parcel priced its delivery again, and the customer paid it twice.
TEST_F(OthersDefects, SendingAPartDoesNotPriceTheFreightAgain) {
  house.Offered("honey", "a", 100'000, 9);
  const auto order = Bought({{"honey", 4}}, Payment::kVietqr)[0];
  Paid({order});
  const auto line = Lines(order.id)[0].id;
  const auto part = house.Do([&](auto& t) {
    return AcceptPart(t, house.context(), test::OwnerOf("a"), order.id, {}, {{line, 1, {}}});
  });
  ASSERT_TRUE(part);
  EXPECT_EQ(part->order.freight, order.freight);
  EXPECT_EQ(part->order.total.dong(), 100'000 + order.freight.dong());
}

TEST_F(OthersDefects, ASecondParcelIsNotPaidForByTheBuyerAgain) {
  house.Offered("honey", "a", 100'000, 9);
  const auto order = Bought({{"honey", 4}}, Payment::kVietqr)[0];
  Paid({order});
  ASSERT_TRUE(house.Accept(order.id));
  const FreightOption post{"ghn", "2", "Chuẩn", keel::Money::Vnd(21'000), 48, false};
  const SplitWish wish{{{Lines(order.id)[0].id, 1, {}}}, {}, post.price};
  const auto parts =
      house.Do([&](auto& t) { return SplitNow(t, house.context(), test::OwnerOf("a"), order.id, wish, post); });
  ASSERT_TRUE(parts) << parts.error().code;
  EXPECT_EQ(parts->now.freight, order.freight);
  EXPECT_EQ(parts->follow.freight, keel::Money());
  EXPECT_EQ(parts->now.total.dong() + parts->follow.total.dong(), order.total.dong());
  EXPECT_EQ(house.Number("SELECT total_vnd FROM purchases"), order.total.dong());
  EXPECT_EQ(json::parse(house.LastBody("order.split"))["follow"]["post"], 21'000)
      << "and its freight is not lost either (Dokan 1690): the shop bears it";
}

// Spree PR 14622, 8: a fully refunded order still read as paid. Dokan 1575, 905: what was sold stayed sold after a
// refund.
TEST_F(OthersDefects, ARefundIsToldOnceWithItsAmountAndItsCause) {
  house.Offered("honey", "a", 100'000, 9);
  const auto order = Bought({{"honey", 2}}, Payment::kVietqr)[0];
  Paid({order});
  ASSERT_TRUE(house.Do([&](auto& t) {
    return CancelByShop(t, house.context(), test::OwnerOf("a"), order.id, CancelReason::kOutOfStock);
  }));
  ASSERT_TRUE(house.Do([&](auto& t) { return CancelByBuyer(t, house.context(), order.code, kBuyer); }));
  EXPECT_EQ(Refunded(), order.total.dong());
  const auto told = json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(told["cause"], "cancelled");
  EXPECT_EQ(told["cause_id"], order.id.text());
  EXPECT_EQ(told["party_id"], test::PartyIdOf("a")) << "whose earning it lessens";
}

// Mercur 1387, 1419: split orders showed "not paid" though the purchase was paid.
TEST_F(OthersDefects, OnePaymentConfirmsEveryOrderOfItsPurchase) {
  house.Offered("honey", "a", 100'000, 5);
  house.Offered("rice", "b", 50'000, 5);
  house.Offered("tea", "c", 70'000, 5);
  const auto orders = Bought({{"honey", 1}, {"rice", 1}, {"tea", 1}}, Payment::kVietqr);
  Paid(orders);
  for (const Order& order : orders) EXPECT_EQ(house.Read(order.id).state, OrderState::kConfirmed);
}

// Mercur 161: sellers where no card company pays out need each order's own amounts.
TEST_F(OthersDefects, EachSellersOrderCarriesItsOwnAmounts) {
  house.Offered("honey", "a", 100'000, 5);
  house.Offered("rice", "b", 50'000, 5);
  (void)Bought({{"honey", 2}, {"rice", 3}}, Payment::kCod);
  const auto told = json::parse(house.LastBody("purchase.placed"));
  ASSERT_EQ(told["orders"].size(), 2U);
  for (const auto& order : told["orders"]) {
    EXPECT_FALSE(order["party_id"].get<std::string>().empty());
    EXPECT_EQ(order["total"].get<std::int64_t>(),
              order["goods"].get<std::int64_t>() + order["freight"].get<std::int64_t>());
  }
}

// Dokan 1690: of two freights in one checkout the second was lost when the order was divided.
TEST_F(OthersDefects, OrdersOfAPurchaseAddUpToItWithTheirFreightWhateverIsTakenOff) {
  house.Offered("honey", "a", 100'000, 9);
  house.Offered("rice", "b", 50'000, 9);
  const auto orders = Bought({{"honey", 3}, {"rice", 3}}, Payment::kVietqr);
  Paid(orders);
  const auto line = Lines(orders[0].id)[0].id;
  ASSERT_TRUE(house.Do([&](auto& t) {
    return AmendByBuyer(t, house.context(), orders[0].code, kBuyer, {}, {{line, 1, {}}});
  }));
  for (const char* column : {"goods_vnd", "freight_vnd", "total_vnd"})
    EXPECT_EQ(house.Number(std::string("SELECT CAST(SUM(o.") + column + ") AS SIGNED) - (SELECT " + column +
                           " FROM purchases) FROM orders o"),
              0)
        << column;
}

// Dokan PR 3353: an amount the client sent was taken without comparing it with what was owed.
TEST_F(OthersDefects, NobodyDecidesARefundBeyondWhatWasPaid) {
  house.Offered("honey", "a", 100'000, 9);
  const auto order = Bought({{"honey", 1}}, Payment::kVietqr)[0];
  Paid({order});
  Send(order, "a");
  Scan(order, "delivered");
  const auto open = house.Do([&](auto& t) {
    return OpenDispute(t, house.context(), order.code, kBuyer, {"other", "x", {}, {}});
  });
  ASSERT_TRUE(open);
  house.clock().Advance(std::chrono::hours(72));
  auto clerk = test::OwnerOf("o");
  clerk.is_operator = true;
  const auto decided = house.Do([&](auto& t) {
    return DecideDispute(t, house.context(), clerk, open->id, keel::Money::Vnd(order.total.dong() * 2), "nhầm nút");
  });
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code, "refund-too-much");
  EXPECT_EQ(Refunded(), 0);
}

// Medusa 16569, OFN 1491, 4018: two orders for the last piece both succeeded.
TEST_F(OthersDefects, TheLastPieceIsSoldOnce) {
  house.Offered("cheese", "a", 100'000, 1);
  std::vector<Checkout> checkouts;  // Before anybody buys: the last piece cannot be put into a cart once it is gone.
  for (int i = 0; i < 8; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{"cheese", 1}})));
  std::atomic<int> sold{0};
  {
    std::vector<std::jthread> buyers;
    for (int i = 0; i < 8; ++i)
      buyers.emplace_back([&, i] {
        const auto reply = house.Place(checkouts[std::size_t(i)], "last-piece-" + std::to_string(i));
        sold += reply.status == 201;
      });
  }
  EXPECT_EQ(sold, 1);
  EXPECT_EQ(house.LevelOf("cheese"), (Level{1, 1}));
  EXPECT_EQ(house.StockDifference(), "");
}

// Medusa 16502: two lines of one article were each checked against the whole stock.
TEST_F(OthersDefects, TheSumOfAnArticlesLinesIsCheckedNotEachLine) {
  const auto tea = house.Offered("tea", "a", 70'000, 5);
  house.Offered("honey", "a", 100'000, 5);
  const auto order = Bought({{"honey", 2}, {"tea", 3}}, Payment::kCod)[0];
  const auto swapped = house.Do([&](auto& t) {
    return AmendOrder(t, house.context(), house.Read(order.id),
                      {{{Lines(order.id)[0].id, 0, {}}}, {{tea, 3, keel::Money::Vnd(200'000)}}},
                      AmendReason::kSubstituted, {"buyer"});
  });
  ASSERT_FALSE(swapped) << "three and three are more than five";
  EXPECT_EQ(swapped.error().code, "out-of-stock");
  EXPECT_EQ(house.LevelOf("tea"), (Level{5, 3}));
}

// Medusa 12401: what was promised became negative.
TEST_F(OthersDefects, WhatIsPromisedNeverFallsBelowNothing) {
  house.Offered("honey", "a", 100'000, 9);
  const auto order = house.Placed("honey", 3);
  const auto line = Lines(order.id)[0].id;
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 3; ++i) {
      people.emplace_back(
          [&] { (void)house.Do([&](auto& t) { return CancelByBuyer(t, house.context(), order.code, kBuyer); }); });
      people.emplace_back([&] {
        (void)house.Do([&](auto& t) {
          return AmendByShop(t, house.context(), test::OwnerOf("a"), order.id, {}, {{line, 1, {}}});
        });
      });
    }
  }
  EXPECT_EQ(house.LevelOf("honey"), (Level{9, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

// Vendure 1738: what was in the cart before it ran out could still be bought.
TEST_F(OthersDefects, ACartFilledBeforeTheGoodsRanOutIsRefusedAtTheTill) {
  house.Offered("honey", "a", 100'000, 5);
  const auto slow = house.CartOf({{"honey", 2}});
  (void)house.Placed("honey", 5);
  const auto reply = house.Place(house.CheckoutOf(slow), "slow-buyer-1");
  EXPECT_EQ(reply.status, 409);
  EXPECT_NE(reply.body.find("out-of-stock"), std::string::npos);
  EXPECT_EQ(house.LevelOf("honey"), (Level{5, 5}));
}

// OFN 7503: an order edited after it was placed was checked against another stock than the one it was bought from.
TEST_F(OthersDefects, EditingAPlacedOrderMovesTheStockItWasBoughtFrom) {
  house.Offered("honey", "a", 100'000, 7);
  house.Offered("honey2", "b", 100'000, 1);
  const auto order = house.Placed("honey", 3);
  const auto line = Lines(order.id)[0].id;
  ASSERT_TRUE(house.Do([&](auto& t) {
    return AmendByBuyer(t, house.context(), order.code, kBuyer, {}, {{line, 2, {}}});
  }));
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 2}));
  EXPECT_EQ(house.LevelOf("honey2"), (Level{1, 0}));
}

}  // namespace
}  // namespace orders
