// What carriers say, and what is believed.
#include <gmock/gmock.h>

#include "keel/crypto/sealed.hpp"
#include "tests/integration/shipping-adapters/world.hpp"

namespace shipping {
namespace {

using enum ShipmentState;
using testing::ElementsAre;
using testing::IsSupersetOf;

class Tracks : public Story {
 protected:
  void SetUp() override {
    Story::SetUp();
    Pack();
    ASSERT_EQ(Book(), 1);
    tracking_number = Row().tracking_number;
    // The carrier's own call about the booking has come.
    ASSERT_TRUE(rig::Eventually([&] { return simulator().CallsWaiting() == 0; }));
  }
  int Post(const std::string& path, const std::string& body) {
    const auto answer = town.ours().Send({.method = keel::http::Method::kPost, .path = path, .body = body});
    return answer ? answer->status : 0;
  }
  std::string tracking_number;
};

TEST_P(Tracks, ToTheDoorAndTheCashIsSaid) {
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(ComesTo(kDelivered));
  EXPECT_THAT(States(), ElementsAre("picked_up", "in_transit", "out_for_delivery", "delivered"));
  const auto last = Events("shipment.moved").back().body;
  EXPECT_EQ(last["cod_collected"], true);
  EXPECT_EQ(last["cod_amount"]["amount"], 372'000);
  EXPECT_EQ(last["tracking_number"], tracking_number);
  EXPECT_TRUE(keel::FromRfc3339(last["at"].get<std::string>()));
  for (const auto& told : Events("shipment.moved"))
    EXPECT_EQ(told.body.contains("cod_collected"), told.body["state"] == "delivered");
  SettleInbox();
  EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox WHERE status <> 'applied'"), 0);
}

TEST_P(Tracks, BackToTheSellerNoCashIsSaid) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "return"}});
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(ComesTo(kReturned));
  EXPECT_THAT(States(),
              ElementsAre("picked_up", "in_transit", "out_for_delivery", "delivery_failed", "returning", "returned"));
  for (const auto& told : Events("shipment.moved")) EXPECT_FALSE(told.body.contains("cod_collected"));
}

TEST_P(Tracks, ASecondTryAtTheDoor) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "fail-once"}});
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(ComesTo(kDelivered));
  EXPECT_THAT(States(), ElementsAre("picked_up", "in_transit", "out_for_delivery", "delivery_failed",
                                    "out_for_delivery", "delivered"));
}

TEST_P(Tracks, ThatTheCarrierItselfCancelled) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "cancel"}});
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(ComesTo(kCancelled));
  EXPECT_EQ(States().back(), "cancelled") << "orders hears of it";
  EXPECT_FALSE(Row().called_off) << "and may ask another";
}

TEST_P(Tracks, CallsMadeTwiceAndOutOfOrderAreOne) {
  simulator().Fault("twice", 100);
  simulator().Fault("reorder", 3);
  for (int step = 0; step < 12; ++step) simulator().Advance(1, tracking_number);
  ASSERT_TRUE(ComesTo(kDelivered));
  SettleInbox();
  const auto states = States();
  EXPECT_EQ(std::ranges::count(states, "delivered"), 1);
  EXPECT_EQ(states.back(), "delivered");
  for (std::size_t i = 1; i < states.size(); ++i) EXPECT_NE(states[i - 1], states[i]);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM (SELECT code, at FROM shipment_events GROUP BY code, at HAVING COUNT(*) > 1) "
                  "AS doubled"),
            0);
}

TEST_P(Tracks, WhatCallsLoseIsAskedFor) {
  simulator().Fault("lost", 1'000);
  simulator().Advance(100, tracking_number);
  EXPECT_EQ(following.Poll(), 0) << "not silent for long enough yet";
  Pass(std::chrono::minutes(31));
  EXPECT_EQ(following.Poll(), 1);
  EXPECT_EQ(Row().standing.state, kDelivered);
  EXPECT_EQ(States().back(), "delivered");
  Pass(std::chrono::minutes(31));
  EXPECT_EQ(following.Poll(), 0) << "what has arrived is left alone";
}

TEST_P(Tracks, ACarrierThatIsDownIsAskedAgain) {
  simulator().Fault("lost", 1'000);
  simulator().Advance(100, tracking_number);
  simulator().Fault("down", 1'000);
  Pass(std::chrono::minutes(31));
  following.Poll();
  EXPECT_EQ(Row().standing.state, kCreated);
  simulator().NoFaults();
  ASSERT_TRUE(rig::Eventually([&] {
    Pass(std::chrono::minutes(31));
    following.Poll();
    return Row().standing.state == kDelivered;
  }));
}

TEST_P(Tracks, AParcelNobodyKnowsIsKeptAndChangesNothing) {
  simulator().Fault("lost", 1'000);
  if (carrier() == "ghn") {
    EXPECT_EQ(Post("/webhooks/ghn/the-secret",
                   R"({"OrderCode":"GNOBODY1","Status":"delivered","Time":"2026-11-21T08:30:00Z"})"),
              200);
    SettleInbox();
    EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox WHERE status = 'unknown'"), 1);
  }
  EXPECT_EQ(Row().standing.state, kCreated);
  EXPECT_TRUE(States().empty());
}

TEST_P(Tracks, RubbishIsRefusedAndNotKept) {
  const auto path = carrier() == "ghn" ? "/webhooks/ghn/the-secret" : "/webhooks/vnpost";
  const auto before = Count("SELECT COUNT(*) FROM webhook_inbox");
  for (const auto* body : {"", "{", "[]", "null", "{\"data\":[]}", "{\"OrderCode\":7}"})
    EXPECT_EQ(Post(path, body), 400) << body;
  EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox"), before);
}

INSTANTIATE_TEST_SUITE_P(All, Tracks, BothCarriers(), [](const auto& carrier) { return carrier.param; });

class GhnTracks : public Tracks {};

TEST_P(GhnTracks, ALieIsNotBelieved) {
  simulator().Fault("wrong", 1);  // The next call says "delivered" of a parcel that is being fetched.
  simulator().Advance(1, tracking_number);
  ASSERT_TRUE(rig::Eventually(
      [&] { return Count("SELECT COUNT(*) FROM webhook_inbox WHERE raw_body LIKE '%delivered%'") == 1; }));
  SettleInbox();
  EXPECT_EQ(Row().standing.state, kCreated);
  EXPECT_TRUE(States().empty());
  EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox WHERE status = 'unconfirmed'"), 1);
}

TEST_P(GhnTracks, ForgedCallsAreRefused) {
  const auto body = R"({"OrderCode":")" + tracking_number + R"(","Status":"delivered","Time":"2026-11-21T08:30:00Z"})";
  const auto before = Count("SELECT COUNT(*) FROM webhook_inbox");
  EXPECT_EQ(Post("/webhooks/ghn/wrong-secret", body), 403);
  EXPECT_EQ(Post("/webhooks/ghn", body), 403);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox"), before);
  // Even who knows the secret cannot make a delivery.
  EXPECT_EQ(Post("/webhooks/ghn/the-secret", body), 200);
  SettleInbox();
  EXPECT_EQ(Row().standing.state, kCreated);
}

TEST_P(GhnTracks, AFailedPickUpShowsItsReasonHoweverLateItComes) {
  simulator().Fault("lost", 1'000);
  simulator().Advance(1, tracking_number);
  const auto at = town.carriers.Find("ghn")
                      ->Track({tracking_number, ""}, std::chrono::steady_clock::now() + std::chrono::seconds(10))
                      ->back()
                      .at;
  const auto body = R"({"OrderCode":")" + tracking_number + R"(","Status":"picking","Time":")" + keel::ToRfc3339(at) +
                    R"(","Reason":"Người gửi hẹn lại ngày lấy hàng","ReasonCode":"GHN-PFA1A0"})";
  EXPECT_EQ(Post("/webhooks/ghn/the-secret", body), 200);
  SettleInbox();
  // Confirming the booking's own call has brought "picking" into the history before, without a reason.
  EXPECT_EQ(Row().standing.flags, kPickupProblem);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM shipment_events WHERE note LIKE 'GHN-PFA1A0: Người gửi%'"), 1);
}

TEST_P(GhnTracks, OnHoldUntilTheNextWord) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "hold"}});
  simulator().Advance(3, tracking_number);
  ASSERT_TRUE(rig::Eventually([&] {
    following.Confirm();
    Pass(std::chrono::milliseconds(100));
    return Row().standing.flags == kOnHold;
  }));
  EXPECT_EQ(Row().standing.state, kPickedUp);
  simulator().Advance(1, tracking_number);
  ASSERT_TRUE(ComesTo(kInTransit));
  EXPECT_EQ(Row().standing.flags, 0U);
}

INSTANTIATE_TEST_SUITE_P(Ghn, GhnTracks, testing::Values(std::string("ghn")),
                         [](const auto& carrier) { return carrier.param; });

class VnPostTracks : public Tracks {};

TEST_P(VnPostTracks, AWrongSignatureIsRefusedAndNothingKept) {
  ASSERT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox"), 1);  // The booking's.
  simulator().Fault("wrong", 1);
  simulator().Advance(1, tracking_number);
  simulator().Advance(1,
                      tracking_number);  // Signed rightly, and later: when it is there, the wrong one has been refused.
  ASSERT_TRUE(rig::Eventually([&] { return Count("SELECT COUNT(*) FROM shipment_events WHERE code = '4'") == 1; }));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM shipment_events WHERE code = '2'"), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM webhook_inbox"), 2);
}

TEST_P(VnPostTracks, ASignedCallCountsAtOnce) {
  simulator().Advance(3, tracking_number);
  ASSERT_TRUE(rig::Eventually([&] { return Row().standing.state == kPickedUp; }));  // No Confirm was needed.
}

TEST_P(VnPostTracks, ACourierInVainIsAFlag) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "pickup-fail"}});
  simulator().Advance(3, tracking_number);
  ASSERT_TRUE(rig::Eventually([&] { return Row().standing.flags == kPickupProblem; }));
  EXPECT_EQ(Row().standing.state, kCreated);
}

TEST_P(VnPostTracks, AReturnThatIsStoppedIsDeliveredAfterAll) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "return-stopped"}});
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(ComesTo(kDelivered));
  EXPECT_EQ(States().back(), "delivered") << "its cash is at the carrier, and its seller's due";
}

TEST_P(VnPostTracks, CashPaidOutIsAFlagNotAMovement) {
  simulator().Control("plan", {{"order_code", tracking_number}, {"plan", "cod-paid"}});
  simulator().Advance(100, tracking_number);
  ASSERT_TRUE(rig::Eventually([&] { return Row().standing.flags == kCodSettled; }));
  const auto states = States();
  EXPECT_EQ(std::ranges::count(states, "delivered"), 1);
}

INSTANTIATE_TEST_SUITE_P(VnPost, VnPostTracks, testing::Values(std::string("vnpost")),
                         [](const auto& carrier) { return carrier.param; });

}  // namespace
}  // namespace shipping
