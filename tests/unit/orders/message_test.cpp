#include "orders/domain/message.hpp"

#include <gtest/gtest.h>

#include "orders/domain/after_sale.hpp"
#include "orders/domain/case_states.hpp"
#include "orders/domain/telling.hpp"

namespace orders {
namespace {

TEST(Messages, WriteMoneyMomentsAndWeightsAsPeopleDo) {
  const Arguments arguments{
      {"what", "Mận hậu"},   {"code", "CP-7K3M-9Q2"}, {"shop", "Hộ bà Mai"},    {"packed_g", "950"},
      {"ordered_g", "1930"}, {"price_vnd", "118400"}, {"link", "http://a/can"}, {"until_at", "2026-11-21T09:00:00Z"}};
  const auto vi = Render(MessageKind::kWeightAsked, Language::kVietnamese, arguments);
  EXPECT_NE(vi.find("cân được 950 g, đặt là 1,93 kg"), vi.npos) << vi;
  EXPECT_NE(vi.find("118.400 đ"), vi.npos) << vi;
  EXPECT_NE(vi.find("trước 16:00 ngày 21/11"), vi.npos) << vi;
  const auto en = Render(MessageKind::kWeightAsked, Language::kEnglish, arguments);
  EXPECT_NE(en.find("weighs 950 g instead of 1.93 kg"), en.npos) << en;
  const Arguments round{{"packed_g", "2000"}, {"ordered_g", "12050"}};
  const auto kilos = Render(MessageKind::kWeightAsked, Language::kVietnamese, round);
  EXPECT_NE(kilos.find("cân được 2 kg, đặt là 12,05 kg"), kilos.npos) << kilos;
}

TEST(Messages, SayWhyInTheReadersWordsAndNotInTheMachines) {
  for (const auto reason : kReturnReasons) {
    const Arguments arguments{{"reason", std::string(reason)}, {"code", "CP-7K3M-9Q2"}};
    const auto vi = Render(MessageKind::kReturnAsked, Language::kVietnamese, arguments);
    EXPECT_EQ(vi.find(reason), vi.npos) << vi;
    EXPECT_EQ(vi.find(": ."), vi.npos) << vi;
    EXPECT_NE(vi, Render(MessageKind::kReturnAsked, Language::kEnglish, arguments));
  }
  const auto text =
      Render(MessageKind::kReturnAsked, Language::kVietnamese, {{"reason", "damaged"}, {"code", "CP-7K3M-9Q2"}});
  EXPECT_NE(text.find("đơn CP-7K3M-9Q2: hàng bị vỡ, hỏng."), text.npos) << text;
}

TEST(Messages, TellABuyerWhatWasDoneInHisNameInWords) {
  for (const auto deed : kBuyersDeeds) {
    const Arguments arguments{{"deed", std::string(deed)},
                              {"code", "CP-7K3M-9Q2"},
                              {"done_at", "2026-11-21T09:00:00Z"},
                              {"link", "http://a/tro-giup"}};
    const auto vi = Render(MessageKind::kDoneByCode, Language::kVietnamese, arguments);
    const auto en = Render(MessageKind::kDoneByCode, Language::kEnglish, arguments);
    EXPECT_EQ(vi.find(deed), vi.npos) << vi;
    EXPECT_EQ(en.find(deed), en.npos) << en;
    EXPECT_NE(vi.find("16:00 ngày 21/11"), vi.npos) << vi;
    EXPECT_NE(vi.find("http://a/tro-giup"), vi.npos) << vi;
  }
}

/// Each reason an order may be cancelled or made smaller for, said to the side that did not choose it.
TEST(Messages, NobodyLearnsOfALossFromHisPageAlone) {
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "buyer-cancelled").shop, MessageKind::kCancelledByBuyer);
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "out-of-stock").buyer, MessageKind::kCancelledByShop);
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "shop-silent").buyer, MessageKind::kCancelledSilent);
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "short-harvest").buyer, MessageKind::kNone) << "by the harvest, once";
  EXPECT_EQ(TellingOf(AmendReason::kShortHarvest).buyer, MessageKind::kNone) << "by the harvest, once";
  EXPECT_EQ(TellingOf(AmendReason::kShopShort).buyer, MessageKind::kAmendedByShop);
}

TEST(Messages, ALostParcelIsNotToldAsOneThatCameBack) {
  const auto shop = [](const char* why, PaidHow paid) {
    return Render(TellingOf(OrderState::kReturned, why, paid).shop, Language::kVietnamese, {{"code", "CP-7K3M-9Q2"}});
  };
  const auto says = [](const std::string& text, const char* words) { return text.find(words) != text.npos; };
  EXPECT_TRUE(says(shop("returned", PaidHow::kCash), "Tiền thu hộ không thu được"));
  EXPECT_TRUE(says(shop("returned", PaidHow::kAhead), "hàng đã quay về"));
  EXPECT_FALSE(says(shop("returned", PaidHow::kAhead), "thu hộ"));
  for (const auto paid : {PaidHow::kCash, PaidHow::kAhead}) {
    EXPECT_TRUE(says(shop("lost_damaged", paid), "hàng không quay về")) << shop("lost_damaged", paid);
    EXPECT_EQ(says(shop("lost_damaged", paid), "thu hộ"), paid == PaidHow::kCash);
    EXPECT_FALSE(says(shop("lost_damaged", paid), "khách không nhận"));
  }
  EXPECT_EQ(TellingOf(OrderState::kReturned, "lost_damaged", PaidHow::kAhead).buyer, MessageKind::kLostToBuyer);
}

TEST(Disputes, AShopsSilenceIsTheClocksToEndAndNobodyElses) {
  const auto lapsed = Next(kDisputeMoves, DisputeState::kOpen, DisputeEvent::kLapse, kClockDoes);
  ASSERT_TRUE(lapsed);
  EXPECT_EQ(lapsed->to, DisputeState::kUnanswered);
  for (const Doer who : {kBuyerDoes, kShopDoes, kOperatorDoes})
    EXPECT_FALSE(Next(kDisputeMoves, DisputeState::kOpen, DisputeEvent::kLapse, who));
  EXPECT_FALSE(Next(kDisputeMoves, DisputeState::kAnswered, DisputeEvent::kLapse, kClockDoes)) << "it was answered";
  EXPECT_TRUE(Next(kDisputeMoves, DisputeState::kUnanswered, DisputeEvent::kDecide, kOperatorDoes));
  EXPECT_TRUE(Next(kDisputeMoves, DisputeState::kUnanswered, DisputeEvent::kAnswer, kShopDoes)) << "late, but heard";
  EXPECT_TRUE(Undecided(DisputeState::kUnanswered));
  EXPECT_FALSE(Undecided(DisputeState::kDecided));
}

}  // namespace
}  // namespace orders
