#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/dispute_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/guard_purchase.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// Goods that go back, disputes, and something else in the place of what ran out.
namespace orders {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::House;

const BuyerProof kBuyer{*Phone::Parse("0912345678"), {}};
const std::vector<std::string> kPhoto{"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"};

struct AfterSale : testing::Test {
  template <class Deed>
  auto Do(Deed deed) {
    return keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) { return deed(t); });
  }
  AfterSale() {
    house.Offered("honey", "a", 100'000, 10);
    house.Offered("tea", "a", 70'000, 10);
    house.Offered("rice", "b", 50'000, 10);
    operator_ = test::OwnerOf("o");
    operator_.is_operator = true;
  }
  /// Three of honey, two of tea, of one shop.
  Order Bought(Payment payment = Payment::kVietqr) {
    const auto cart = house.CartOf({{"honey", 3}, {"tea", 2}});
    const auto placed = Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, payment)); });
    EXPECT_TRUE(placed);
    if (payment != Payment::kCod) {
      EXPECT_TRUE(Do([&](auto& t) { return ConfirmPaid(t, house.context(), {placed->orders[0].id}); }));
    }
    return house.Read(placed->orders[0].id);
  }
  void Scan(const Order& order, const std::string& state) {
    const auto at = house.clock().Now();
    EXPECT_TRUE(Do([&](auto& t) {
      return FollowShipment(t, house.context(), {order.id.text(), "shm_1", "ghn", "2", "GHN1", state, at});
    }));
  }
  Order Sent(Payment payment = Payment::kVietqr) {
    const auto order = Bought(payment);
    EXPECT_TRUE(Do([&](auto& t) { return AcceptOrder(t, house.context(), test::OwnerOf("a"), order.id); }));
    EXPECT_TRUE(Do([&](auto& t) { return PackOrder(t, house.context(), test::OwnerOf("a"), order.id, {}); }));
    Scan(order, "picked_up");
    return house.Read(order.id);
  }
  Order Delivered(Payment payment = Payment::kVietqr) {
    const auto order = Sent(payment);
    Scan(order, "delivered");
    return house.Read(order.id);
  }
  std::vector<OrderLine> Lines(const Order& order) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Lines(order.id);
  }
  keel::Result<Return> Asked(const Order& order, std::int64_t honey, std::int64_t tea,
                             ReturnReason reason = ReturnReason::kDamaged, bool photo = true) {
    const auto lines = Lines(order);
    ReturnWish wish{{}, reason, "vỡ chai", photo ? kPhoto : std::vector<std::string>{}};
    if (honey > 0) wish.lines.emplace_back(lines[0].id, honey);
    if (tea > 0) wish.lines.emplace_back(lines[1].id, tea);
    return Do([&](auto& t) { return AskReturn(t, house.context(), order.code, kBuyer, wish); });
  }
  keel::Result<Return> Answered(const ReturnId& id, bool agreed,
                                const std::string& note = "hàng đã kiểm trước khi gửi") {
    return Do([&](auto& t) { return AnswerReturn(t, house.context(), test::OwnerOf("a"), id, agreed, note); });
  }
  keel::Result<Return> Received(const ReturnId& id, ReturnFate fate = ReturnFate::kSellable) {
    return Do([&](auto& t) { return ReceiveReturn(t, house.context(), test::OwnerOf("a"), id, fate); });
  }
  keel::Result<Dispute> Disputed(const Order& order, const std::string& claim = "not-as-described") {
    return Do([&](auto& t) {
      return OpenDispute(t, house.context(), order.code, kBuyer, {claim, "không đúng ảnh", {}, {}});
    });
  }
  keel::Result<Dispute> Decided(const DisputeId& id, std::int64_t refund) {
    return Do([&](auto& t) {
      return DecideDispute(t, house.context(), operator_, id, keel::Money::Vnd(refund), "đã xem ảnh của hai bên");
    });
  }
  std::int64_t Refunded() {
    return house.Number(
        "SELECT COALESCE(CAST(SUM(JSON_VALUE(body, '$.amount')) AS SIGNED), 0) FROM outbox WHERE topic = "
        "'order.refund-due'");
  }
  template <class T>
  static std::string Code(const keel::Result<T>& result) {
    return result ? "done" : std::string(result.error().code);
  }
  House house;
  keel::auth::Principal operator_;
};

TEST_F(AfterSale, WhatComesBackIsTakenOntoTheShelfAndPaidBackOnce) {
  const auto order = Delivered();
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 0}));
  const auto asked = Asked(order, 2, 0);
  ASSERT_TRUE(asked) << asked.error().code;
  EXPECT_EQ(asked->refund.dong(), 200'000);
  EXPECT_EQ(Refunded(), 0) << "not before the goods are there";
  ASSERT_TRUE(Answered(asked->id, true));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Received(asked->id)) << "repeating succeeds";
  EXPECT_EQ(house.LevelOf("honey"), (Level{9, 0}));
  EXPECT_EQ(Refunded(), 200'000);
  const auto told = json::parse(house.LastBody("order.refund-due"));
  EXPECT_EQ(told["cause"], "returned");
  EXPECT_EQ(told["cause_id"], asked->id.text());
  EXPECT_EQ(json::parse(house.LastBody("order.return-changed"))["state"], "received");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kDelivered);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(AfterSale, SpoiledGoodsComeAndGoAndKeptOnesStay) {
  const auto order = Delivered();
  const auto spoiled = Asked(order, 1, 0), kept = Asked(order, 0, 1);
  ASSERT_TRUE(spoiled && kept);
  ASSERT_TRUE(Received(spoiled->id, ReturnFate::kSpoiled));
  ASSERT_TRUE(Received(kept->id, ReturnFate::kKept));
  EXPECT_EQ(house.LevelOf("honey"), (Level{7, 0}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{8, 0}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM stock_movements WHERE kind = 'spoiled'"), 1);
  EXPECT_EQ(Refunded(), 170'000);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(AfterSale, AWholeReturnForTheShopsFaultGivesTheFreightBackToo) {
  const auto order = Delivered();
  const auto whole = Asked(order, 3, 2);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->refund, order.total);
  ASSERT_TRUE(Do([&](auto& t) { return WithdrawReturn(t, house.context(), whole->id, kBuyer); }));
  const auto regretted = Asked(order, 3, 2, ReturnReason::kChangedMind, false);
  ASSERT_TRUE(regretted);
  EXPECT_EQ(regretted->refund, order.goods) << "a changed mind pays its freight";
}

TEST_F(AfterSale, NoMoreGoesBackThanWasBought) {
  const auto order = Delivered();
  ASSERT_TRUE(Asked(order, 2, 0));
  EXPECT_EQ(Code(Asked(order, 2, 0)), "return-too-much");
  EXPECT_TRUE(Asked(order, 1, 0));
  EXPECT_EQ(Code(Asked(order, 0, 0)), "return-empty");
  EXPECT_EQ(Code(Asked(order, 0, 1, ReturnReason::kSpoiled, false)), "evidence-missing");
}

TEST_F(AfterSale, TwoReturnsAtTheSameTimeShareWhatWasBought) {
  const auto order = Delivered();
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> buyers;
    for (int i = 0; i < 6; ++i) buyers.emplace_back([&] { taken += bool(Asked(order, 2, 0)); });
  }
  EXPECT_EQ(taken, 1);
}

TEST_F(AfterSale, ReturnsHaveTheirDays) {
  const auto sent = Sent();
  EXPECT_EQ(Code(Asked(sent, 1, 0)), "return-too-early");
  Scan(sent, "delivered");
  house.clock().Advance(24h * 7 + 1min);
  EXPECT_EQ(Code(Asked(sent, 1, 0)), "return-too-late");
}

TEST_F(AfterSale, NoAnswerCountsAsAYesAndWhatNeverCameLapses) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  ASSERT_TRUE(asked);
  EXPECT_EQ(RunReturnClocks(house.context()), 0);
  house.clock().Advance(24h * 2 + 1min);
  EXPECT_EQ(RunReturnClocks(house.context()), 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM returns WHERE state = 'agreed'"), 1);
  EXPECT_EQ(Code(Answered(asked->id, false)), "case-state-conflict") << "too late for a no";
  house.clock().Advance(24h * 15);
  EXPECT_EQ(RunReturnClocks(house.context()), 1);
  EXPECT_EQ(Code(Received(asked->id)), "case-state-conflict");
  EXPECT_EQ(Refunded(), 0);
}

TEST_F(AfterSale, OnlyTheOrdersOwnPeopleMoveItsReturns) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  ASSERT_TRUE(asked);
  EXPECT_EQ(Code(Do([&](auto& t) {
              return ReceiveReturn(t, house.context(), test::OwnerOf("b"), asked->id, ReturnFate::kKept);
            })),
            "return-not-found");
  EXPECT_EQ(Code(Do([&](auto& t) {
              return WithdrawReturn(t, house.context(), asked->id, {*Phone::Parse("0912345679"), {}});
            })),
            "return-not-found");
  EXPECT_EQ(Code(Answered(asked->id, false, "")), "note-missing");
}

TEST_F(AfterSale, ADisputeIsAnsweredThenDecidedAndPaidOnce) {
  const auto order = Delivered();
  const auto open = Disputed(order);
  ASSERT_TRUE(open);
  EXPECT_EQ(Code(Disputed(order)), "dispute-open");
  EXPECT_EQ(Code(Decided(open->id, 100'000)), "dispute-not-due") << "the shop is heard first";
  ASSERT_TRUE(
      Do([&](auto& t) { return AnswerDispute(t, house.context(), test::OwnerOf("a"), open->id, "ảnh chụp hôm gửi"); }));
  EXPECT_EQ(
      Code(Do([&](auto& t) { return DecideDispute(t, house.context(), test::OwnerOf("a"), open->id, {}, "không"); })),
      "not-allowed");
  EXPECT_EQ(Code(Decided(open->id, order.total.dong() + 1)), "refund-too-much");
  ASSERT_TRUE(Decided(open->id, 150'000));
  ASSERT_TRUE(Decided(open->id, 150'000)) << "repeating succeeds";
  EXPECT_EQ(Code(Decided(open->id, 150'001)), "case-state-conflict");
  EXPECT_EQ(Refunded(), 150'000);
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["cause"], "dispute");
  EXPECT_EQ(json::parse(house.LastBody("order.dispute-changed"))["state"], "decided");
  EXPECT_TRUE(Disputed(order)) << "another may follow";
}

TEST_F(AfterSale, ASilentShopIsDecidedWithout) {
  const auto open = Disputed(Delivered());
  ASSERT_TRUE(open);
  house.clock().Advance(24h * 2 + 1min);
  EXPECT_TRUE(Decided(open->id, 0)) << "nothing may be the decision";
  EXPECT_EQ(Refunded(), 0);
}

TEST_F(AfterSale, ADisputeTheShopLeavesAloneGoesToTheOperators) {
  const auto order = Delivered();
  const auto open = Disputed(order);
  ASSERT_TRUE(open);
  EXPECT_EQ(RunDisputeClocks(house.context()), 0) << "the shop has its time";
  const auto to_decide = [&] { return ListDisputes(house.context(), operator_, "", "to-decide", "", 24)->size(); };
  EXPECT_EQ(to_decide(), 0U);
  house.clock().Advance(open->answer_until - house.clock().Now() + 1min);
  EXPECT_EQ(RunDisputeClocks(house.context()), 1);
  EXPECT_EQ(RunDisputeClocks(house.context()), 0);
  EXPECT_EQ(to_decide(), 1U);
  EXPECT_EQ(json::parse(house.LastBody("order.dispute-changed"))["state"], "unanswered");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind LIKE 'dispute-unanswered%'"), 2) << "both are told";
  EXPECT_EQ(Code(Disputed(order)), "dispute-open") << "still one at a time";
  const auto late = Do(
      [&](auto& t) { return AnswerDispute(t, house.context(), test::OwnerOf("a"), open->id, "xin lỗi, tôi đi rẫy"); });
  ASSERT_TRUE(late) << late.error().code;
  EXPECT_EQ(late->decide_until, open->decide_until) << "who is late does not put off the decision";
  EXPECT_EQ(to_decide(), 1U);
  EXPECT_TRUE(Decided(open->id, 10'000));
  EXPECT_EQ(to_decide(), 0U);
}

TEST_F(AfterSale, AnUnansweredDisputeIsDecidedWithoutTheShop) {
  const auto open = Disputed(Delivered());
  ASSERT_TRUE(open);
  house.clock().Advance(open->answer_until - house.clock().Now() + 1min);
  EXPECT_EQ(RunDisputeClocks(house.context()), 1);
  EXPECT_TRUE(Decided(open->id, 10'000));
  EXPECT_EQ(json::parse(house.LastBody("order.refund-due"))["cause"], "dispute");
}

TEST_F(AfterSale, ReturnsAndDisputesTogetherNeverGiveBackMoreThanWasPaid) {
  const auto order = Delivered();
  const auto asked = Asked(order, 3, 2);
  const auto open = Disputed(order);
  ASSERT_TRUE(asked && open);
  house.clock().Advance(24h * 2 + 1min);
  ASSERT_TRUE(Decided(open->id, 1'000));
  EXPECT_EQ(Code(Received(asked->id)), "refund-too-much");
  const auto another = Disputed(order);
  ASSERT_TRUE(another);
  house.clock().Advance(24h * 2 + 1min);
  ASSERT_TRUE(Decided(another->id, order.total.dong() - 1'000));
  EXPECT_EQ(Refunded(), order.total.dong());
}

TEST_F(AfterSale, AReturnsWayHomeIsNotAWholeOrderComingBack) {
  for (const bool received_first : {true, false}) {
    const auto order = Delivered();
    const auto honey = house.LevelOf("honey").on_hand, tea = house.LevelOf("tea").on_hand;
    const auto before = Refunded();
    const auto asked = Asked(order, 1, 0);
    ASSERT_TRUE(asked);
    ASSERT_TRUE(Answered(asked->id, true));
    if (received_first) {
      ASSERT_TRUE(Received(asked->id));
    }
    Scan(order, "returned");
    ASSERT_TRUE(Received(asked->id));
    Scan(order, "returned");
    EXPECT_EQ(Refunded() - before, 100'000);
    EXPECT_EQ(house.LevelOf("honey").on_hand, honey + 1);
    EXPECT_EQ(house.LevelOf("tea").on_hand, tea);
    EXPECT_EQ(house.Read(order.id).state, OrderState::kDelivered);
    EXPECT_EQ(house.StockDifference(), "");
  }
}

TEST_F(AfterSale, WhatTheCarrierBringsBackAfterADisputeIsPaidBackLessWhatWasDecided) {
  const auto order = Delivered();
  const auto dispute = Disputed(order);
  ASSERT_TRUE(Do([&](auto& t) { return AnswerDispute(t, house.context(), test::OwnerOf("a"), dispute->id, "đúng"); }));
  ASSERT_TRUE(Decided(dispute->id, 40'000));
  Scan(order, "returned");
  EXPECT_EQ(Refunded(), order.total.dong());
  EXPECT_EQ(Code(Asked(order, 1, 0)), "return-too-early");
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(AfterSale, CashThatWasNeverCollectedIsNotGivenBack) {
  const auto order = Sent(Payment::kCod);
  const auto open = Disputed(order, "not-received");
  ASSERT_TRUE(open) << "a parcel that does not come may be disputed on its way";
  house.clock().Advance(24h * 2 + 1min);
  EXPECT_EQ(Code(Decided(open->id, 1'000)), "nothing-paid");
  Scan(order, "returned");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kReturned);
  EXPECT_EQ(Refunded(), 0) << "a refused parcel of cash on delivery";
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
}

TEST_F(AfterSale, APaidParcelThatIsRefusedComesBackAndIsPaidBackWhole) {
  const auto order = Sent();
  Scan(order, "returning");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kShipped);
  Scan(order, "returned");
  Scan(order, "returned");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kReturned);
  EXPECT_EQ(Refunded(), order.total.dong());
  EXPECT_EQ(house.StockDifference(), "");
}

struct Substitutes : AfterSale {
  keel::Result<Substitution> Offered(const Order& order, const std::string& instead, std::int64_t quantity) {
    const auto line = Lines(order)[0].id;
    return Do([&](auto& t) {
      return OfferSubstitute(t, house.context(), test::OwnerOf("a"), order.id, line, test::VariantId(instead),
                             quantity);
    });
  }
  keel::Result<Substitution> Answered(const SubstitutionId& id, bool yes) {
    return Do([&](auto& t) { return AnswerSubstitute(t, house.context(), id, yes, {"buyer"}); });
  }
};

TEST_F(Substitutes, AYesPutsItInTheLinesPlaceAtNoMoreThanWasAgreed) {
  const auto order = Bought();
  const auto offered = Offered(order, "tea", 5);
  ASSERT_TRUE(offered) << offered.error().code;
  EXPECT_EQ(offered->total.dong(), 300'000) << "five teas cost more than three honeys: the shop bears it";
  EXPECT_EQ(Code(Offered(order, "tea", 1)), "substitution-open");
  ASSERT_TRUE(Do([&](auto& t) { return AcceptOrder(t, house.context(), test::OwnerOf("a"), order.id); }));
  EXPECT_EQ(Code(Do([&](auto& t) { return PackOrder(t, house.context(), test::OwnerOf("a"), order.id, {}); })),
            "substitution-open");
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Answered(offered->id, true));
  EXPECT_EQ(Code(Answered(offered->id, false)), "case-state-conflict");
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 7}));
  EXPECT_EQ(house.Read(order.id).total, order.total);
  EXPECT_EQ(Refunded(), 0);
  EXPECT_TRUE(Do([&](auto& t) { return PackOrder(t, house.context(), test::OwnerOf("a"), order.id, {}); }));
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("tea"), (Level{3, 0})) << "both lines of it";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, ANoOrNoAnswerTakesTheLineOffAndPaysItBack) {
  const auto first = Bought(), second = Bought();
  const auto refused = Offered(first, "tea", 1), lapsed = Offered(second, "tea", 1);
  ASSERT_TRUE(refused && lapsed);
  ASSERT_TRUE(Answered(refused->id, false));
  EXPECT_EQ(house.Read(first.id).goods.dong(), 140'000);
  EXPECT_EQ(RunSubstituteClocks(house.context()), 0);
  house.clock().Advance(24h);
  EXPECT_EQ(RunSubstituteClocks(house.context()), 1);
  EXPECT_EQ(house.Read(second.id).goods.dong(), 140'000);
  EXPECT_EQ(Code(Answered(lapsed->id, true)), "case-state-conflict") << "too late";
  EXPECT_EQ(Refunded(), 600'000);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, AreOfTheSameShopAndInStock) {
  const auto order = Bought();
  EXPECT_EQ(Code(Offered(order, "rice", 1)), "offer-not-found") << "another shop's";
  EXPECT_EQ(Code(Offered(order, "tea", 99)), "out-of-stock");
  EXPECT_EQ(Code(Offered(order, "honey", 1)), "substitution-same");
  const auto offered = Offered(order, "tea", 8);
  ASSERT_TRUE(offered);
  house.Placed("tea", 5);  // Somebody else is quicker.
  EXPECT_EQ(Code(Answered(offered->id, true)), "out-of-stock");
  EXPECT_EQ(house.Read(order.id).goods, order.goods) << "nothing happened";
  EXPECT_TRUE(Answered(offered->id, false));
  EXPECT_EQ(house.StockDifference(), "");
}

struct AtTheDoor : AfterSale {
  std::string Placed(const std::string& variant, std::int64_t quantity, Payment payment,
                     bool freight_confirmed = false) {
    auto checkout = house.CheckoutOf(house.CartOf({{variant, quantity}}), payment);
    checkout.choices.freight_confirmed = freight_confirmed;
    return Code(Do([&](auto& t) { return PlacePurchase(t, house.context(), checkout); }));
  }
  void Refuse() {
    Scan(Sent(Payment::kCod), "returned");
    RefreshRefusers(house.context());
  }
};

TEST_F(AtTheDoor, ANumberThatRefusedTwicePaysBeforehandUntilItTookSome) {
  house.Offered("gold", "a", 4'900'000, 100);
  EXPECT_EQ(Placed("gold", 1, Payment::kCod), "done");
  EXPECT_EQ(Placed("gold", 2, Payment::kCod), "cod-limit") << "nobody knows this number yet";
  EXPECT_EQ(Placed("gold", 2, Payment::kVietqr), "done");
  Refuse();
  EXPECT_EQ(Placed("gold", 1, Payment::kCod), "cod-limit");
  EXPECT_EQ(Placed("honey", 1, Payment::kCod), "done");
  Refuse();
  EXPECT_EQ(Placed("tea", 1, Payment::kCod), "cod-limit") << "nothing at the door any more";
  EXPECT_EQ(Placed("tea", 1, Payment::kVietqr), "done");
  for (int i = 0; i < 3; ++i) Delivered(Payment::kVietqr);
  EXPECT_EQ(Placed("rice", 1, Payment::kCod), "done") << "it won some of it back";
}

TEST_F(AtTheDoor, TheLimitIsOverEverythingUnderWayToANumber) {
  house.Offered("gold", "a", 1'900'000, 100);
  CashMemory cash;
  Context context = house.context();
  context.cash = &cash;
  context.cod_purchases = 1;
  const auto placed = [&](std::int64_t quantity, Payment payment = Payment::kCod) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"gold", quantity}}), payment);
    return Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  const auto first = placed(1);
  ASSERT_TRUE(first);
  EXPECT_TRUE(placed(1, Payment::kVietqr)) << "what is paid beforehand does not count";
  ASSERT_TRUE(placed(1));
  const auto third = placed(1);
  ASSERT_EQ(Code(third), "cod-limit");
  EXPECT_LT(std::stoll(third.error().argument), 1'900'000);
  EXPECT_GT(std::stoll(third.error().argument), 0);
  // What came is not under way any more.
  const auto order = house.Read(first->orders[0].id);
  ASSERT_TRUE(Do([&](auto& t) { return AcceptOrder(t, context, test::OwnerOf("a"), order.id); }));
  ASSERT_TRUE(Do([&](auto& t) { return PackOrder(t, context, test::OwnerOf("a"), order.id, {}); }));
  Scan(order, "delivered");
  EXPECT_EQ(Code(placed(1)), "done");
}

TEST_F(AtTheDoor, FreightAboveTheGuardNeedsTheBuyersWord) {
  house.Offered("salt", "a", 20'000, 100);
  Context context = house.context();
  context.freight_guard_percent = 100;
  const auto placed = [&](std::int64_t quantity, bool confirmed) {
    auto checkout = house.CheckoutOf(house.CartOf({{"salt", quantity}}), Payment::kCod);
    checkout.choices.freight_confirmed = confirmed;
    return Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  const auto refused = placed(1, false);
  ASSERT_EQ(Code(refused), "freight-high");
  EXPECT_GT(std::stoll(refused.error().argument), 100) << "how many percent of the goods";
  EXPECT_EQ(Code(placed(1, true)), "done");
  EXPECT_EQ(Code(placed(50, false)), "done") << "many of them are worth their freight";
}

TEST_F(AtTheDoor, AParcelTheCarrierLostIsNobodysRefusal) {
  Scan(Sent(Payment::kCod), "lost_damaged");
  Scan(Sent(Payment::kVietqr), "returned");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM phone_records WHERE refused > 0"), 0);
}

}  // namespace
}  // namespace orders
