#include <gtest/gtest.h>

#include "orders/flows/quote_freight.hpp"
#include "tests/integration/orders/house.hpp"

/// What freight was quoted is what is charged.
namespace orders {
namespace {

using test::CodeOf;
using test::House;
using test::VariantId;

TEST(QuotedFreight, ChargesWhatWasQuotedAndAsksNobody) {
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

TEST(QuotedFreight, AQuoteIsForThatCartThatPlaceAndThatHour) {
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

TEST(QuotedFreight, WhatNobodyCarriesIsNeitherQuotedNorPlaced) {
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

TEST(QuotedFreight, QuotesDegradeWhenShippingIsAway) {
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

}  // namespace
}  // namespace orders
