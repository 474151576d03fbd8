#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/list_orders.hpp"
#include "orders/flows/run_clocks.hpp"
#include "orders/flows/send_messages.hpp"
#include "orders/flows/take_over.hpp"
#include "orders/flows/take_reply.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/clock_store.hpp"
#include "tests/integration/orders/house.hpp"

/// How an order gets its yes: by message, by the helper, by the cooperative, or not at all.
namespace orders {
namespace {

using namespace std::chrono_literals;
using test::House;

const std::string kShopPhone = "0987654321", kHelperPhone = "0977777777", kCooperativePhone = "0966666666";
const std::string kCooperative = test::PartyIdOf("c");

struct Acceptance : testing::Test {
  Acceptance() {
    house.Offered("honey", "a", 100'000, 50);
    EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
      FollowMember(t, kCooperative, test::PartyIdOf("a"), true);
      return keel::Done{};
    }));
    reach.seller = [&](const std::string& party) -> keel::Result<Contact> {
      return Contact{"", party == kCooperative ? kCooperativePhone : kShopPhone};
    };
    reach.helper = [&](const std::string&) -> keel::Result<Contact> {
      if (!has_helper) return keel::Error{keel::Kind::kNotFound, "sender-unknown", ""};
      return Contact{"", kHelperPhone};
    };
    reach.send = [&](const Phone& to, const std::string& text, const std::string& id) -> keel::Result<keel::Done> {
      if (down) return keel::Error{keel::Kind::kUnavailable, "gateway-unavailable", ""};
      sent.push_back({to.National(), text, id});
      return keel::Done{};
    };
  }
  /// Placed, heard of by our own feed, and the question sent.
  Order Asked(std::int64_t quantity = 1) {
    const auto order = house.Placed("honey", quantity);
    Heard(order, OrderState::kConfirmed, "payment-on-delivery");
    RunClocks(house.context());
    SendDueMessages(house.context(), reach);
    return order;
  }
  void Heard(const Order& order, OrderState to, const std::string& why) {
    const auto at = house.clock().Now();
    EXPECT_TRUE(house.Do([&](auto& t) { return FollowMove(t, house.context(), order.id, to, why, at); }));
  }
  std::string Replied(const std::string& from, const std::string& text, std::string id = {}) {
    if (id.empty()) id = "mo-" + std::to_string(++replies);
    const auto outcome = house.Do([&](auto& t) {
      return TakeReply(t, house.context(), {id, *Phone::Parse(from), text});
    });
    SendDueMessages(house.context(), reach);
    return outcome ? *outcome : std::string(outcome.error().code);
  }
  void Later(std::chrono::milliseconds by) {
    house.clock().Advance(by);
    RunClocks(house.context());
    SendDueMessages(house.context(), reach);
  }
  OrderState StateOf(const Order& order) { return house.Read(order.id).state; }

  struct Sent {
    std::string to, text, id;
  };
  House house;  // It is 15:00 in Vietnam.
  Reach reach;
  std::vector<Sent> sent;
  bool has_helper = true, down = false;
  int replies = 0;
};

TEST_F(Acceptance, AWordByTelephoneAcceptsTheOrder) {
  const auto order = Asked(2);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].to, kShopPhone);
  EXPECT_NE(sent[0].text.find(order.code.text()), std::string::npos);
  EXPECT_NE(sent[0].text.find("trước 21:00 ngày 21/11"), std::string::npos) << sent[0].text;
  EXPECT_EQ(Replied(kShopPhone, "Có ạ"), "accepted");
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);
  EXPECT_EQ(sent.back().to, kShopPhone);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM order_history WHERE why = 'accepted-by-message' AND moved_by = '" +
                         test::PartyIdOf("a") + "'"),
            1)
      << "in whose name";
  Later(72h);
  EXPECT_EQ(StateOf(order), OrderState::kAccepted) << "its clock stands still";
}

TEST_F(Acceptance, ANoByTelephoneCancelsAndGivesTheStockBack) {
  const auto order = Asked(2);
  EXPECT_EQ(Replied(kShopPhone, "KHONG"), "refused");
  EXPECT_EQ(StateOf(order), OrderState::kCancelled);
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 0}));
  Heard(order, OrderState::kCancelled, "shop-said-no");
  SendDueMessages(house.context(), reach);
  EXPECT_EQ(sent.back().to, "0912345678") << "the buyer hears of it";
}

TEST_F(Acceptance, TheSameAnswerTwiceIsTakenOnce) {
  const auto order = Asked();
  EXPECT_EQ(Replied(kShopPhone, "1", "gw-7"), "accepted");
  const auto messages = sent.size();
  EXPECT_EQ(Replied(kShopPhone, "1", "gw-7"), "accepted");
  EXPECT_EQ(sent.size(), messages);
  EXPECT_EQ(Replied(kShopPhone, "2"), "nothing") << "a later no does not undo it";
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);
}

TEST_F(Acceptance, WithSeveralOrdersItIsAskedWhich) {
  const auto first = Asked(), second = Asked();
  EXPECT_EQ(Replied(kShopPhone, "CO"), "which");
  EXPECT_EQ(StateOf(first), OrderState::kConfirmed);
  EXPECT_NE(sent.back().text.find(first.code.text()), std::string::npos);
  EXPECT_EQ(Replied(kShopPhone, "co " + second.code.text().substr(8)), "accepted");
  EXPECT_EQ(StateOf(second), OrderState::kAccepted);
  EXPECT_EQ(Replied(kShopPhone, "2"), "refused") << "one is left: no code needed";
  EXPECT_EQ(StateOf(first), OrderState::kCancelled);
}

TEST_F(Acceptance, ACodeOfAnotherOrderIsNoAnswerToTheOneThatIsLeft) {
  const auto first = Asked(), second = Asked();
  EXPECT_EQ(Replied(kShopPhone, "CO " + second.code.text().substr(8)), "accepted");
  EXPECT_EQ(Replied(kShopPhone, "KHONG " + second.code.text()), "other");
  EXPECT_EQ(StateOf(first), OrderState::kConfirmed) << "nobody said no to it";
  EXPECT_EQ(StateOf(second), OrderState::kAccepted);
  EXPECT_NE(sent.back().text.find("Đang chờ: " + first.code.text()), std::string::npos) << sent.back().text;
  EXPECT_EQ(Replied(kShopPhone, "KHONG CP-2222-223"), "other") << "a code with a wrong letter is nobody's";
  EXPECT_EQ(StateOf(first), OrderState::kConfirmed);
  EXPECT_EQ(Replied(kShopPhone, "khong nhan a"), "refused") << "words are no code";
  EXPECT_EQ(StateOf(first), OrderState::kCancelled);
}

TEST_F(Acceptance, AHelpersNoIsHisOwnAndTheCooperativeIsAskedNow) {
  const auto order = Asked();
  Later(15h + 1min);  // 06:01: the helper's four hours.
  EXPECT_EQ(Replied(kHelperPhone, "KHONG"), "declined");
  EXPECT_EQ(StateOf(order), OrderState::kConfirmed);
  EXPECT_EQ(sent.back().to, kHelperPhone);
  EXPECT_NE(sent.back().text.find("Đơn chưa huỷ"), std::string::npos) << sent.back().text;
  EXPECT_EQ(Replied(kHelperPhone, "KHONG"), "nothing");
  Later(1min);
  EXPECT_EQ(sent.back().to, kCooperativePhone) << "not four hours later";
  EXPECT_NE(sent.back().text.find("trước 12:01 ngày 22/11"), std::string::npos) << sent.back().text;
  EXPECT_EQ(Replied(kShopPhone, "CO"), "accepted") << "the shop may still answer";
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);
}

TEST_F(Acceptance, ACooperativesNoLeavesTheOtherItsTurn) {
  const std::string other = test::PartyIdOf("d"), other_phone = "0965555555";
  EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
    FollowMember(t, other, test::PartyIdOf("a"), true);
    return keel::Done{};
  }));
  reach.seller = [&](const std::string& party) -> keel::Result<Contact> {
    return Contact{"", party == kCooperative ? kCooperativePhone : party == other ? other_phone : kShopPhone};
  };
  const auto order = Asked();
  Later(15h);
  Later(4h);
  EXPECT_EQ(Replied(kCooperativePhone, "KHONG"), "declined");
  Later(5min);
  EXPECT_EQ(StateOf(order), OrderState::kConfirmed);
  EXPECT_EQ(Replied(other_phone, "CO"), "accepted");
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);

  const auto second = Asked();
  Later(6h);
  Later(13h);
  Later(4h);
  EXPECT_EQ(Replied(kCooperativePhone, "KHONG"), "declined");
  EXPECT_EQ(Replied(other_phone, "KHONG"), "declined");
  Later(1min);
  EXPECT_EQ(StateOf(second), OrderState::kCancelled) << "everybody was asked";
  Heard(second, OrderState::kCancelled, "shop-silent");
  SendDueMessages(house.context(), reach);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'shop-was-silent' AND to_kind = 'shop'"), 1);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Acceptance, NonsenseIsAskedAgainAndStrangersHearNothing) {
  const auto order = Asked();
  EXPECT_EQ(Replied(kShopPhone, "mai em gửi nhé"), "unclear");
  EXPECT_NE(sent.back().text.find("chưa hiểu"), std::string::npos);
  const auto before = sent.size();
  EXPECT_EQ(Replied("0955555555", "CO"), "unknown");
  EXPECT_EQ(sent.size(), before);
  EXPECT_EQ(StateOf(order), OrderState::kConfirmed);
}

TEST_F(Acceptance, ASilentShopsHelperIsAskedThenItsCooperative) {
  const auto order = Asked();
  Later(6h);  // 21:00: the shop's hours are over; nobody is woken.
  EXPECT_EQ(sent.size(), 1U);
  Later(9h + 1min);  // 06:01
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[1].to, kHelperPhone);
  Later(4h);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[2].to, kCooperativePhone);
  EXPECT_EQ(Replied(kCooperativePhone, "có"), "accepted");
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);

  auto officer = test::OwnerOf("c");
  EXPECT_TRUE(ShowToSeller(house.context(), officer, order.id)) << "it may send it now";
  EXPECT_TRUE(house.Do([&](auto& t) { return PackOrder(t, house.context(), officer, order.id, {}); }));
  EXPECT_FALSE(ShowToSeller(house.context(), test::OwnerOf("b"), order.id));
}

TEST_F(Acceptance, ThenItIsCancelledByItselfAndRefunded) {
  const auto order = Asked(3);
  Later(6h);
  Later(13h + 1min);
  Later(6h);
  EXPECT_EQ(StateOf(order), OrderState::kCancelled);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  EXPECT_EQ(house.LevelOf("honey"), (Level{50, 0}));
  EXPECT_EQ(nlohmann::json::parse(house.LastBody("order.state-changed"))["why"], "shop-silent");
  Later(48h);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM order_history"), 1) << "once";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Acceptance, AProcessThatSleptThroughTheStepsCancelsAtOnce) {
  const auto order = Asked();
  Later(240h);
  EXPECT_EQ(StateOf(order), OrderState::kCancelled);
}

TEST_F(Acceptance, TheCooperativeWaitsForItsTurnAndOtherCooperativesHaveNone) {
  const auto order = Asked();
  const auto take = [&](const char* who, const std::string& cooperative) {
    const auto taken =
        house.Do([&](auto& t) { return TakeOver(t, house.context(), test::OwnerOf(who), cooperative, order.id); });
    return taken ? "taken" : std::string(taken.error().code);
  };
  EXPECT_EQ(take("c", kCooperative), "not-its-turn");
  EXPECT_EQ(take("b", kCooperative), "party-not-found");
  EXPECT_EQ(take("b", test::PartyIdOf("b")), "order-not-found");
  EXPECT_TRUE(WaitingForCooperative(house.context(), test::OwnerOf("c"), kCooperative)->empty());
  Later(15h);
  Later(4h);
  EXPECT_EQ(WaitingForCooperative(house.context(), test::OwnerOf("c"), kCooperative)->size(), 1U);
  EXPECT_EQ(take("c", kCooperative), "taken");
  EXPECT_EQ(take("c", kCooperative), "taken") << "repeating succeeds";
  const auto listed =
      ListOrders(house.context(), test::OwnerOf("c"), {.cooperative_id = kCooperative}, OrderState::kAccepted, "", 10);
  ASSERT_TRUE(listed) << listed.error().code;
  EXPECT_EQ(listed->takers.at(order.id.text()), kCooperative) << "so that its page leads to the order";
  EXPECT_TRUE(WaitingForCooperative(house.context(), test::OwnerOf("c"), kCooperative)->empty());
}

TEST_F(Acceptance, NobodyIsWrittenToAtNight) {
  house.clock().Advance(8h);  // 23:00
  const auto order = Asked();
  EXPECT_TRUE(sent.empty());
  Later(6h + 59min);
  EXPECT_TRUE(sent.empty());
  Later(1min);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(sent[0].text.find("trước 12:00 ngày 22/11"), std::string::npos) << sent[0].text;
}

TEST_F(Acceptance, AMessageGoesOutOnceWhateverTheGatewayDoes) {
  down = true;
  Asked();
  EXPECT_TRUE(sent.empty());
  SendDueMessages(house.context(), reach);
  EXPECT_EQ(house.Number("SELECT tries FROM messages"), 1) << "not before its time";
  down = false;
  Later(1min);
  ASSERT_EQ(sent.size(), 1U);
  Later(5min);
  EXPECT_EQ(sent.size(), 1U);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE state = 'sent'"), 1);
}

TEST_F(Acceptance, HearingTheSameMoveTwiceSaysItOnce) {
  const auto order = Asked();
  Heard(order, OrderState::kConfirmed, "payment-on-delivery");
  ASSERT_TRUE(house.Accept(order.id));
  Heard(order, OrderState::kAccepted, "accepted");
  Heard(order, OrderState::kAccepted, "accepted");
  SendDueMessages(house.context(), reach);
  EXPECT_EQ(sent.size(), 2U);
}

TEST_F(Acceptance, NewsOfLastWeekAreToldToNobodyButClocksStart) {
  const auto order = house.Placed("honey", 1);
  const auto then = house.clock().Now();
  house.clock().Advance(24h * 7);
  EXPECT_TRUE(house.Do(
      [&](auto& t) { return FollowMove(t, house.context(), order.id, OrderState::kShipped, "picked_up", then); }));
  EXPECT_TRUE(house.Do([&](auto& t) {
    return FollowMove(t, house.context(), order.id, OrderState::kConfirmed, "payment-on-delivery", then);
  }));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'shipped'"), 0);
  RunClocks(house.context());
  EXPECT_EQ(StateOf(order), OrderState::kConfirmed) << "a whole clock for what waited before there were any";
}

TEST_F(Acceptance, AShopWithoutHelperLosesNothing) {
  has_helper = false;
  const auto order = Asked();
  Later(15h + 1min);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE to_kind = 'helper' AND state = 'nobody'"), 1);
  EXPECT_EQ(Replied(kShopPhone, "1"), "accepted") << "the shop may still answer";
  EXPECT_EQ(StateOf(order), OrderState::kAccepted);
}

}  // namespace
}  // namespace orders
