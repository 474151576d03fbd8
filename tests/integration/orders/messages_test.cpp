#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/send_messages.hpp"
#include "orders/flows/take_reply.hpp"
#include "orders/flows/tell.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// What people are told, each in his own language.
namespace orders {
namespace {

using namespace std::chrono_literals;
using test::House;
using test::VariantId;

const std::string kBuyer = "0912345678", kShop = "0987654321";

struct Messages : testing::Test {
  Messages() {
    house.Offered("plum", "a", 45'000, 100);
    reach.seller = [&](const std::string&) -> keel::Result<Contact> { return Contact{"", kShop, shop_reads}; };
    reach.helper = [](const std::string&) -> keel::Result<Contact> {
      return keel::Error{keel::Kind::kNotFound, "sender-unknown", ""};
    };
    reach.send = [&](const Phone& to, const std::string& text, const std::string&) -> keel::Result<keel::Done> {
      sent.push_back({to.National(), text});
      return keel::Done{};
    };
  }
  Order Ordered(std::int64_t quantity, Language language) {
    const auto cart = house.CartOf({{"plum", quantity}});
    auto checkout = house.CheckoutOf(cart);
    checkout.buyer.language = language;
    const auto placed = house.Do([&](auto& t) { return PlacePurchase(t, house.context(), checkout); });
    return placed->orders.front();
  }
  Order Accepted(std::int64_t quantity, Language language = Language::kVietnamese) {
    EXPECT_TRUE(house.Do([&](auto& t) { return SetWeighed(t, test::OwnerOf("a"), VariantId("plum"), 500); }));
    const auto order = Ordered(quantity, language);
    EXPECT_TRUE(house.Accept(order.id));
    return order;
  }
  void Weighed(const Order& order, std::int64_t grams) {
    const auto lines = OrderReader(*house.pool().Take(), house.context().key).Lines(order.id);
    EXPECT_TRUE(house.Do([&](auto& t) {
      return WeighOrder(t, house.context(), test::OwnerOf("a"), order.id, {{lines.front().id, grams}});
    }));
    Send();
  }
  void Heard(const Order& order, OrderState to, const std::string& why) {
    EXPECT_TRUE(
        house.Do([&](auto& t) { return FollowMove(t, house.context(), order.id, to, why, house.clock().Now()); }));
    Send();
  }
  std::string Replied(const std::string& from, const std::string& text) {
    const auto outcome = house.Do([&](auto& t) {
      return TakeReply(t, house.context(), {"mo-" + std::to_string(++replies), *Phone::Parse(from), text});
    });
    Send();
    return outcome ? *outcome : std::string(outcome.error().code);
  }
  void Send() { SendDueMessages(house.context(), reach); }
  std::string LastTo(const std::string& phone) {
    for (auto at = sent.rbegin(); at != sent.rend(); ++at)
      if (at->first == phone) return at->second;
    return {};
  }
  bool Says(const std::string& phone, const std::string& words) {
    return LastTo(phone).find(words) != std::string::npos;
  }

  House house;  // It is 15:00 in Vietnam.
  Reach reach;
  Language shop_reads = Language::kVietnamese;
  std::vector<std::pair<std::string, std::string>> sent;
  int replies = 0;
};

TEST_F(Messages, GoOutInTheLanguageOfWhoReadsThem) {
  const auto order = Ordered(1, Language::kEnglish);
  Heard(order, OrderState::kAccepted, "accepted");
  EXPECT_TRUE(Says(kBuyer, "has accepted order " + order.code.text())) << LastTo(kBuyer);
  Heard(order, OrderState::kCancelled, "buyer-cancelled");
  EXPECT_TRUE(Says(kShop, "khách đã huỷ đơn")) << LastTo(kShop);
  shop_reads = Language::kEnglish;
  Heard(Ordered(1, Language::kVietnamese), OrderState::kCancelled, "buyer-cancelled");
  EXPECT_TRUE(Says(kShop, "the buyer cancelled order")) << LastTo(kShop);
}

TEST_F(Messages, MoneyThatMovedIsToldOnceToWhomItIsFor) {
  const auto order = Ordered(1, Language::kVietnamese);
  const auto now = house.clock().Now();
  const auto refund = [&](const char* id, bool bounced, keel::Instant at) {
    const auto written = sent.size();
    EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
      FollowRefund(t, house.context(), order.purchase_id, id, keel::Money::Vnd(45'000), bounced, at);
      return keel::Done{};
    }));
    Send();
    return sent.size() - written;
  };
  EXPECT_EQ(refund("rfd_1", false, now), 1U);
  EXPECT_TRUE(Says(kBuyer, "đã gửi 45.000")) << LastTo(kBuyer);
  EXPECT_TRUE(Says(kBuyer, "/don/" + order.code.text())) << LastTo(kBuyer);
  EXPECT_EQ(refund("rfd_1", false, now), 0U);
  EXPECT_EQ(refund("rfd_1", true, now), 1U);
  EXPECT_TRUE(Says(kBuyer, "xem lại số tài khoản")) << LastTo(kBuyer);
  EXPECT_EQ(refund("rfd_2", false, now), 1U) << "another refund of the same purchase";
  EXPECT_EQ(refund("rfd_3", false, now - 25h), 0U) << "no news any more";

  const auto payout = [&](const char* id, bool bounced) {
    EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
      FollowPayout(t, house.context(), order.party_id, id, keel::Money::Vnd(190'520), bounced, now);
      return keel::Done{};
    }));
    Send();
  };
  payout("pay_1", false);
  EXPECT_TRUE(Says(kShop, "đã chuyển 190.520")) << LastTo(kShop);
  payout("pay_1", true);
  EXPECT_TRUE(Says(kShop, "ngân hàng trả lại 190.520")) << LastTo(kShop);
  EXPECT_TRUE(Says(kShop, "/ban/tien/tai-khoan")) << LastTo(kShop);
}

TEST_F(Messages, WhoLostAParcelOrGotItBackReadsWhatBecameOfIt) {
  const auto paid = [&] {
    const auto cart = house.CartOf({{"plum", 1}});
    return house
        .Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, Payment::kVietqr)); })
        ->orders.front();
  };
  Heard(paid(), OrderState::kReturned, "lost_damaged");
  EXPECT_TRUE(Says(kShop, "bị mất hoặc hỏng trên đường")) << LastTo(kShop);
  EXPECT_FALSE(Says(kShop, "thu hộ")) << LastTo(kShop);
  EXPECT_TRUE(Says(kBuyer, "bị mất hoặc hỏng trên đường")) << LastTo(kBuyer);
  Heard(paid(), OrderState::kReturned, "returned");
  EXPECT_TRUE(Says(kShop, "hàng đã quay về. Khách đã trả tiền trước")) << LastTo(kShop);
  Heard(Ordered(1, Language::kVietnamese), OrderState::kReturned, "returned");
  EXPECT_TRUE(Says(kShop, "Tiền thu hộ không thu được")) << LastTo(kShop);
}

TEST_F(Messages, GoodsThatAreTooLightAreAskedAboutAndAWordTakesThem) {
  const auto order = Accepted(4);
  Weighed(order, 1'930);
  EXPECT_EQ(LastTo(kBuyer), "") << "within the tolerance nothing is asked";
  const auto light = Accepted(4, Language::kEnglish);
  Weighed(light, 1'500);
  EXPECT_TRUE(Says(kBuyer, "weighs 1.5 kg instead of 2 kg. Reply CO to take it for 135.000 đ")) << LastTo(kBuyer);
  EXPECT_TRUE(Says(kBuyer, "/don/" + light.code.text() + "/can")) << LastTo(kBuyer);
  EXPECT_TRUE(Says(kBuyer, "before 21:00 on 21/11")) << LastTo(kBuyer);
  EXPECT_EQ(Replied(kBuyer, "co"), "accepted");
  EXPECT_EQ(house.Read(light.id).goods.dong(), 135'000);
  EXPECT_TRUE(Says(kShop, "khách vẫn lấy hàng nhẹ cân")) << LastTo(kShop);
  EXPECT_TRUE(Says(kBuyer, "is noted")) << LastTo(kBuyer);
  EXPECT_EQ(Replied(kBuyer, "KHONG"), "nothing") << "a later no does not undo it";
}

TEST_F(Messages, AWordDoesWithoutThem) {
  const auto order = Accepted(4);
  Weighed(order, 1'500);
  EXPECT_TRUE(Says(kBuyer, "cân được 1,5 kg, đặt là 2 kg")) << LastTo(kBuyer);
  EXPECT_EQ(Replied(kBuyer, "không"), "refused");
  EXPECT_EQ(house.Read(order.id).state, OrderState::kCancelled);
  EXPECT_TRUE(Says(kShop, "khách không lấy hàng nhẹ cân")) << LastTo(kShop);
  EXPECT_EQ(nlohmann::json::parse(house.LastBody("order.state-changed")).at("why"), "weight-refused");
  const auto told = sent.size();
  Heard(order, OrderState::kCancelled, "weight-refused");
  EXPECT_EQ(sent.size(), told) << "both know";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Messages, ABuyersNightDoesNotAnswerForHim) {
  house.clock().Advance(5h + 30min);  // 20:30
  const auto order = Accepted(4);
  Weighed(order, 1'500);
  house.clock().Advance(kWeightAnswer + 1min);
  EXPECT_EQ(SweepWeightQuestions(house.context()), 0) << "he sleeps";
  house.clock().Advance(9h);  // 11:31
  EXPECT_EQ(SweepWeightQuestions(house.context()), 1);
  EXPECT_EQ(house.Read(order.id).goods.dong(), 135'000);
  Send();
  EXPECT_TRUE(Says(kShop, "khách vẫn lấy")) << LastTo(kShop);
}

TEST_F(Messages, WhoOrderedAheadOfAShortHarvestIsToldHowItWasShared) {
  house.Offered("peach", "a", 40'000, 0);
  const auto harvest = house.Do([&](auto& t) {
    return OpenHarvest(t, house.context(), test::OwnerOf("a"),
                       {VariantId("peach"), "2026-12-20", 100, 100, ShortRule::kFirstCome});
  });
  const auto first = house.Placed("peach", 60);
  house.clock().Advance(1min);
  const auto second = house.Placed("peach", 30);
  house.clock().Advance(1min);
  const auto third = house.Placed("peach", 10, Payment::kVietqr);  // Nobody paid it.
  ASSERT_TRUE(house.Do([&](auto& t) {
    return CutHarvest(t, house.context(), test::OwnerOf("a"), harvest->id.text(), {80, 70, 70, "", "2027-01-10", 1});
  }));
  Send();
  ASSERT_EQ(sent.size(), 2U) << "who gets all is not told";
  const auto to = [&](const Order& order) {
    for (const auto& [phone, text] : sent)
      if (text.find(order.code.text()) != std::string::npos) return text;
    return std::string();
  };
  EXPECT_NE(to(second).find("đặt 30, nay được 10"), std::string::npos) << to(second);
  EXPECT_NE(to(second).find("/thu-hoach/" + harvest->id.text()), std::string::npos) << to(second);
  EXPECT_NE(to(third).find("không đủ cho đơn"), std::string::npos) << to(third);
  EXPECT_EQ(to(first), "");
  // Neither the move nor the amendment says it again.
  Heard(house.Read(third.id), OrderState::kCancelled, "short-harvest");
  EXPECT_TRUE(house.Do([&](auto& t) {
    return FollowAmendment(t, house.context(), second.id, AmendReason::kShortHarvest, 2, house.clock().Now());
  }));
  Send();
  EXPECT_EQ(sent.size(), 2U);
}

}  // namespace
}  // namespace orders
