#include <gtest/gtest.h>

#include "keel/outbox/relay.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/store/amounts_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using keel::Money;
using test::House;

struct Amounts : testing::Test {
  Amounts() { house.Offered("honey", "a", 100'000, 10); }
  Order Placed() {
    house.clock().Advance(std::chrono::milliseconds(1));  // Ids are in the order of time.
    return house.Placed("honey", 2, Payment::kVietqr);
  }
  /// Numbers what was told; answers the newest position.
  std::int64_t Number() {
    keel::outbox::NumberCommitted(house.pool(), /*wait=*/true);
    return house.Number("SELECT MAX(position) FROM outbox");
  }
  std::vector<OrderAmounts> After(const std::string& id, std::int64_t heard, std::int64_t limit = 10) {
    const auto session = house.pool().Take();
    return AmountsReader(*session).After(id, heard, limit);
  }
  House house;
};

TEST_F(Amounts, AreThoseOfTheOrder) {
  const auto order = Placed();
  const auto page = After("", Number());
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].id, order.id);
  EXPECT_EQ(page[0].code, order.code.text());
  EXPECT_EQ(page[0].state, OrderState::kPlaced);
  EXPECT_EQ(page[0].goods, Money::Vnd(200'000));
  EXPECT_EQ(page[0].total, order.total);
  EXPECT_EQ(page[0].given_back, Money());
  EXPECT_FALSE(page[0].untold);
}

TEST_F(Amounts, SayWhatTheAskerHasNotHeard) {
  const auto first = Placed();
  const auto heard = Number();
  const auto second = Placed();
  EXPECT_FALSE(After("", heard)[0].untold);
  EXPECT_TRUE(After("", heard)[1].untold) << "numbered or not";
  const auto then = Number();
  EXPECT_TRUE(After("", heard)[1].untold);
  EXPECT_FALSE(After("", then)[1].untold);
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), test::OwnerOf("a"), first.id, CancelReason::kOutOfStock);
  }));
  EXPECT_TRUE(After("", then)[0].untold);
  EXPECT_FALSE(After("", then)[1].untold);
}

TEST_F(Amounts, ComeByPage) {
  const auto first = Placed();
  const auto second = Placed();
  const auto third = Placed();
  const auto begin = After("", 0, 2);
  const auto rest = After(second.id.text(), 0, 2);
  ASSERT_EQ(begin.size(), 2u);
  EXPECT_EQ(begin[1].id, second.id);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].id, third.id);
}

}  // namespace
}  // namespace orders
