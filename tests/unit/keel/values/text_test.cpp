#include "keel/text/text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace keel::text {
namespace {

struct Row {
  const char* text;
  const char* expected;
};

TEST(Fold, DropsMarksAndCase) {
  const Row rows[] = {{"Mật ong RỪNG", "mat ong rung"},
                      {"Đặc sản Đắk Lắk", "dac san dak lak"},
                      {"ĐƯỜNG ĐEN", "duong den"},
                      {"Ðà Nẵng", "da nang"},  // Eth, as old code pages left it.
                      {"Nguyễn Huệ", "nguyen hue"},
                      {"", ""},
                      {"Cà phê “Mường Ảng” – 500g", "ca phe “muong ang” – 500g"},
                      {"İstanbul", "istanbul"},
                      {"ΑΘΉΝΑ", "αθηνα"},
                      {"한국", "한국"}};
  for (const auto& [text, expected] : rows) EXPECT_EQ(Fold(text), expected) << text;
}

TEST(Fold, KeepsNulAndReplacesBrokenBytes) {
  EXPECT_EQ(Fold(std::string("a\0B", 3)), std::string("a\0b", 3));
  EXPECT_EQ(Fold("a\xFF"), "a\xEF\xBF\xBD");
}

/// Every Vietnamese letter: twelve vowels in six tones, and đ, small and capital, composed and decomposed.
TEST(Fold, KnowsEveryVietnameseLetterInBothForms) {
  struct Vowel {
    const char* plain;
    std::vector<const char*> tones;  // As composed letters.
  };
  const std::vector<Vowel> vowels = {{"a", {"a", "à", "ả", "ã", "á", "ạ", "A", "À", "Ả", "Ã", "Á", "Ạ"}},
                                     {"a", {"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ"}},
                                     {"a", {"â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "Â", "Ầ", "Ẩ", "Ẫ", "Ấ", "Ậ"}},
                                     {"e", {"e", "è", "ẻ", "ẽ", "é", "ẹ", "E", "È", "Ẻ", "Ẽ", "É", "Ẹ"}},
                                     {"e", {"ê", "ề", "ể", "ễ", "ế", "ệ", "Ê", "Ề", "Ể", "Ễ", "Ế", "Ệ"}},
                                     {"i", {"i", "ì", "ỉ", "ĩ", "í", "ị", "I", "Ì", "Ỉ", "Ĩ", "Í", "Ị"}},
                                     {"o", {"o", "ò", "ỏ", "õ", "ó", "ọ", "O", "Ò", "Ỏ", "Õ", "Ó", "Ọ"}},
                                     {"o", {"ô", "ồ", "ổ", "ỗ", "ố", "ộ", "Ô", "Ồ", "Ổ", "Ỗ", "Ố", "Ộ"}},
                                     {"o", {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ", "Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ"}},
                                     {"u", {"u", "ù", "ủ", "ũ", "ú", "ụ", "U", "Ù", "Ủ", "Ũ", "Ú", "Ụ"}},
                                     {"u", {"ư", "ừ", "ử", "ữ", "ứ", "ự", "Ư", "Ừ", "Ử", "Ữ", "Ứ", "Ự"}},
                                     {"y", {"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ", "Y", "Ỳ", "Ỷ", "Ỹ", "Ý", "Ỵ"}},
                                     {"d", {"đ", "Đ"}}};
  for (const auto& [plain, letters] : vowels) {
    for (const std::string letter : letters) {
      EXPECT_EQ(Fold(letter), plain) << letter;
      EXPECT_EQ(Nfc(letter), letter);
    }
  }
  // The decomposed forms, built from base, quality mark and tone mark, in both orders of typing.
  const char* const tones[] = {"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"};
  struct Base {
    const char* letters;
    std::vector<const char*> qualities;
  };
  const std::vector<Base> bases = {{"aA", {"", "\u0306", "\u0302"}}, {"eE", {"", "\u0302"}}, {"iI", {""}},
                                   {"oO", {"", "\u0302", "\u031B"}}, {"uU", {"", "\u031B"}}, {"yY", {""}}};
  for (const auto& [letters, qualities] : bases) {
    for (const char letter : std::string(letters)) {
      for (const std::string quality : qualities) {
        for (const std::string tone : tones) {
          const std::string expected(1, letters[0]);
          EXPECT_EQ(Fold(std::string(1, letter) + quality + tone), expected);
          EXPECT_EQ(Fold(std::string(1, letter) + tone + quality), expected);
          EXPECT_EQ(Fold(Nfc(std::string(1, letter) + quality + tone)), expected);
        }
      }
    }
  }
}

TEST(Fold, IsQuick) {
  const std::string title = "Mật ong bạc hà Mèo Vạc nguyên chất chai 500 ml";
  constexpr int kTimes = 20'000;
  const auto start = std::chrono::steady_clock::now();
  std::size_t bytes = 0;
  for (int time = 0; time < kTimes; ++time) bytes += Fold(title).size();
  const auto each =
      std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / kTimes;
  EXPECT_EQ(bytes, kTimes * Fold(title).size());
  RecordProperty("microseconds_a_title", std::to_string(each));
  EXPECT_LT(each, 40) << "the slow way is taken";  // 0.3 us without sanitizers.
}

TEST(Exact, KeepsDiacriticsAndPutsTonesInTheirModernPlace) {
  const Row rows[] = {{"Hòa Bình", "hoà bình"},
                      {"HOÀ BÌNH", "hoà bình"},
                      {"Thủy", "thuỷ"},
                      {"khỏe", "khoẻ"},
                      {"Thúy Kiều", "thuý kiều"},
                      {"hoàn", "hoàn"},
                      {"Hòa", "hoà"},
                      {"quý", "quý"},
                      {"ngoài", "ngoài"},
                      {"Mật Ong", "mật ong"},
                      {"múa", "múa"},
                      {"của", "của"},
                      {"hóa, đọa; lòe", "hoá, đoạ; loè"},
                      {"thuở", "thuở"},
                      {"Huế", "huế"}};
  for (const auto& [text, expected] : rows) EXPECT_EQ(Exact(text), expected) << text;
  EXPECT_EQ(Exact("ho\u0300a"), "hoà") << "decomposed";
  EXPECT_NE(Exact("Văn Lang"), Exact("Văn Lăng"));
}

TEST(Slug, IsFitForAnAddress) {
  const Row rows[] = {{"Mật ong bạc hà Mèo Vạc", "mat-ong-bac-ha-meo-vac"},
                      {"  -- Chè  Shan/Tuyết (100g) ", "che-shan-tuyet-100g"},
                      {"!!!", "muc"},
                      {"", "muc"},
                      {"中文", "muc"},
                      {"OCOP 4★", "ocop-4"}};
  for (const auto& [text, expected] : rows) EXPECT_EQ(Slug(text), expected) << text;
  std::string longest;
  for (int word = 0; word < 40; ++word) longest += "mật ong ";
  EXPECT_LE(Slug(longest).size(), 80u);
  EXPECT_FALSE(Slug(longest).ends_with('-'));
}

TEST(Words, SplitAtEverythingElse) {
  EXPECT_EQ(Words("Mật ong, rừng (500ml)"), (std::vector<std::string>{"Mật", "ong", "rừng", "500ml"}));
  EXPECT_EQ(Words("ra\u0302\u0301t"), (std::vector<std::string>{"ra\u0302\u0301t"}));
  EXPECT_TRUE(Words(" – ").empty());
}

TEST(Length, CountsCodePoints) {
  EXPECT_EQ(Length("rừng"), 4u);
  EXPECT_EQ(Length("🐝"), 1u);
  EXPECT_EQ(Length(""), 0u);
}

TEST(Trim, MakesOneBlankOfMany) {
  EXPECT_EQ(Trim("\u3000 Mật \t\n ong\u00A0"), "Mật ong");
  EXPECT_EQ(Trim(" \n "), "");
}

TEST(Visible, LeavesOutWhatNobodySees) {
  EXPECT_EQ(Visible("\u200b\u200b"), "");
  EXPECT_EQ(Visible("\u2060\u00ad\u3164\ufeff\ufffe\U000e0041"), "");
  EXPECT_EQ(Visible("\u202egnở \u2066rừng\u2069"), "gnở rừng") << "nothing turns the rest around";
  EXPECT_EQ(Visible("mật\u200b ong\u00a0rừng"), "mật ong\u00a0rừng") << "a blank that is seen stays";
  EXPECT_EQ(Visible("\U0001f469\u200d\U0001f33e ❤\ufe0f"), "\U0001f469\u200d\U0001f33e ❤\ufe0f") << "a farmer, a heart";
  EXPECT_EQ(Visible("\u200d\ufe0f \u200d"), " ");
  EXPECT_EQ(Visible("Chè Shan tuyết\n100 g"), "Chè Shan tuyết\n100 g");
}

TEST(Ascii, IsFitForABankMemo) {
  EXPECT_EQ(Ascii("Thanh toán đơn CP-7K3M “Mèo Vạc” – 50₫"), "Thanh toan don CP-7K3M \"Meo Vac\" - 50d");
  EXPECT_EQ(Ascii("🐝 Ong"), " Ong");
}

TEST(IsUtf8, TakesShortestFormsAlone) {
  EXPECT_TRUE(IsUtf8("Mật ong 🐝"));
  EXPECT_TRUE(IsUtf8(""));
  for (const char* broken : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80",
                             "a\x80", "\xE1\xBA", "\xFF"})
    EXPECT_FALSE(IsUtf8(broken));
}

}  // namespace
}  // namespace keel::text
