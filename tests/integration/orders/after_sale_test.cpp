#include "tests/integration/orders/after_sale.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/order_cases.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/flows/weigh_order.hpp"

/// Goods that go back, and disputes.
namespace orders {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::AfterSale;
using test::kBuyer;
using test::kPhoto;

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

TEST_F(AfterSale, SpoiledGoodsLeaveTheLotTheyCameBackToAndNoOther) {
  const auto open = [&](std::int64_t pieces, const std::string& expires_on) {
    const auto lot = house.Do([&](auto& t) {
      LotWish wish;
      wish.variant_id = test::VariantId("honey");
      wish.quantity = pieces;
      wish.expires_on = expires_on;
      return OpenLot(t, house.context(), test::OwnerOf("a"), wish);
    });
    return lot ? lot->id.text() : std::string(lot.error().code);
  };
  const auto later = open(10, "2026-12-30"), sooner = open(3, "2026-12-20");
  const auto in = [&](const std::string& lot) {
    return house.Number("SELECT COALESCE(SUM(on_hand), 0) FROM stock_bins WHERE lot_id = '" + lot + "'");
  };
  const auto order = Delivered();
  EXPECT_EQ(in(sooner), 0) << "all three of it are the buyer's";
  const auto back = Asked(order, 2, 0);
  ASSERT_TRUE(back);
  ASSERT_TRUE(Received(back->id, ReturnFate::kSpoiled));
  EXPECT_EQ(in(sooner), 0);
  EXPECT_EQ(in(later), 10) << "these lie there, and are good";
  EXPECT_EQ(in(""), 10);
  EXPECT_EQ(house.StockDifference(), "");
  for (const auto& found : VerifyBins(house.pool(), house.clock().Now())) ADD_FAILURE() << found.where;
}

TEST_F(AfterSale, AWholeReturnForTheShopsFaultGivesTheFreightBackToo) {
  const auto order = Delivered();
  const auto whole = Asked(order, 3, 2);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->refund, order.total);
  ASSERT_TRUE(house.Do([&](auto& t) { return WithdrawReturn(t, house.context(), whole->id, test::Himself(house)); }));
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

TEST_F(AfterSale, WhoseReturnLapsedHasTimeForADispute) {
  const auto order = Delivered(), other = Delivered();
  ASSERT_TRUE(Asked(order, 1, 0));
  house.clock().Advance(24h * 3);
  EXPECT_EQ(RunReturnClocks(house.context()), 1) << "agreed: he sends it back, and the shop says nothing";
  house.clock().Advance(24h * 14);
  EXPECT_EQ(RunReturnClocks(house.context()), 1) << "lapsed, seventeen days after the delivery";
  EXPECT_EQ(Code(Disputed(other)), "dispute-too-late");
  house.clock().Advance(24h * 6);
  EXPECT_TRUE(CasesOf(house.context(), house.Read(order.id), true).can_dispute);
  EXPECT_TRUE(Disputed(order));
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
  EXPECT_EQ(Refunded(), 0);
  EXPECT_EQ(Code(Answered(asked->id, true)), "case-state-conflict") << "nothing of it waits any more";
}

TEST_F(AfterSale, WhatComesAfterItsTimeIsPaidBackAllTheSame) {
  const auto order = Delivered();
  const auto asked = Asked(order, 2, 0);
  ASSERT_TRUE(asked);
  ASSERT_TRUE(Answered(asked->id, true));
  house.clock().Advance(24h * 15);
  ASSERT_EQ(RunReturnClocks(house.context()), 1);
  const auto told = [&](const std::string& kind, const std::string& to) {
    return house.Number("SELECT COUNT(*) FROM messages WHERE kind = '" + kind + "' AND to_kind = '" + to + "'");
  };
  EXPECT_EQ(told("return-lapsed", "buyer"), 1);
  EXPECT_EQ(told("return-lapsed-shop", "shop"), 1) << "and is told what to do if it comes";
  house.clock().Advance(24h * 2);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(Received(asked->id)) << "the post was slow";
  EXPECT_EQ(Refunded(), 200'000);
  EXPECT_EQ(house.LevelOf("honey"), (Level{9, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(AfterSale, WhatLapsedMayBeAskedBackAgainAndIsPaidBackOnce) {
  auto patient = house.context();
  patient.return_window = std::chrono::days(30);  // As a market may choose.
  const auto order = Delivered();
  const auto ask = [&] {
    return house.Do([&](auto& t) {
      return AskReturn(t, patient, order.code, kBuyer,
                       {{{Lines(order)[0].id, 2}}, ReturnReason::kDamaged, "vỡ chai", kPhoto});
    });
  };
  const auto first = ask();
  ASSERT_TRUE(first);
  ASSERT_TRUE(Answered(first->id, true));
  house.clock().Advance(24h * 15);
  ASSERT_EQ(RunReturnClocks(patient), 1);
  const auto second = ask();
  ASSERT_TRUE(second) << second.error().code;
  EXPECT_EQ(Code(Received(first->id)), "return-too-much") << "three were bought, and two are asked for anew";
  ASSERT_TRUE(Answered(second->id, true));
  ASSERT_TRUE(Received(second->id));
  EXPECT_EQ(Code(Received(first->id)), "return-too-much");
  EXPECT_EQ(Refunded(), 200'000);
}

TEST_F(AfterSale, OnlyTheOrdersOwnPeopleMoveItsReturns) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  ASSERT_TRUE(asked);
  EXPECT_EQ(Code(house.Do([&](auto& t) {
              return ReceiveReturn(t, house.context(), test::OwnerOf("b"), asked->id, ReturnFate::kKept);
            })),
            "return-not-found");
  EXPECT_EQ(Code(house.Do([&](auto& t) {
              return WithdrawReturn(t, house.context(), asked->id, {*Phone::Parse("0912345679"), {}});
            })),
            "return-not-found");
  EXPECT_EQ(Code(Answered(asked->id, false, "")), "note-missing");
}

TEST_F(AfterSale, OnlyTheBuyerHimselfGivesUpHisClaim) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  const auto open = Disputed(order);
  ASSERT_TRUE(asked && open);
  auto stranger = test::Himself(house);
  stranger.phone_index = PhoneIndex(*Phone::Parse("0987654321"), house.context().key);
  const auto returned = [&](const BuyerProof& proof) {
    return Code(house.Do([&](auto& t) { return WithdrawReturn(t, house.context(), asked->id, proof); }));
  };
  const auto disputed = [&](const BuyerProof& proof) {
    return Code(house.Do([&](auto& t) { return WithdrawDispute(t, house.context(), open->id, proof); }));
  };
  for (const BuyerProof& proof : {kBuyer, stranger}) {
    EXPECT_EQ(returned(proof), "buyer-sign-in") << "the shop knows code and phone too, and signs out";
    EXPECT_EQ(disputed(proof), "buyer-sign-in");
  }
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM returns WHERE state = 'withdrawn'"), 0);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(returned(test::Himself(house)), Code(asked)) << "repeating succeeds";
  EXPECT_EQ(disputed(test::Himself(house)), Code(open));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM returns WHERE state = 'withdrawn'"), 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM disputes WHERE state = 'withdrawn'"), 1);
}

TEST_F(AfterSale, WhoSellsDoesNotAnswerForTheBuyerThoughHeKnowsCodeAndPhone) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  const auto open = Disputed(order);
  ASSERT_TRUE(asked && open);
  auto seller = kBuyer;
  seller.account_id = test::OwnerOf("a").subject;
  seller.acts_for = {order.party_id};
  EXPECT_EQ(Code(house.Do([&](auto& t) { return WithdrawReturn(t, house.context(), asked->id, seller); })),
            "own-order");
  EXPECT_EQ(Code(house.Do([&](auto& t) { return WithdrawDispute(t, house.context(), open->id, seller); })),
            "own-order");
  EXPECT_EQ(Code(house.Do([&](auto& t) { return CancelByBuyer(t, house.context(), order.code, seller); })),
            "own-order");
  EXPECT_EQ(Code(house.Do([&](auto& t) { return AnswerWeights(t, house.context(), order.code, seller, true); })),
            "own-order");
  EXPECT_TRUE(TrackOrder(house.context(), order.code, seller)) << "looking is no deed";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'done-by-code'"), 0);
  auto another = seller;
  another.acts_for = {test::OwnerOf("b").memberships[0].party_id};
  another.phone_index = test::Himself(house).phone_index;
  EXPECT_TRUE(house.Do([&](auto& t) { return WithdrawReturn(t, house.context(), asked->id, another); }))
      << "who sells elsewhere buys here like anybody";
}

TEST_F(AfterSale, ADisputeIsAnsweredThenDecidedAndPaidOnce) {
  const auto order = Delivered();
  const auto open = Disputed(order);
  ASSERT_TRUE(open);
  EXPECT_EQ(Code(Disputed(order)), "dispute-open");
  EXPECT_EQ(Code(Decided(open->id, 100'000)), "dispute-not-due") << "the shop is heard first";
  ASSERT_TRUE(house.Do(
      [&](auto& t) { return AnswerDispute(t, house.context(), test::OwnerOf("a"), open->id, "ảnh chụp hôm gửi"); }));
  EXPECT_EQ(Code(house.Do(
                [&](auto& t) { return DecideDispute(t, house.context(), test::OwnerOf("a"), open->id, {}, "không"); })),
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
  const auto late = house.Do(
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
  const auto received = Received(asked->id);
  ASSERT_TRUE(received) << received.error().code;
  EXPECT_EQ(received->refund.dong(), order.total.dong() - 1'000) << "what the dispute left";
  EXPECT_EQ(Refunded(), order.total.dong());
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0})) << "the goods are on the books again";
  ASSERT_TRUE(Received(asked->id)) << "repeating succeeds";
  EXPECT_EQ(Refunded(), order.total.dong());
  EXPECT_EQ(json::parse(house.LastBody("order.return-changed"))["refund"], order.total.dong() - 1'000);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'return-received' AND "
                         "JSON_VALUE(arguments, '$.refund_vnd') = '" +
                         std::to_string(order.total.dong() - 1'000) + "'"),
            1);
  const auto another = Disputed(order);
  ASSERT_TRUE(another);
  house.clock().Advance(24h * 2 + 1min);
  EXPECT_EQ(Code(Decided(another->id, 1)), "refund-too-much");
}

TEST_F(AfterSale, GoodsComeBackAlsoWhenADisputeGaveAllOfTheMoneyBack) {
  const auto order = Delivered();
  const auto asked = Asked(order, 1, 0);
  ASSERT_TRUE(asked);
  ASSERT_TRUE(Answered(asked->id, true));
  const auto open = Disputed(order);
  ASSERT_TRUE(open);
  house.clock().Advance(24h * 2 + 1min);
  ASSERT_TRUE(Decided(open->id, order.total.dong()));
  const auto received = Received(asked->id);
  ASSERT_TRUE(received) << received.error().code;
  EXPECT_EQ(received->state, ReturnState::kReceived);
  EXPECT_EQ(received->refund, keel::Money());
  EXPECT_EQ(Refunded(), order.total.dong());
  EXPECT_EQ(house.LevelOf("honey"), (Level{8, 0}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(AfterSale, ACarriersClockFarAheadPutsNothingOff) {
  const auto order = Sent();
  const auto now = house.clock().Now();
  const auto scan = [&](const std::string& state, keel::Instant at) {
    EXPECT_TRUE(house.Do([&](auto& t) {
      return FollowShipment(t, house.context(), {order.id.text(), "shm_1", "ghn", "2", "GHN1", state, at});
    }));
  };
  scan("in_transit", now + 24h * 400);
  house.clock().Advance(1h);
  scan("delivered", now + 24h * 365);
  const auto delivered = house.Read(order.id);
  EXPECT_EQ(delivered.state, OrderState::kDelivered);
  EXPECT_LE(delivered.moved_at, house.clock().Now() + 10min);
  const auto whole = ShowToSeller(house.context(), test::OwnerOf("a"), order.id);
  ASSERT_TRUE(whole && whole->shipment);
  EXPECT_EQ(whole->shipment->state, "delivered") << "no scan hides behind one of next year";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM order_shipment_events WHERE at > '2027-06-01'"), 2)
      << "kept as the carrier wrote them";
  house.clock().Advance(house.context().return_window + 1h);
  EXPECT_EQ(Code(Asked(order, 1, 0)), "return-too-late");
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
  ASSERT_TRUE(
      house.Do([&](auto& t) { return AnswerDispute(t, house.context(), test::OwnerOf("a"), dispute->id, "đúng"); }));
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

}  // namespace
}  // namespace orders
