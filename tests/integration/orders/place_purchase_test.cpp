#include "orders/flows/place_purchase.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/follow_people.hpp"
#include "orders/flows/quote_freight.hpp"
#include "orders/store/order_writer.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::CodeOf;
using test::House;
using test::VariantId;

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

}  // namespace
}  // namespace orders
