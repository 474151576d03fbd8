#include "orders/domain/reply_word.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "orders/domain/message.hpp"
#include "orders/domain/telling.hpp"

namespace orders {
namespace {

TEST(ReplyWord, YesInAllTheWaysPeopleWriteIt) {
  for (const char* text :
       {"CO",   "co",   "Có",     "CÓ Ạ", "có",     "co\xCC\x81", "  Co. ", "1",     "1.",        "OK",
        "được", "Nhận", "CO 9Q2", "cos",  "Vâng ạ", "Co roi",     "CO...",  "Dạ có", "dạ vâng ạ", "da nhan 9Q2"})
    EXPECT_EQ(ReadReply(text).word, Word::kYes) << text;
}

TEST(ReplyWord, NoInAllTheWaysPeopleWriteIt) {
  for (const char* text : {"KHONG", "khong", "Không", "KHÔNG", "Kho\xCC\x82ng", "ko", "k", "2", "Không có",
                           "khong nhan", "hông", "Từ chối", "khoong", "Dạ không", "dạ ko ạ", "khong..."})
    EXPECT_EQ(ReadReply(text).word, Word::kNo) << text;
}

TEST(ReplyWord, IsUnclearOtherwise) {
  for (const char* text :
       {"", " ", "?", "3", "12", "mai em gửi", "conga", "\xff\xfe", "alo co ai khong", "a b c d e f g h i j k l m"})
    EXPECT_EQ(ReadReply(text).word, Word::kUnclear) << text;
}

TEST(ReplyWord, AYesWithAButIsAskedAgain) {
  for (const char* text : {"có lẽ không", "CO KHONG", "co ma khong du", "có nhưng mai mới gửi được", "có nếu trời nắng",
                           "dạ có mà thiếu 2 hộp", "dạ", "da da co"})
    EXPECT_EQ(ReadReply(text).word, Word::kUnclear) << text;
}

TEST(ReplyWord, NamesAnOrderByAPartOfItsCode) {
  for (const char* text : {"CO 9Q2", "co 9q2", "có 7k3m", "CO CP-7K3M-9Q2", "CO cp7k3m9q2", "1 7K3M9Q2"})
    EXPECT_TRUE(Names(ReadReply(text), "CP-7K3M-9Q2")) << text;
  for (const char* text : {"CO", "CO 9Q3", "CO CP", "9Q2"}) EXPECT_FALSE(Names(ReadReply(text), "CP-7K3M-9Q2")) << text;
}

TEST(Messages, FillInWhatTheyAreGiven) {
  EXPECT_EQ(
      Render(MessageKind::kAskShop, Language::kVietnamese,
             {{"shop", "Nhà Sính"},
              {"code", "CP-7K3M-9Q2"},
              {"what", "Mật ong x2"},
              {"goods_vnd", "240000"},
              {"until_at", "2026-11-21T09:00:00Z"}}),
      "Chợ Phiên: Nhà Sính có đơn mới CP-7K3M-9Q2: Mật ong x2, tiền hàng 240.000 đ. Bác nhận thì nhắn CO (hoặc bấm "
      "1), không nhận thì nhắn KHONG (hoặc bấm 2), trước 16:00 ngày 21/11.");
  EXPECT_EQ(Render(MessageKind::kReturnReceived, Language::kEnglish, {{"code", "X"}, {"refund_vnd", "1500000"}}),
            "Chợ Phiên: the return for order X is done. 1.500.000 đ is given back.");
}

TEST(ReplyWord, ACodeIsToldFromWords) {
  for (const char* text : {"KHONG CP-7K3M-9Q2", "khong 9q2", "KHONG 7K3M9Q2", "co cp abcd efg", "2 7K3M"})
    EXPECT_TRUE(NamesSomeOrder(ReadReply(text))) << text;
  for (const char* text : {"KHONG", "khong nhan a", "co 2 hop nhe", "CO ĐƯỢC", "không có hàng", "co em nhan roi nhe"})
    EXPECT_FALSE(NamesSomeOrder(ReadReply(text))) << text;
}

TEST(Messages, SayTheSameThingsInBothLanguages) {
  for (std::size_t i = 1; i <= std::size_t(kLastMessage); ++i) {
    const auto& text = TextOf(MessageKind(i));
    EXPECT_EQ(FindMessage(text.name), MessageKind(i));
    EXPECT_LE(text.name.size(), 24U) << text.name;
    const auto names = [](std::string_view pattern) {
      std::vector<std::string> found;
      for (auto at = pattern.find('{'); at != pattern.npos; at = pattern.find('{', at + 1))
        found.emplace_back(pattern.substr(at, pattern.find('}', at) - at));
      std::ranges::sort(found);
      return found;
    };
    EXPECT_EQ(names(text.vi), names(text.en)) << text.name;
    EXPECT_FALSE(text.vi.empty());
  }
}

TEST(Tellings, AnswerEveryStateAndReason) {
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "buyer-cancelled").shop, MessageKind::kCancelledByBuyer);
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "shop-silent").buyer, MessageKind::kCancelledSilent);
  EXPECT_EQ(TellingOf(OrderState::kCancelled, "out-of-stock").buyer, MessageKind::kCancelledByShop);
  EXPECT_EQ(TellingOf(OrderState::kAccepted, "accepted").buyer, MessageKind::kAccepted);
  EXPECT_EQ(TellingOf(OrderState::kAccepted, "accepted-part").buyer, MessageKind::kNone) << "told by the amendment";
  EXPECT_EQ(TellingOf(AmendReason::kBuyerCancelled).shop, MessageKind::kAmendedByBuyer);
}

}  // namespace
}  // namespace orders
