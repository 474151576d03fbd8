#include "orders/flows/place_purchase.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/follow_people.hpp"
#include "orders/flows/quote_freight.hpp"
#include "orders/store/order_writer.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

std::string CodeOf(const keel::http::Reply& reply) {
  return nlohmann::json::parse(reply.body, nullptr, false).value("code", "");
}

/// All that a purchase writes, counted.
std::string Written(House& house) {
  std::string text;
  for (const auto* table : {"purchases", "orders", "order_lines", "stock_movements", "outbox", "idempotency_keys"})
    text += std::string(table) + '=' + std::to_string(house.Number(std::string("SELECT COUNT(*) FROM ") + table)) + ' ';
  return text;
}

TEST(PlacePurchase, MakesAnOrderAShopAndTakesTheStock) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  house.Offered("tea", "a", 50'000, 8);
  house.Offered("rice", "b", 30'000, 6);
  const auto cart = house.CartOf({{"honey", 2}, {"rice", 3}, {"tea", 1}});
  auto checkout = house.CheckoutOf(cart, Payment::kVietqr);
  checkout.choices.payment_by_shop[test::ShopIdOf("b")] = Payment::kCod;
  const auto placed = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
    return PlacePurchase(transaction, house.context(), checkout);
  });
  ASSERT_TRUE(placed) << placed.error().code;
  ASSERT_EQ(placed->orders.size(), 2U);
  const Order& honey_and_tea = placed->orders[0];
  const Order& rice = placed->orders[1];
  EXPECT_EQ(honey_and_tea.goods.dong(), 250'000);
  EXPECT_EQ(rice.goods.dong(), 90'000);
  EXPECT_EQ(placed->total.dong(), honey_and_tea.total.dong() + rice.total.dong());
  EXPECT_EQ(house.Read(honey_and_tea.id).state, OrderState::kPlaced) << "waits for its money";
  EXPECT_EQ(house.Read(rice.id).state, OrderState::kConfirmed) << "is paid at the door";
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 2}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{8, 1}));
  EXPECT_EQ(house.LevelOf("rice"), (Level{6, 3}));
  EXPECT_EQ(house.StockDifference(), "");
  EXPECT_TRUE(ShowCart(house.context(), checkout.holder)->cart.lines.empty());

  const auto topics = house.Topics();
  EXPECT_EQ(std::ranges::count(topics, "purchase.placed"), 1);
  EXPECT_EQ(std::ranges::count(topics, "order.state-changed"), 0) << "none has moved";
  EXPECT_EQ(std::ranges::count(topics, "stock.band-changed"), 4) << "three openings, and rice is low now";
  const auto told = nlohmann::json::parse(house.LastBody("purchase.placed"));
  ASSERT_EQ(told["orders"].size(), 2U);
  EXPECT_EQ(told["orders"][0]["payment"], "vietqr");
  EXPECT_EQ(told["orders"][0]["state"], "placed");
  EXPECT_EQ(told["orders"][1]["state"], "confirmed") << "from the start: its clock begins with it";
  EXPECT_EQ(told["orders"][0]["channel"], "market");
  EXPECT_EQ(told["orders"][0]["category_totals"], nlohmann::json::parse(R"([{"category":"mat-ong","amount":250000}])"));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases WHERE CAST(delivery_sealed AS CHAR) LIKE '%0912345678%'"), 0)
      << "personal fields are sealed";
}

TEST(PlacePurchase, TheSameKeyTwiceAnswersTheSame) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 2}}));
  const auto first = house.Place(checkout, "key-00000001");
  ASSERT_EQ(first.status, 201) << first.body;
  const auto written = Written(house);
  const auto second = house.Place(checkout, "key-00000001");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(Written(house), written);
  const auto other = house.Place(checkout, "key-00000001", R"({"other":true})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(CodeOf(other), "idempotency-key-reused");
  const auto empty = house.Place(checkout, "key-00000002");
  EXPECT_EQ(empty.status, 409);
  EXPECT_EQ(CodeOf(empty), "cart-empty");
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 2}));
}

TEST(PlacePurchase, APriceThatChangedIsRefusedAndNothingIsWritten) {
  House house;
  auto offer = house.Offered("honey", "a", 100'000, 10);
  auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
  offer.price = keel::Money::Vnd(120'000);
  offer.version = 2;
  house.Tell(offer);
  const auto written = Written(house);
  checkout.choices.expected_total = keel::Money::Vnd(130'000);
  const auto refused = house.Place(checkout, "key-00000001");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(CodeOf(refused), "offer-changed");
  EXPECT_EQ(Written(house), written);
  checkout.choices.expected_total = keel::Money::Vnd(150'000);
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 201) << "a refusal leaves the key free";
}

/// Another replica heard of the change, this one remembers the old offer: nobody may be charged the old price.
TEST(PlacePurchase, AMemoryThatFellBehindChargesNobody) {
  House house;
  auto offer = house.Offered("honey", "a", 100'000, 1'000);
  house.Placed("honey", 1);
  const auto old = house.context().offers.Plentiful(VariantId("honey"), 1);
  ASSERT_TRUE(old) << "it is remembered now";
  auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
  offer.price = keel::Money::Vnd(120'000);
  offer.version = 2;
  house.Tell(offer);
  const auto fell_behind = [&] {
    house.context().offers.Forget(VariantId("honey"));
    house.context().offers.Keep(*old);
    EXPECT_EQ(house.context().offers.Plentiful(VariantId("honey"), 1)->offer.price.dong(), 100'000);
  };
  fell_behind();
  checkout.choices.expected_total = keel::Money::Vnd(130'000);
  const auto old_price = house.Place(checkout, "key-00000001");
  EXPECT_EQ(CodeOf(old_price), "offer-changed") << old_price.body;
  fell_behind();
  checkout.choices.expected_total = keel::Money::Vnd(150'000);
  ASSERT_EQ(house.Place(checkout, "key-00000002").status, 201);
  EXPECT_EQ(house.Number("SELECT MAX(goods_vnd) FROM orders"), 120'000);
  EXPECT_EQ(house.LevelOf("honey"), (Level{1'000, 2}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(PlacePurchase, AShopThatPausedSellsNothingMore) {
  House house;
  const auto offer = house.Offered("honey", "a", 100'000, 1'000);
  house.Placed("honey", 1);
  const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
  const auto say = [&](const char* state, std::int64_t version) {
    return keel::sql::RunInTransaction(
        house.pool(), [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
          FollowShop(transaction,
                     {offer.shop_id, "a", offer.shop_name, offer.party_id, "household", state, "15", "02680", version});
          return keel::Done{};
        });
  };
  ASSERT_TRUE(say("paused", 2));
  EXPECT_EQ(CodeOf(house.Place(checkout, "key-00000001")), "offer-unavailable");
  ASSERT_TRUE(say("open", 1)) << "an older word changes nothing";
  EXPECT_EQ(CodeOf(house.Place(checkout, "key-00000001")), "offer-unavailable");
  ASSERT_TRUE(say("open", 3));
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 201);
}

TEST(PlacePurchase, HalfOutOfStockWritesNothing) {
  House house;
  std::vector<std::pair<std::string, std::int64_t>> lines;
  for (int i = 0; i < 6; ++i) {
    house.Offered("v" + std::to_string(i), "a", 10'000, i % 2 == 0 ? 9 : 2);
    lines.emplace_back("v" + std::to_string(i), 2);
  }
  const auto checkout = house.CheckoutOf(house.CartOf(lines));
  for (int i = 1; i < 6; i += 2) house.Placed("v" + std::to_string(i), 2);
  const auto written = Written(house);
  const auto refused = house.Place(checkout, "key-00000001");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(CodeOf(refused), "out-of-stock");
  EXPECT_EQ(Written(house), written);
  for (int i = 0; i < 6; i += 2) EXPECT_EQ(house.LevelOf("v" + std::to_string(i)), (Level{9, 0}));
  EXPECT_EQ(ShowCart(house.context(), checkout.holder)->cart.lines.size(), 6U) << "the cart is as it was";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(PlacePurchase, ChargesWhatWasQuotedAndAsksNobody) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto cart = house.CartOf({{"honey", 1}});
  const CartHolder holder{cart, std::nullopt};
  int asked = 0;
  const AskFreight ask = [&](const FreightQuestion& question, auto) -> keel::Result<std::vector<FreightOption>> {
    ++asked;
    EXPECT_EQ(question.from_commune_code, "02680");
    EXPECT_EQ(question.to_commune_code, "02683");
    EXPECT_EQ(question.grams, 650);
    return std::vector<FreightOption>{{"ghn", "fast", "Nhanh", keel::Money::Vnd(41'000), 24, false},
                                      {"vnpost", "slow", "Thường", keel::Money::Vnd(22'000), 96, false}};
  };
  const auto quote = QuoteFreight(house.context(), ask, holder, {"15", "02683", "", "", "", {}});
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->total.dong(), 122'000);
  auto checkout = house.CheckoutOf(cart);
  checkout.address.commune_code = "02683";
  checkout.choices.expected_total = quote->total;
  const auto placed = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
    return PlacePurchase(transaction, house.context(), checkout);
  });
  ASSERT_TRUE(placed) << placed.error().code;
  EXPECT_EQ(placed->orders[0].carrier, "vnpost");
  EXPECT_FALSE(placed->orders[0].freight_estimated);
  EXPECT_EQ(asked, 1);
}

TEST(PlacePurchase, AQuoteIsForThatCartThatPlaceAndThatHour) {
  House house;
  house.Offered("honey", "a", 100'000, 100);
  const AskFreight ask = [](const FreightQuestion&, auto) -> keel::Result<std::vector<FreightOption>> {
    return std::vector<FreightOption>{{"ghn", "fast", "", keel::Money::Vnd(9'000), 24, false}};
  };
  const auto freight_after = [&](auto change) {
    const auto cart = house.CartOf({{"honey", 1}});
    const CartHolder holder{cart, std::nullopt};
    EXPECT_TRUE(QuoteFreight(house.context(), ask, holder, {"15", "02680", "", "", "", {}}));
    auto checkout = house.CheckoutOf(cart);
    change(holder, checkout);
    const auto placed = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
      return PlacePurchase(transaction, house.context(), checkout);
    });
    return placed ? placed->freight.dong() : -1;
  };
  EXPECT_EQ(freight_after([](auto&, auto&) {}), 9'000);
  EXPECT_EQ(freight_after([](auto&, Checkout& checkout) { checkout.address.commune_code = "02683"; }), 30'000);
  EXPECT_EQ(freight_after([&](auto&, auto&) { house.clock().Advance(std::chrono::minutes(61)); }), 30'000);
  EXPECT_EQ(freight_after([&](const CartHolder& holder, auto&) {
              (void)keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
                return PutLine(transaction, house.context(), holder, VariantId("honey"), 2);
              });
            }),
            35'000)
      << "two weigh more than one kilogram with their box: 1,200 g";
}

TEST(PlacePurchase, WhatNobodyCarriesIsNeitherQuotedNorPlaced) {
  House house;
  auto rice = house.Offered("rice", "a", 1'000, 5'000), corn = house.Offered("corn", "a", 1'000, 5'000);
  for (auto* offer : {&rice, &corn}) {
    offer->net_weight_g = 1'000'000;
    offer->version = 2;
    house.Tell(*offer);
  }
  const auto checkout = house.CheckoutOf(house.CartOf({{"rice", 999}, {"corn", 999}}));
  const auto quote = QuoteFreight(
      house.context(), [](auto&, auto) { return std::vector<FreightOption>{}; }, checkout.holder, checkout.address);
  ASSERT_FALSE(quote);
  EXPECT_EQ(quote.error().code, "order-too-heavy");
  EXPECT_EQ(quote.error().argument, "Gian hàng a");
  const auto refused = house.Place(checkout, "key-00000001");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(CodeOf(refused), "order-too-heavy");
}

TEST(PlacePurchase, QuotesDegradeWhenShippingIsAway) {
  House house;
  house.Offered("honey", "a", 100'000, 100);
  house.Offered("tea", "b", 50'000, 100);
  const CartHolder holder{house.CartOf({{"honey", 1}, {"tea", 1}}), std::nullopt};
  const AskFreight ask = [](const FreightQuestion& question, auto) -> keel::Result<std::vector<FreightOption>> {
    if (question.declared_value.dong() == 50'000)
      return std::vector<FreightOption>{{"ghn", "x", "", keel::Money::Vnd(1'000), 1, false}};
    return keel::Error{keel::Kind::kUnavailable, "peer-unavailable"};
  };
  const auto quote = QuoteFreight(house.context(), ask, holder, {"15", "02680", "", "", "", {}});
  ASSERT_TRUE(quote);
  EXPECT_TRUE(quote->shops[0].options[0].estimated);
  EXPECT_FALSE(quote->shops[1].options[0].estimated);
  EXPECT_EQ(quote->freight.dong(), 31'000);
}

TEST(PlacePurchase, ATakenCodeStartsAgain) {
  House house;
  house.Offered("honey", "a", 100'000, 10);
  const auto order = house.Placed("honey", 1);
  const auto checkout = house.CheckoutOf(CartId::New(house.clock().Now()));
  NewPurchase second{PurchaseId::New(house.clock().Now()),
                     Cart{checkout.holder.id, std::nullopt, {}, 0},
                     std::nullopt,
                     {checkout.buyer, checkout.address, ""},
                     {},
                     {order}};
  second.plan.orders.resize(1);
  second.orders[0].id = OrderId::New(house.clock().Now());
  second.orders[0].purchase_id = second.id;
  int tries = 0;
  const auto inserted = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& transaction) {
    if (++tries == 2) second.orders[0].code = OrderCode::FromRow("CP-2222-222");
    auto done = OrderWriter(transaction).Insert({second}, house.context().key, house.clock().Now());
    EXPECT_EQ(done ? "" : done.error().code, tries == 1 ? "order-code-taken" : "");
    return done;
  });
  EXPECT_TRUE(inserted);
  EXPECT_EQ(tries, 2);
  EXPECT_EQ(house.Read(second.orders[0].id).code.text(), "CP-2222-222");
}

/// With both settings: ON is MariaDB's default from 11.6 on.
class Crowd : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SnapshotIsolation, Crowd, testing::Bool(),
                         [](const auto& setting) { return setting.param ? "On" : "Off"; });

TEST_P(Crowd, FourHundredBuyersForAHundredPieces) {
  constexpr int kBuyers = 400, kThreads = 32;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 100);
  house.Offered("tea", "b", 100'000, 100);
  std::vector<Checkout> checkouts;
  for (int i = 0; i < kBuyers; ++i)  // Half name the goods in the other order: the keys' order decides, not the cart's.
    checkouts.push_back(house.CheckoutOf(i % 2 == 0 ? house.CartOf({{"honey", 1}, {"tea", 1}})
                                                    : house.CartOf({{"tea", 1}, {"honey", 1}})));
  std::atomic<int> next{0}, placed{0}, refused{0}, other{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < kBuyers; i = next++) {
        const auto reply = house.Place(checkouts[std::size_t(i)], "key-" + std::to_string(10'000'000 + i));
        if (reply.status == 201)
          ++placed;
        else if (reply.status == 409 && CodeOf(reply) == "out-of-stock")
          ++refused;
        else
          ++other;
      }
    });
  threads.clear();
  EXPECT_EQ(placed, 100);
  EXPECT_EQ(refused, 300);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(house.LevelOf("honey"), (Level{100, 100}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{100, 100}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 200);
  EXPECT_EQ(house.Number("SELECT COUNT(DISTINCT purchase_id) FROM orders"), 100);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'purchase.placed'"), 100);
  const auto told = house.Number("SELECT COUNT(*) FROM outbox WHERE topic = 'stock.band-changed'");
  EXPECT_GE(told, 2 + 2) << "told when it opened and ran out";
  EXPECT_LE(told, 2 + 2 * 2) << "once when it became low, unless a transaction of several bought past that";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_P(Crowd, OneCartIsBoughtOnce) {
  constexpr int kThreads = 12;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 1'000);
  for (int round = 0; round < 5; ++round) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
    std::atomic<int> placed{0}, empty{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        const auto reply = house.Place(checkout, "key-" + std::to_string(round * 100 + t) + "-0000");
        if (reply.status == 201) ++placed;
        if (reply.status == 409) ++empty;
      });
    threads.clear();
    EXPECT_EQ(placed, 1);
    EXPECT_EQ(empty, kThreads - 1);
  }
  EXPECT_EQ(house.LevelOf("honey").reserved, 5);
}

TEST_P(Crowd, TheSameKeyAtTheSameTimePlacesOnce) {
  House house(GetParam(), 8);
  house.Offered("honey", "a", 100'000, 1'000);
  for (int round = 0; round < 10; ++round) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}));
    std::atomic<int> good{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        const auto reply = house.Place(checkout, "key-" + std::to_string(round) + "-00000");
        if (reply.status == 201 || CodeOf(reply) == "request-in-flight") ++good;
      });
    threads.clear();
    EXPECT_EQ(good, 8) << "the stored answer, or come again";
  }
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 10);
}

/// Company is gathered while both lanes are busy, so one transaction holds what goes well and what does not.
TEST_P(Crowd, WhoCannotBeServedDoesNotSpoilItForTheOthers) {
  constexpr int kBuyers = 60, kThreads = 30;
  House house(GetParam(), kThreads);
  house.Offered("honey", "a", 100'000, 1'000);
  house.Offered("tea", "b", 100'000, 1'000);
  const auto moved = house.CheckoutOf(house.CartOf({{"honey", 1}}));
  ASSERT_EQ(house.Place(moved, "key-bought-before").status, 201);
  std::atomic<int> next{0}, good{0}, again{0}, dear{0}, unknown{0};
  std::vector<Checkout> checkouts;
  for (int i = 0; i < kBuyers; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{i % 2 ? "honey" : "tea", 2}})));
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < kBuyers; i = next++) {
        auto checkout = checkouts[std::size_t(i)];
        const auto key = "key-" + std::to_string(10'000'000 + i);
        if (i % 5 == 1) {
          const auto reply = house.Place(moved, "key-bought-before");
          if (reply.status == 201 || CodeOf(reply) == "request-in-flight")
            ++again;  // The stored answer, or come again.
        } else if (i % 5 == 2) {
          checkout.choices.expected_total = keel::Money::Vnd(1);
          if (house.Place(checkout, key).status == 409) ++dear;
        } else if (i % 5 == 3) {
          checkout.holder.id = CartId::New(house.clock().Now());
          if (house.Place(checkout, key).status == 404) ++unknown;
        } else if (house.Place(checkout, key).status == 201) {
          ++good;
        }
      }
    });
  threads.clear();
  EXPECT_EQ(again, 12);
  EXPECT_EQ(dear, 12);
  EXPECT_EQ(unknown, 12);
  EXPECT_EQ(good, 24);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases"), 25);
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
