#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/weigh_order.hpp"
#include "tests/integration/orders/routes_desk.hpp"

/// Goods sold by the scales.
namespace orders {
namespace {

using keel::http::Method;
using test::House;
using test::VariantId;

Order Weighable(House& house, std::int64_t quantity, Payment payment) {
  house.Offered("plum", "a", 45'000, 100);  // A kilogram in two bags of 500 g.
  EXPECT_TRUE(
      house.Do([&](keel::sql::Transaction& t) { return SetWeighed(t, test::OwnerOf("a"), VariantId("plum"), 500); }));
  const auto order = house.Placed("plum", quantity, payment);
  if (payment != Payment::kCod) (void)house.Pay(order.id);
  EXPECT_TRUE(house.Accept(order.id));
  return order;
}

keel::Result<WeighedOrder> Weighed(House& house, const Order& order, std::int64_t grams) {
  const auto line = house.Lines(order.id).front().id;
  return house.Do([&](keel::sql::Transaction& t) {
    return WeighOrder(t, house.context(), test::OwnerOf("a"), order.id, {{line, grams}});
  });
}

TEST(CatchWeight, ThePriceFollowsTheScalesAndThePaidRestGoesBack) {
  House house;
  const auto order = Weighable(house, 4, Payment::kVietqr);  // 2,000 g for 180,000 đồng.
  EXPECT_EQ(house.Pack(order.id).error().code, "weight-missing");
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
  EXPECT_TRUE(house.Pack(order.id));
  EXPECT_EQ(Weighed(house, order, 1'920).error().code, "order-state-conflict");
  EXPECT_EQ(house.LevelOf("plum"), (Level{100, 4})) << "pieces are as ordered";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(CatchWeight, WhatIsTakenOffAfterTheScalesIsWeighedAgainOfWhatWasAgreedTo) {
  House house;
  const auto order = Weighable(house, 4, Payment::kVietqr);  // 2,000 g for 180,000 đồng.
  ASSERT_TRUE(Weighed(house, order, 1'930));
  const auto take_off = [&](std::int64_t left) {
    return house.Do([&](keel::sql::Transaction& t) {
      return AmendByShop(t, house.context(), test::OwnerOf("a"), order.id, {},
                         {{house.Lines(order.id).front().id, left, {}}});
    });
  };
  ASSERT_TRUE(take_off(2));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 86'850);
  EXPECT_EQ(house.Pack(order.id).error().code, "weight-missing") << "nobody weighed these two";
  ASSERT_TRUE(Weighed(house, order, 965));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 86'850) << "965 of 1,000 g for 90,000 đồng: not less twice";
  const auto asked = Weighed(house, order, 900);
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->asked);
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    return AnswerWeightsAs(t, house.context(), house.Read(order.id), true, {"buyer"});
  }));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 81'000);
  EXPECT_EQ(Weighed(house, order, 990).error().code, "line-weighed-already");
  ASSERT_TRUE(take_off(1));
  EXPECT_EQ(house.Pack(order.id).error().code, "weight-missing");
  ASSERT_TRUE(Weighed(house, order, 480)) << "his answer was about two";
  EXPECT_EQ(house.Read(order.id).goods.dong(), 40'500) << "never dearer than he agreed to";
  EXPECT_TRUE(house.Pack(order.id));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST(CatchWeight, MoreThanOrderedCostsNothingMore) {
  House house;
  const auto order = Weighable(house, 4, Payment::kCod);
  ASSERT_TRUE(Weighed(house, order, 2'200));
  EXPECT_EQ(house.Read(order.id).goods.dong(), 180'000);
  EXPECT_EQ(house.LastBody("order.amended"), "");
  EXPECT_TRUE(house.Pack(order.id));
}

TEST(CatchWeight, MuchTooLightIsAskedAndTheBuyerDecides) {
  for (const bool accept : {true, false}) {
    House house;
    const auto order = Weighable(house, 4, Payment::kVietqr);
    const auto asked = Weighed(house, order, 1'500);
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->asked);
    EXPECT_EQ(house.Read(order.id).goods.dong(), 180'000) << "nothing changes before he answers";
    EXPECT_EQ(house.Pack(order.id).error().code, "weight-asked");
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
      EXPECT_TRUE(house.Pack(order.id));
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
  EXPECT_TRUE(house.Pack(order.id));
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

class WeightRoutes : public test::RoutesDesk {};

TEST_F(WeightRoutes, TheShopSeesWhetherGoodsAreWeighedAndMayStop) {
  const auto path = "/v1/stock/" + test::VariantId("honey");
  const auto shown = [&] { return Ask(Method::kGet, path + "/bins", "", "a").Json(); };
  EXPECT_FALSE(shown()["weighed"].get<bool>());
  EXPECT_FALSE(shown().contains("tolerance_bp"));
  ASSERT_EQ(Ask(Method::kPut, path + "/weighed", R"({"weighed":true,"tolerance_bp":250})", "a", "weigh-on-0001").status,
            200);
  EXPECT_TRUE(shown()["weighed"].get<bool>());
  EXPECT_EQ(shown()["tolerance_bp"], 250);

  // An order that waits for the scales no longer does.
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "weigh-off-001").Json();
  const auto order = "/v1/orders/" + placed["orders"][0]["id"].get<std::string>();
  ASSERT_EQ(Ask(Method::kPost, order + "/accept", "{}", "a", "weigh-off-002").status, 200);
  EXPECT_EQ(Ask(Method::kPost, order + "/pack", "{}", "a", "weigh-off-003").ProblemCode(), "weight-missing");
  ASSERT_EQ(Ask(Method::kPut, path + "/weighed", R"({"weighed":false})", "a", "weigh-off-005").status, 200);
  EXPECT_FALSE(shown()["weighed"].get<bool>());
  EXPECT_EQ(Ask(Method::kPost, order + "/pack", "{}", "a", "weigh-off-004").status, 200);
}

TEST_F(WeightRoutes, TheShopNamesItsOrderEitherWayAndEveryAnswerSaysWhatWasWeighed) {
  const auto order = Weighable(house, 4, Payment::kVietqr);
  const auto line = house.Lines(order.id).front();
  const auto by_id = "/v1/orders/" + order.id.text() + "/weights",
             by_code = "/v1/orders/" + order.code.text() + "/weights";
  const auto weigh = [&](const std::string& path, std::int64_t grams, const std::string& who, const std::string& key) {
    const nlohmann::json lines{{{"line_id", line.id.text()}, {"grams", grams}}};
    return Ask(keel::http::Method::kPost, path, nlohmann::json{{"lines", lines}}.dump(), who, key);
  };
  for (const auto& [path, grams, key] : {std::tuple(by_id, 1'950, "weigh-by-id"), {by_code, 1'940, "weigh-by-code"}}) {
    const auto weighed = weigh(path, grams, "a", key);
    ASSERT_EQ(weighed.status, 200) << weighed.body;
    EXPECT_EQ(weighed.Json()["lines"][0]["packed_g"], grams);
    EXPECT_EQ(weighed.Json()["lines"][0]["title"], line.product_name);
  }
  EXPECT_EQ(weigh(by_code, 1'930, "stranger", "weigh-others").ProblemCode(), "order-not-found");
  const auto get = [&](const std::string& path, const std::string& who = "") {
    return Ask(keel::http::Method::kGet, path, "", who);
  };
  EXPECT_EQ(get(by_id, "a").Json()["lines"], get(by_code + "?phone=0912345678").Json()["lines"]);
  EXPECT_EQ(get("/v1/seller/orders/" + order.id.text() + "/weights", "a").body, get(by_id, "a").body);
  EXPECT_EQ(get(by_id).status, 401);
  EXPECT_EQ(get(by_id, "stranger").ProblemCode(), "order-not-found");
  EXPECT_EQ(get(by_code).ProblemCode(), "order-not-found");
}

}  // namespace
}  // namespace orders
