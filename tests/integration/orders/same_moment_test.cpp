#include <chrono>
#include <future>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/hold_goods.hpp"
#include "orders/flows/split_order.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/weigh_order.hpp"
#include "tests/integration/orders/after_sale.hpp"

/// Two deeds on one order of which the second begins when the first is done and not committed: it waits for it, and
/// decides by what it left.
namespace orders {
namespace {

using namespace std::chrono_literals;

const keel::auth::Principal kShop = test::OwnerOf("a");
const FreightOption kPost{"ghn", "2", "Chuẩn", keel::Money::Vnd(21'000), 48, false};

struct SameMoment : test::AfterSale {
  /// Runs `first` and, before it is committed, `second`; answers what became of the second. It is not committed before
  /// the second waits for a row or has ended.
  template <class First, class Second>
  auto During(First first, Second second) {
    std::future<decltype(house.Do(second))> later;
    const auto done = house.Do([&](keel::sql::Transaction& t) {
      auto result = first(t);
      later = std::async(std::launch::async, [&] { return house.Do(second); });
      const auto until = std::chrono::steady_clock::now() + 10s;
      while (later.wait_for(5ms) != std::future_status::ready && std::chrono::steady_clock::now() < until)
        if (house.Number("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'") > 0) break;
      return result;
    });
    EXPECT_TRUE(done) << done.error().code;
    return later.get();
  }
  Order Agreed(const std::string& variant, std::int64_t quantity, const keel::auth::Principal& who = kShop) {
    const auto order = house.Placed(variant, quantity);
    EXPECT_TRUE(house.Do([&](auto& t) { return AcceptOrder(t, house.context(), who, order.id); }));
    return house.Read(order.id);
  }
  auto Weighing(const Order& order, std::int64_t grams) {
    return [this, id = order.id, line = Lines(order)[0].id, grams](keel::sql::Transaction& t) {
      return WeighOrder(t, house.context(), kShop, id, {{line, grams}});
    };
  }
  Order Weighable() {
    EXPECT_TRUE(house.Do([&](auto& t) { return SetWeighed(t, kShop, test::VariantId("honey"), 500); }));
    const auto order = Agreed("honey", 4);
    EXPECT_TRUE(house.Do(Weighing(order, 2'000)));
    return order;
  }
  auto Packing(const Order& order) {
    return [this, id = order.id](keel::sql::Transaction& t) { return PackOrder(t, house.context(), kShop, id, {}); };
  }
  auto Offering(const Order& order) {
    return [this, id = order.id, line = Lines(order)[0].id](keel::sql::Transaction& t) {
      return OfferSubstitute(t, house.context(), kShop, id, line, test::VariantId("tea"), 1);
    };
  }
};

TEST_F(SameMoment, NothingIsPackedOfWhichTheScalesJustAskTheBuyer) {
  const auto order = Weighable();
  EXPECT_EQ(Code(During(Weighing(order, 1'000), Packing(order))), "weight-asked");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kAccepted);
  const auto packed = Weighable();
  EXPECT_EQ(Code(During(Packing(packed), Weighing(packed, 1'000))), "order-state-conflict");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM order_weights WHERE outcome = 'asked'"), 1) << "only of the first";
}

TEST_F(SameMoment, NothingIsPackedOfWhichTheBuyerIsJustAskedAboutAnother) {
  const auto order = Agreed("honey", 2);
  EXPECT_EQ(Code(During(Offering(order), Packing(order))), "substitution-open");
  const auto packed = Agreed("honey", 2);
  EXPECT_EQ(Code(During(Packing(packed), Offering(packed))), "order-state-conflict");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM substitutions WHERE state = 'asked'"), 1) << "only of the first";
}

TEST_F(SameMoment, AnAnswerIsGivenToTheOrderAsItIs) {
  const auto order = Weighable();
  ASSERT_TRUE(house.Do(Weighing(order, 1'000)));
  const auto wish = std::vector<LineChange>{{Lines(order)[0].id, 2, {}}};
  const auto fewer = [&](auto& t) { return AmendByShop(t, house.context(), kShop, order.id, {}, wish); };
  const auto answer = [&](auto& t) { return AnswerWeights(t, house.context(), order.code, test::kBuyer, false); };
  const auto answered = During(fewer, answer);
  ASSERT_TRUE(answered) << answered.error().code;
  EXPECT_EQ(answered->order.state, OrderState::kCancelled) << "he wants none of what is left";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(SameMoment, GoodsAreKeptOrLetGoAndNobodyIsToldTheOther) {
  const auto keeps = [&](const Order& order) {
    return [&, id = order.purchase_id](auto& t) { return HoldGoods(t, house.context(), id); };
  };
  const auto pays = house.Placed("honey", 2, Payment::kVietqr), late = house.Placed("honey", 3, Payment::kVietqr);
  house.clock().Advance(181min);
  const auto swept = During(keeps(pays), [&](auto&) -> keel::Result<std::int64_t> {
    return SweepUnpaid(house.context());  // Its own transactions: it made its list before the buyer's was committed.
  });
  EXPECT_EQ(*swept, 1) << "the other one's";
  EXPECT_EQ(house.Read(pays.id).state, OrderState::kPlaced);
  EXPECT_EQ(house.Read(late.id).state, OrderState::kCancelled);

  const auto gone = house.Placed("honey", 1, Payment::kVietqr);
  const auto lets_go = [&](auto& t) {
    return Move(t, house.context(), gone, OrderEvent::kCancelled, {"system"}, "payment-expired", house.clock().Now());
  };
  EXPECT_EQ(Code(During(lets_go, keeps(gone))), "nothing-held");
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 2}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(SameMoment, AnOrderIsDividedOrFilledAndNotBoth) {
  auto clerk = test::OwnerOf("coop");
  clerk.memberships.front().kind = "cooperative";
  auto own = house.Offered("coopplum", "coop", 40'000, 20);
  own.party_kind = "cooperative";
  own.version = 2;
  house.Tell(own);
  house.Offered("pao", "pao", 38'000, 50);
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
    FollowMember(t, test::PartyIdOf("coop"), test::PartyIdOf("pao"), true);
    return SetSupply(t, house.context(), clerk, test::VariantId("coopplum"), test::VariantId("pao"), true);
  }));
  const auto fill = [&](const Order& order) {
    return [&](keel::sql::Transaction& t) {
      return OpenFill(t, house.context(), clerk,
                      {test::VariantId("coopplum"), 5, FillRule::kProRata, "", order.code.text()});
    };
  };
  const auto split = [&](const Order& order) {
    return [&](keel::sql::Transaction& t) {
      return SplitNow(t, house.context(), clerk, order.id, {{{Lines(order)[0].id, 1, {}}}, {}, {}}, kPost);
    };
  };
  const auto filled = Agreed("coopplum", 5, clerk);
  EXPECT_EQ(Code(During(fill(filled), split(filled))), "split-filled");
  const auto divided = Agreed("coopplum", 5, clerk);
  EXPECT_EQ(Code(During(split(divided), fill(divided))), "fill-more-than-ordered");
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
