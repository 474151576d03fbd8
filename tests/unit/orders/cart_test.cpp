#include "orders/domain/cart.hpp"

#include <gtest/gtest.h>

#include "orders/domain/cart_view.hpp"
#include "tests/unit/orders/builders.hpp"

namespace orders {
namespace {

using keel::Money;
using test::MakeCart;
using test::MakeOffer;
using test::Offers;

TEST(Cart, PutsAddsAndTakesOut) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 2, Money::Vnd(100)));
  ASSERT_TRUE(cart.Add("a", 3, Money::Vnd(110)));
  ASSERT_EQ(cart.lines.size(), 1U);
  EXPECT_EQ(cart.lines[0].quantity, 5);
  EXPECT_EQ(cart.lines[0].price_seen, Money::Vnd(110));
  ASSERT_TRUE(cart.Put("a", 0, {}));
  EXPECT_TRUE(cart.lines.empty());
  EXPECT_TRUE(cart.Put("a", 0, {})) << "taking out what is not in is no error";
}

TEST(Cart, KeepsItsLimits) {
  auto cart = MakeCart();
  for (const std::int64_t quantity : {std::int64_t{-1}, std::int64_t{1000}, std::int64_t{1} << 40}) {
    const auto put = cart.Put("a", quantity, {});
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, "quantity-out-of-range");
  }
  EXPECT_FALSE(cart.Add("a", 0, {}));
  ASSERT_TRUE(cart.Put("a", 999, {}));
  EXPECT_FALSE(cart.Add("a", 1, {}));
  for (int i = 1; i < 50; ++i) ASSERT_TRUE(cart.Put("v" + std::to_string(i), 1, {}));
  const auto full = cart.Put("one more", 1, {});
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, "cart-full");
  EXPECT_EQ(full.error().argument, "50");
  EXPECT_TRUE(cart.Put("v7", 3, {})) << "a line that is there may still change";
}

TEST(Cart, MergingTwiceDoesNotDouble) {
  auto mine = MakeCart();
  ASSERT_TRUE(mine.Put("a", 2, Money::Vnd(100)));
  auto guest = MakeCart();
  ASSERT_TRUE(guest.Put("a", 3, Money::Vnd(120)));
  ASSERT_TRUE(guest.Put("b", 1, Money::Vnd(50)));
  mine.Merge(guest);
  mine.Merge(guest);
  ASSERT_EQ(mine.lines.size(), 2U);
  EXPECT_EQ(mine.Find("a")->quantity, 3);
  EXPECT_EQ(mine.Find("a")->price_seen, Money::Vnd(120));
  EXPECT_EQ(mine.Find("b")->quantity, 1);
}

TEST(Cart, MergingIntoAFullOneLeavesTheRest) {
  auto mine = MakeCart();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(mine.Put("v" + std::to_string(i), 1, {}));
  auto guest = MakeCart();
  ASSERT_TRUE(guest.Put("new", 1, {}));
  mine.Merge(guest);
  EXPECT_EQ(mine.lines.size(), 50U);
}

TEST(SeenCart, GroupsByShopAndAddsUp) {
  auto cart = MakeCart();
  ASSERT_TRUE(cart.Put("a", 2, Money::Vnd(100)));
  ASSERT_TRUE(cart.Put("b", 1, Money::Vnd(70)));
  ASSERT_TRUE(cart.Put("c", 3, Money::Vnd(10)));
  const auto seen =
      See(cart, Offers({MakeOffer("a", "s1", 100, 9), MakeOffer("b", "s2", 70, 9), MakeOffer("c", "s1", 10, 9)}));
  ASSERT_EQ(seen.shops.size(), 2U);
  EXPECT_EQ(seen.shops[0].lines.size(), 2U);
  EXPECT_EQ(seen.shops[0].subtotal, Money::Vnd(230));
  EXPECT_EQ(seen.shops[1].subtotal, Money::Vnd(70));
  EXPECT_EQ(seen.total, Money::Vnd(300));
  EXPECT_EQ(seen.count, 6);
}

TEST(SeenCart, ShowsWhatBecameOfALine) {
  auto cart = MakeCart();
  for (const auto* variant : {"fine", "gone", "stopped", "out", "few", "dearer"})
    ASSERT_TRUE(cart.Put(variant, 4, Money::Vnd(100)));
  auto stopped = MakeOffer("stopped", "s", 100, 9);
  stopped.offer.sellable = false;
  const auto seen = See(cart, Offers({MakeOffer("fine", "s", 100, 9), stopped, MakeOffer("out", "s", 100, 0),
                                      MakeOffer("few", "s", 100, 3), MakeOffer("dearer", "s", 101, 9)}));
  std::map<std::string, std::string> problems;
  for (const auto& shop : seen.shops)
    for (const auto& line : shop.lines) problems[line.offer.variant_id] = line.problem;
  EXPECT_EQ(problems, (std::map<std::string, std::string>{{"fine", ""},
                                                          {"gone", "unavailable"},
                                                          {"stopped", "unavailable"},
                                                          {"out", "out-of-stock"},
                                                          {"few", "not-enough"},
                                                          {"dearer", "price-changed"}}));
  EXPECT_EQ(seen.total, Money::Vnd(400 + 400 + 404)) << "only what can be bought is counted";
}

}  // namespace
}  // namespace orders
