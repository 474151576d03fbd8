#include "orders/events/told.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/events/fields.hpp"

namespace orders {
namespace {

using nlohmann::json;

const json kOffer{{"variant_id", "var_1"},     {"product_id", "prd_1"}, {"product_slug", "mat-ong"},
                  {"product_name", "Mật ong"}, {"net_weight_g", 500},   {"price", 118'400},
                  {"sellable", true},          {"shop_id", "shp_1"},    {"shop_name", "Hộ bà Mẫy"},
                  {"party_id", "pty_1"},       {"version", 7}};

std::string Wrong(const json& body) {
  try {
    ReadOffer(BodyOf(body.dump()));
    return "";
  } catch (const Unreadable& wrong) {
    return wrong.what();
  }
}

TEST(Told, AnOfferIsReadAsItIsTold) {
  const auto told = ReadOffer(kOffer);
  EXPECT_EQ(told.offer.price, keel::Money::Vnd(118'400));
  EXPECT_EQ(told.offer.variant_name, "") << "may be absent";
  EXPECT_EQ(told.opening_stock, std::nullopt);
  EXPECT_EQ(Wrong(kOffer), "");
}

TEST(Told, ANumberOrAWordOfAnotherKindIsNotGuessedAt) {
  for (const json& value :
       {json(118'400.9), json("118400"), json(true), json(nullptr), json(UINT64_MAX), json::array()}) {
    auto body = kOffer;
    body["price"] = value;
    EXPECT_EQ(Wrong(body), "price is missing or of another kind") << value;
  }
  auto body = kOffer;
  body["sellable"] = 1;
  EXPECT_EQ(Wrong(body), "sellable is missing or of another kind");
  body = kOffer;
  body["opening_stock"] = 1.5;
  EXPECT_EQ(Wrong(body), "opening_stock is missing or of another kind");
}

TEST(Told, WhatIsNoObjectSaysNothingOfItsWords) {
  for (const std::string text : {R"({"phone":"0912345678)", "[]", "", R"("0912345678")"}) {
    try {
      BodyOf(text);
      ADD_FAILURE() << text;
    } catch (const Unreadable& wrong) {
      EXPECT_STREQ(wrong.what(), "body is missing or of another kind");
    }
  }
}

TEST(Told, OnlyOrdersThatAreConfirmedFromTheStartAreNamed) {
  const json body{
      {"orders", {{{"order_id", "ord_1"}, {"state", "confirmed"}}, {{"order_id", "ord_2"}, {"state", "placed"}}}}};
  EXPECT_EQ(ReadConfirmed(body), std::vector<std::string>{"ord_1"});
  EXPECT_THROW(ReadConfirmed({{"orders", {{{"order_id", 7}, {"state", "confirmed"}}}}}), Unreadable);
  EXPECT_EQ(ReadMove({{"order_id", "ord_1"}, {"to", "of a later release"}}, {}).to, std::nullopt);
}

}  // namespace
}  // namespace orders
