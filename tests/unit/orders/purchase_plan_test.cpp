#include "orders/domain/purchase_plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/orders/builders.hpp"

namespace orders {
namespace {

using keel::Money;
using test::MakeCart;
using test::MakeOffer;
using test::Offers;

const FlatRate kFlat;

TEST(PurchasePlan, MakesOneOrderAShop) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 2, Money::Vnd(100'000)));
  ASSERT_TRUE(cart.Put("b", 1, Money::Vnd(70'000)));
  Choices choices;
  choices.payment_by_shop["s2"] = Payment::kVietqr;
  const auto plan =
      Plan(cart, Offers({MakeOffer("a", "s1", 100'000, 2), MakeOffer("b", "s2", 70'000, 1)}), {}, choices, kFlat);
  ASSERT_TRUE(plan) << plan.error().code;
  ASSERT_EQ(plan->orders.size(), 2U);
  EXPECT_EQ(plan->orders[0].goods, Money::Vnd(200'000));
  EXPECT_EQ(plan->orders[0].payment, Payment::kCod);
  EXPECT_EQ(plan->orders[1].payment, Payment::kVietqr);
  EXPECT_TRUE(plan->orders[0].freight.estimated);
}

TEST(PurchasePlan, ChargesTheOptionChosenElseTheCheapest) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 1, Money::Vnd(100)));
  const auto offers = Offers({MakeOffer("a", "s1", 100, 5)});
  const FreightByShop quoted{
      {"s1", {{"ghn", "fast", "", Money::Vnd(40), 24, false}, {"vnpost", "slow", "", Money::Vnd(30), 90, false}}}};
  EXPECT_EQ(Plan(cart, offers, quoted, {}, kFlat)->freight, Money::Vnd(30));
  Choices fast;
  fast.freight_by_shop["s1"] = {"ghn", "fast"};
  const auto plan = Plan(cart, offers, quoted, fast, kFlat);
  EXPECT_EQ(plan->freight, Money::Vnd(40));
  EXPECT_EQ(plan->orders[0].freight.carrier, "ghn");
  Choices vanished;
  vanished.freight_by_shop["s1"] = {"ghn", "by-balloon"};
  const auto gone = Plan(cart, offers, quoted, vanished, kFlat);
  ASSERT_FALSE(gone) << "nothing else is sent in its place";
  EXPECT_EQ(gone.error().code, "freight-gone");
  EXPECT_EQ(gone.error().argument, "freight.s1");
  EXPECT_EQ(Plan(cart, offers, {}, vanished, kFlat).error().code, "freight-gone") << "the quote is gone with it";
  vanished.freight_by_shop["s1"] = {kFlat.carrier, kFlat.service};
  EXPECT_TRUE(Plan(cart, offers, {}, vanished, kFlat)) << "what is charged when no carrier answers";
}

TEST(PurchasePlan, RefusesAChoiceForAShopOfWhichNothingIsBought) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 1, Money::Vnd(100)));
  const auto offers = Offers({MakeOffer("a", "s1", 100, 5)});
  Choices freight, payment;
  freight.freight_by_shop["s2"] = {"ghn", "fast"};
  payment.payment_by_shop["s2"] = Payment::kVietqr;
  const auto sent = Plan(cart, offers, {}, freight, kFlat), paid = Plan(cart, offers, {}, payment, kFlat);
  ASSERT_FALSE(sent || paid);
  EXPECT_EQ(sent.error().code, "shop-not-in-cart");
  EXPECT_EQ(sent.error().argument, "freight.s2");
  EXPECT_EQ(paid.error().argument, "payments.s2");
}

TEST(PurchasePlan, AnOrderHasAHeaviestWeight) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 999, Money::Vnd(100)));
  ASSERT_TRUE(cart.Put("b", 999, Money::Vnd(100)));
  ASSERT_TRUE(cart.Put("c", 1, Money::Vnd(100)));
  auto a = MakeOffer("a", "s1", 100, 999), b = MakeOffer("b", "s1", 100, 999);
  a.offer.net_weight_g = b.offer.net_weight_g = 1'000'000;
  const auto heavy = Plan(cart, Offers({a, b, MakeOffer("c", "s2", 100, 9)}), {}, {}, kFlat);
  ASSERT_FALSE(heavy);
  EXPECT_EQ(heavy.error().code, "order-too-heavy");
  EXPECT_EQ(heavy.error().argument, "Gian s1");
  // A tenth and a box of 100 g on top: with 91 g a piece 199,000 g, with 92 g 200,099 g.
  a.offer.net_weight_g = 91;
  b.offer.net_weight_g = 90;
  EXPECT_TRUE(Plan(cart, Offers({a, b, MakeOffer("c", "s2", 100, 9)}), {}, {}, kFlat));
  a.offer.net_weight_g = 92;
  EXPECT_FALSE(Plan(cart, Offers({a, b, MakeOffer("c", "s2", 100, 9)}), {}, {}, kFlat));
}

TEST(PurchasePlan, RefusesWhatTheBuyerDidNotSee) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 1, Money::Vnd(100'000)));
  const auto dearer = Offers({MakeOffer("a", "s1", 120'000, 5)});
  const auto silent = Plan(cart, dearer, {}, {}, kFlat);
  ASSERT_FALSE(silent) << "without an expected total the price put in is what was seen";
  EXPECT_EQ(silent.error().code, "offer-changed");
  Choices expecting;
  expecting.expected_total = Money::Vnd(100'000 + 30'000);
  const auto wrong = Plan(cart, dearer, {}, expecting, kFlat);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "offer-changed");
  EXPECT_EQ(wrong.error().argument, "150000");
  expecting.expected_total = Money::Vnd(150'000);
  EXPECT_TRUE(Plan(cart, dearer, {}, expecting, kFlat)) << "seen and agreed to";
}

struct Refusal {
  const char* name;
  OffersByVariant offers;
  std::string_view code;
  friend void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
};

class PurchaseRefusals : public testing::TestWithParam<Refusal> {};
TEST_P(PurchaseRefusals, SayWhy) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 3, Money::Vnd(100)));
  const auto plan = Plan(cart, GetParam().offers, {}, {}, kFlat);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, GetParam().code);
  EXPECT_EQ(plan.error().kind, keel::Kind::kConflict);
}
OffersByVariant Stopped() {
  auto offer = MakeOffer("a", "s", 100, 9);
  offer.offer.sellable = false;
  return Offers({offer});
}
INSTANTIATE_TEST_SUITE_P(All, PurchaseRefusals,
                         testing::Values(Refusal{"TooFewLeft", Offers({MakeOffer("a", "s", 100, 2)}), "out-of-stock"},
                                         Refusal{"NoneLeft", Offers({MakeOffer("a", "s", 100, 0)}), "out-of-stock"},
                                         Refusal{"NotSoldAnyMore", Stopped(), "offer-unavailable"},
                                         Refusal{"NeverHeardOf", {}, "offer-unavailable"}),
                         [](const auto& row) { return row.param.name; });

TEST(PurchasePlan, OfAnEmptyCartIsRefused) {
  const auto plan = Plan(MakeCart(), {}, {}, {}, kFlat);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, "cart-empty");
}

TEST(PurchasePlan, ATotalPastSixtyFourBitsIsAnErrorAndNotANumber) {
  auto cart = MakeCart();
  const auto price = std::int64_t{1} << 60;
  ASSERT_TRUE(cart.Put("a", 999, Money::Vnd(price)));
  const auto plan = Plan(cart, Offers({MakeOffer("a", "s", price, 9'999)}), {}, {}, kFlat);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, "amount-out-of-range");
}

RC_GTEST_PROP(PurchasePlan, ChildrenEqualParentToTheDong, ()) {
  auto cart = MakeCart();
  OffersByVariant offers;
  const auto lines = *rc::gen::inRange(1, 40);
  for (int i = 0; i < lines; ++i) {
    const auto variant = "v" + std::to_string(i);
    const auto shop = "s" + std::to_string(*rc::gen::inRange(0, 6));
    auto offer = MakeOffer(variant, shop, *rc::gen::inRange<std::int64_t>(0, 5'000'000), 999);
    offer.offer.category = "c" + std::to_string(*rc::gen::inRange(0, 3));
    offer.offer.net_weight_g = *rc::gen::inRange<std::int64_t>(0, 5);
    RC_ASSERT(cart.Put(variant, *rc::gen::inRange<std::int64_t>(1, 1000), offer.offer.price));
    offers.emplace(variant, offer);
  }
  const auto plan = Plan(cart, offers, {}, {}, kFlat);
  RC_ASSERT(bool(plan));
  std::int64_t goods = 0, freight = 0, total = 0, pieces = 0;
  for (const auto& order : plan->orders) {
    std::int64_t sum = 0, by_category = 0;
    for (const auto& line : order.lines) {
      sum += line.total.dong();
      ++pieces;
      RC_ASSERT(line.what.offer.shop_id == order.shop().shop_id);
    }
    for (const auto& [category, amount] : order.CategoryTotals()) by_category += amount.dong();
    RC_ASSERT(order.goods.dong() == sum);
    RC_ASSERT(by_category == sum);
    RC_ASSERT(order.total.dong() == sum + order.freight.price.dong());
    goods += sum;
    freight += order.freight.price.dong();
    total += order.total.dong();
  }
  RC_ASSERT(pieces == lines);
  RC_ASSERT(plan->goods.dong() == goods);
  RC_ASSERT(plan->freight.dong() == freight);
  RC_ASSERT(plan->total.dong() == total);
}

}  // namespace
}  // namespace orders
