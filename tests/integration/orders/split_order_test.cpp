#include "orders/flows/split_order.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/list_orders.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using keel::Money;
using nlohmann::json;
using test::House;
using test::VariantId;

const FreightOption kPost{"ghn", "2", "Chuẩn", Money::Vnd(21'000), 48, false};
const keel::auth::Principal kShop = test::OwnerOf("a");

struct Splitting : testing::Test {
  Splitting() {
    house.Offered("honey", "a", 100'000, 10);
    house.Offered("tea", "a", 70'000, 10);
  }
  /// Of one shop, and accepted by it.
  Order Accepted(const std::vector<std::pair<std::string, std::int64_t>>& what, Payment payment = Payment::kCod) {
    const auto cart = house.CartOf(what);
    const auto placed =
        house.Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, payment)); });
    if (!placed) throw std::runtime_error("not placed: " + std::string(placed.error().code));
    const auto id = placed->orders[0].id;
    if (payment != Payment::kCod) (void)house.Pay(id);
    if (const auto done = house.Do([&](auto& t) { return AcceptOrder(t, house.context(), kShop, id); }); !done)
      throw std::runtime_error("not accepted: " + std::string(done.error().code));
    return house.Read(id);
  }
  std::vector<OrderLine> Lines(const OrderId& id) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Lines(id);
  }
  WholeOrder Whole(const OrderId& id) { return *ShowToSeller(house.context(), kShop, id); }
  keel::Result<SplitOrders> Split(const Order& order, const std::vector<std::int64_t>& goes_now,
                                  std::optional<std::int64_t> version = {}, std::optional<Money> post = {},
                                  const keel::auth::Principal& who = kShop) {
    SplitWish wish{{}, version, post};
    const auto lines = Lines(order.id);
    for (std::size_t i = 0; i < goes_now.size(); ++i) wish.goes_now.push_back({lines[i].id, goes_now[i], {}});
    return house.Do([&](auto& t) { return SplitNow(t, house.context(), who, order.id, wish, kPost); });
  }
  keel::Result<Order> Cancel(const Order& order) {
    return house.Do([&](auto& t) {
      return CancelByBuyer(t, house.context(), order.code, {*Phone::Parse("0912345678"), {}});
    });
  }
  std::int64_t Said(const std::string& kind, const std::string& to) {
    return house.Number("SELECT COUNT(*) FROM messages WHERE kind = '" + kind + "' AND to_kind = '" + to + "'");
  }
  keel::Result<Order> Pack(const OrderId& id) {
    return house.Do([&](auto& t) { return PackOrder(t, house.context(), kShop, id, std::nullopt); });
  }
  /// Children equal parents, and the stock is the sum of its movements, bins and promises.
  void ExpectSums() {
    EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders o WHERE goods_vnd <> (SELECT SUM(total_vnd) FROM order_lines l "
                           "WHERE l.order_id = o.id) OR total_vnd <> goods_vnd + freight_vnd"),
              0);
    EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases p WHERE total_vnd <> (SELECT SUM(total_vnd) FROM orders o "
                           "WHERE o.purchase_id = p.id) OR total_vnd <> goods_vnd + freight_vnd"),
              0);
    EXPECT_EQ(house.StockDifference(), "");
    for (const auto& found : VerifyBins(house.pool(), house.clock().Now())) ADD_FAILURE() << found.where;
  }
  std::string HeldBy(const OrderId& id) {
    std::string held;
    const auto session = house.pool().Take();
    for (auto rows = session->Query("SELECT p.quantity, l.state FROM lot_promises p LEFT JOIN lots l ON l.id = "
                                    "p.lot_id WHERE p.holder = ? AND p.quantity > 0 ORDER BY l.state",
                                    {id.text()});
         rows.Next();)
      held += (held.empty() ? "" : ", ") + std::to_string(rows.Int(0)) + " " + rows.TextOr(1, "without");
    return held;
  }
  House house;
};

TEST_F(Splitting, TheRestIsAnOrderOfItsOwnOfTheSamePurchase) {
  const auto order = Accepted({{"honey", 3}, {"tea", 2}});
  const auto before = house.LevelOf("honey");
  const auto made = Split(order, {1, 0}, order.version, kPost.price);
  ASSERT_TRUE(made) << made.error().code;
  const auto now = house.Read(order.id), follow = house.Read(made->follow.id);
  EXPECT_EQ(now.goods, Money::Vnd(100'000));
  EXPECT_EQ(now.freight, order.freight);
  EXPECT_EQ(follow.goods, Money::Vnd(340'000));
  EXPECT_EQ(follow.total, Money::Vnd(340'000));
  EXPECT_EQ(follow.freight, Money());
  EXPECT_EQ(follow.state, OrderState::kAccepted);
  EXPECT_EQ(follow.payment, order.payment);
  EXPECT_EQ(follow.purchase_id, order.purchase_id);
  EXPECT_EQ(follow.placed_at, order.placed_at);
  EXPECT_NE(follow.code, order.code);
  EXPECT_EQ(house.LevelOf("honey"), before);
  EXPECT_EQ(now.version, order.version + 1);
  ExpectSums();

  EXPECT_EQ(Whole(now.id).followed_by.at(0).code, follow.code.text());
  EXPECT_EQ(Whole(follow.id).follows->code, now.code.text());
  EXPECT_EQ(Whole(follow.id).post, kPost.price);
  const auto told = json::parse(house.LastBody("order.split"));
  EXPECT_EQ(told["follow"]["order_id"], follow.id.text());
  EXPECT_EQ(told["goods"].get<std::int64_t>() + told["follow"]["goods"].get<std::int64_t>(), order.goods.dong());
  EXPECT_EQ(told["follow"]["post"], 21'000);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'sent-in-parts-cash' AND to_kind = 'buyer'"), 1);
  const auto listed = ListOrders(house.context(), kShop, {.shop_id = test::ShopIdOf("a")}, {}, "", 10);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->follows.at(follow.id.text()), now.code.text());
}

TEST_F(Splitting, AParcelDearerThanItsGoodsIsAgreedToFirst) {
  house.Offered("herb", "a", 1'000, 10);
  const auto order = Accepted({{"honey", 1}, {"herb", 1}});
  const auto unseen = Split(order, {1, 0});
  ASSERT_FALSE(unseen);
  EXPECT_EQ(unseen.error().code, "split-post-dear");
  EXPECT_EQ(unseen.error().argument, "21000");
  EXPECT_TRUE(Split(order, {1, 0}, {}, kPost.price));
}

TEST_F(Splitting, BothGoTheirOwnWays) {
  const auto order = Accepted({{"honey", 3}}, Payment::kVietqr);
  const auto made = Split(order, {1});
  ASSERT_TRUE(made) << made.error().code;
  ASSERT_TRUE(Pack(order.id));
  EXPECT_EQ(house.Read(made->follow.id).state, OrderState::kAccepted);
  const auto gone = house.Do(
      [&](auto& t) { return CancelByShop(t, house.context(), kShop, made->follow.id, CancelReason::kOutOfStock); });
  ASSERT_TRUE(gone) << gone.error().code;
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["amount"], 200'000);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 1}));
  EXPECT_EQ(house.Read(order.id).state, OrderState::kPacked);
  ExpectSums();
}

TEST_F(Splitting, TheFirstCancelledLeavesTheRestItsFreight) {
  const auto order = Accepted({{"honey", 3}}, Payment::kVietqr);
  const auto made = Split(order, {1});
  ASSERT_TRUE(made);
  EXPECT_EQ(Whole(order.id).freight_heir->code, made->follow.code.text()) << "and is told before he cancels";
  ASSERT_TRUE(Cancel(order));
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["amount"], 100'000) << "one parcel still comes";
  const auto first = house.Read(order.id), rest = house.Read(made->follow.id);
  EXPECT_EQ(first.freight, Money());
  EXPECT_EQ(first.total, Money::Vnd(100'000));
  EXPECT_EQ(rest.freight, order.freight);
  EXPECT_EQ(rest.total, Money::Vnd(200'000 + order.freight.dong()));
  EXPECT_EQ(Whole(rest.id).post, Money()) << "the buyer's freight is more than the second parcel's post";
  const auto told = json::parse(house.LastBody("order.freight-moved"));
  EXPECT_EQ(told["freight"], order.freight.dong());
  EXPECT_EQ(told["to_order_id"], rest.id.text());
  EXPECT_EQ(told["post"], 0);
  const auto topics = house.Topics();
  EXPECT_LT(std::ranges::find(topics, "order.freight-moved") - topics.begin(),
            std::ranges::find(topics, "order.refund-due") - topics.begin());
  EXPECT_EQ(Said("freight-moved", "buyer"), 1);
  EXPECT_EQ(Said("freight-moved-shop", "shop"), 1);
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 2}));
  ASSERT_TRUE(Pack(rest.id));
  ExpectSums();
  ASSERT_TRUE(Cancel(rest));
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["amount"], 200'000 + order.freight.dong())
      << "nothing ships any more: he has all of it back";
  ExpectSums();
}

TEST_F(Splitting, FreightGoesWithWhateverStillShips) {
  const auto order = Accepted({{"honey", 5}}, Payment::kVietqr);
  const auto second = Split(order, {2});
  ASSERT_TRUE(second);
  house.clock().Advance(std::chrono::minutes(1));
  const auto third = Split(house.Read(second->follow.id), {2});
  ASSERT_TRUE(third);
  const auto freight = [&](const OrderId& id) { return house.Read(id).freight; };
  ASSERT_TRUE(Cancel(house.Read(order.id)));
  EXPECT_EQ(freight(second->follow.id), order.freight) << "the oldest that is left";
  ASSERT_TRUE(Pack(third->follow.id));
  ASSERT_TRUE(Cancel(house.Read(second->follow.id)));
  EXPECT_EQ(freight(third->follow.id), order.freight) << "paid ahead: packed is as good as not";
  ExpectSums();
}

TEST_F(Splitting, TheShopBearsWhatTheFreightLacksOfThePost) {
  const auto order = Accepted({{"honey", 3}}, Payment::kVietqr);
  const FreightOption dear{"ghn", "2", "Chuẩn", Money::Vnd(order.freight.dong() + 5'000), 48, false};
  const auto made = house.Do([&](auto& t) {
    return SplitNow(t, house.context(), kShop, order.id, {{{Lines(order.id)[0].id, 1, {}}}, {}, dear.price}, dear);
  });
  ASSERT_TRUE(made) << made.error().code;
  ASSERT_TRUE(Cancel(order));
  EXPECT_EQ(Whole(made->follow.id).post, Money::Vnd(5'000));
}

TEST_F(Splitting, FreightStaysWhereItCannotBeAskedForAnyMore) {
  const auto order = Accepted({{"honey", 3}});
  const auto made = Split(order, {1});
  ASSERT_TRUE(made);
  ASSERT_TRUE(Pack(made->follow.id));
  EXPECT_FALSE(Whole(order.id).freight_heir) << "its carrier was told what cash to take";
  ASSERT_TRUE(Cancel(order));
  EXPECT_EQ(house.Read(made->follow.id).total, Money::Vnd(200'000));
  ExpectSums();
  const auto other = Accepted({{"tea", 3}});
  const auto rest = Split(other, {1});
  ASSERT_TRUE(rest);
  ASSERT_TRUE(Cancel(other));
  EXPECT_EQ(house.Read(rest->follow.id).total, Money::Vnd(140'000 + other.freight.dong()))
      << "not packed: he pays it there";
  ExpectSums();
}

TEST_F(Splitting, ARestIsDividedAgainAndMadeSmaller) {
  const auto order = Accepted({{"honey", 5}});
  const auto first = Split(order, {2});
  ASSERT_TRUE(first);
  const auto second = Split(first->follow, {1});
  ASSERT_TRUE(second) << second.error().code;
  EXPECT_EQ(second->follow.goods, Money::Vnd(200'000));
  const auto line = Lines(second->follow.id).front().id;
  ASSERT_TRUE(house.Do([&](auto& t) {
    return AmendByShop(t, house.context(), kShop, second->follow.id, {}, {{line, 1, {}}});
  }));
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 4}));
  ExpectSums();
}

TEST_F(Splitting, WhatGrowsFollowsAndWhatIsThereGoes) {
  house.Offered("plum", "a", 50'000, 3);
  const auto harvest = house.Do([&](auto& t) {
    return OpenHarvest(t, house.context(), kShop, {VariantId("plum"), "2026-12-20", 10, 100, ShortRule::kFirstCome});
  });
  ASSERT_TRUE(harvest) << harvest.error().code;
  const auto order = Accepted({{"plum", 7}});
  EXPECT_EQ(Pack(order.id).error().code, "harvest-not-cut");
  const auto level = house.LevelOf("plum");
  const auto made = Split(order, {3});
  ASSERT_TRUE(made) << made.error().code;
  EXPECT_EQ(HeldBy(order.id), "3 without");
  EXPECT_EQ(HeldBy(made->follow.id), "4 growing");
  EXPECT_EQ(house.LevelOf("plum"), level);
  ExpectSums();
  ASSERT_TRUE(Pack(order.id));
  EXPECT_EQ(Pack(made->follow.id).error().code, "harvest-not-cut");

  // The harvest falls short: the rest is what waits for it, at the place of the day it was ordered.
  const auto cut = house.Do([&](auto& t) {
    return CutHarvest(t, house.context(), kShop, harvest->id.text(), {5, 3, 2, "", "2027-01-10", 1});
  });
  ASSERT_TRUE(cut) << cut.error().code;
  ASSERT_EQ(cut->shares.size(), 1U);
  EXPECT_EQ(cut->shares[0].order_code, made->follow.code.text());
  EXPECT_EQ(Lines(made->follow.id).front().quantity, 2);
  ASSERT_TRUE(Pack(made->follow.id));
  ExpectSums();
}

TEST_F(Splitting, LotsStayWithTheirPieces) {
  const auto opened = [&](std::int64_t pieces, const std::string& until) {
    LotWish wish;
    wish.variant_id = VariantId("tea");
    wish.quantity = pieces;
    wish.expires_on = until;
    const auto lot = house.Do([&](auto& t) { return OpenLot(t, house.context(), kShop, wish); });
    if (!lot) throw std::runtime_error("no lot: " + std::string(lot.error().code));
  };
  opened(2, "2026-12-01");
  opened(3, "2026-12-20");
  const auto order = Accepted({{"tea", 5}});
  const auto made = Split(order, {4});
  ASSERT_TRUE(made) << made.error().code;
  EXPECT_EQ(house.Number("SELECT SUM(quantity) FROM lot_promises WHERE holder = '" + order.id.text() + "'"), 4);
  // What expires last follows.
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM lot_promises p JOIN lots l ON l.id = p.lot_id WHERE p.holder = '" +
                         made->follow.id.text() + "' AND p.quantity = 1 AND l.expires_on = '2026-12-20'"),
            1);
  ExpectSums();
}

TEST_F(Splitting, WhatWasWeighedGoesWholeAndKeepsItsWeight) {
  house.Offered("beef", "a", 45'000, 100);
  ASSERT_TRUE(house.Do([&](auto& t) { return SetWeighed(t, kShop, VariantId("beef"), 500); }));
  const auto order = Accepted({{"honey", 1}, {"beef", 4}});
  const auto lines = Lines(order.id);
  const auto beef = lines[0].product_name == lines[1].product_name ? 1
                    : lines[0].variant_id == VariantId("beef")     ? 0
                                                                   : 1;
  const auto at = [&](std::int64_t of_beef, std::int64_t of_honey) {
    return beef == 0 ? std::vector{of_beef, of_honey} : std::vector{of_honey, of_beef};
  };
  ASSERT_TRUE(house.Do([&](auto& t) {
    return WeighOrder(t, house.context(), kShop, order.id, {{lines[std::size_t(beef)].id, 1'960}});
  }));
  EXPECT_EQ(Split(house.Read(order.id), at(2, 1)).error().code, "split-weighed");
  const auto made = Split(house.Read(order.id), at(0, 1));
  ASSERT_TRUE(made) << made.error().code;
  ASSERT_TRUE(Pack(made->follow.id)) << "it was weighed already";
  EXPECT_EQ(made->follow.goods, Money::Vnd(176'400));
  ExpectSums();
}

TEST_F(Splitting, IsRefusedWithAReason) {
  const auto order = Accepted({{"honey", 3}, {"tea", 2}});
  EXPECT_EQ(Split(order, {1}, order.version - 1).error().code, "changed-meanwhile");
  EXPECT_EQ(Split(order, {1}, order.version, Money::Vnd(20'000)).error().code, "split-post-changed");
  EXPECT_EQ(Split(order, {4}).error().code, "split-out-of-range");
  EXPECT_EQ(Split(order, {0, 0}).error().code, "split-nothing-now");
  EXPECT_EQ(Split(order, {3, 2}).error().code, "split-nothing-later");
  EXPECT_EQ(Split(order, {1}, {}, {}, test::OwnerOf("b")).error().code, "order-not-found");
  ASSERT_TRUE(house.Do([&](auto& t) {
    return OfferSubstitute(t, house.context(), kShop, order.id, Lines(order.id)[0].id, VariantId("tea"), 1);
  }));
  EXPECT_EQ(Split(order, {1}).error().code, "substitution-open");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 1);
  const auto packed = Accepted({{"tea", 2}});
  ASSERT_TRUE(Pack(packed.id));
  EXPECT_EQ(Split(packed, {1}).error().code, "order-state-conflict");
  ExpectSums();
}

TEST_F(Splitting, ShowsWhatItWouldMeanAndAsksTheCarrierOnce) {
  const auto order = Accepted({{"honey", 3}});
  const auto line = Lines(order.id).front().id;
  int asked = 0;
  const AskFreight ask = [&](const FreightQuestion& question, auto) -> keel::Result<std::vector<FreightOption>> {
    ++asked;
    EXPECT_EQ(question.cod_amount, Money::Vnd(200'000));
    return std::vector<FreightOption>{kPost, {"vnpost", "1", "", Money::Vnd(19'000), 72, false}};
  };
  const auto quoted = QuoteSplit(house.context(), ask, kShop, order.id, {{line, 1, {}}});
  ASSERT_TRUE(quoted) << quoted.error().code;
  EXPECT_EQ(quoted->split.now.total.dong() + quoted->split.follow.total.dong(), order.total.dong());
  EXPECT_EQ(asked, 1);
  const AskFreight away = [](const FreightQuestion&, auto) -> keel::Result<std::vector<FreightOption>> {
    return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "Away."};
  };
  EXPECT_TRUE(QuoteSplit(house.context(), away, kShop, order.id, {{line, 1, {}}})->post.estimated);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 1);
}

}  // namespace
}  // namespace orders
