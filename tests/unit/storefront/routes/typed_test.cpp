#include "storefront/routes/parts/typed.hpp"

#include <gtest/gtest.h>

namespace storefront {
namespace {

std::vector<std::string> FaultsOf(const Typed& typed) {
  std::vector<std::string> faults;
  for (const auto& fault : typed.faults()) faults.push_back(fault.field + ": " + fault.sentence);
  return faults;
}

TEST(Typed, ReadsWhatIsThere) {
  Typed typed({{"hai", "12.500"}, {"gia", "35.000 đ"}, {"nang", "3,5 kg"}, {"ten", "Mật ong"}});
  EXPECT_EQ(typed.Pieces("hai"), 12'500);
  EXPECT_EQ(typed.Dong("gia"), keel::Money::Vnd(35'000));
  EXPECT_EQ(typed.Grams("nang"), 3'500);
  EXPECT_EQ(typed.Words("ten", 7, true), "Mật ong");
  EXPECT_EQ(typed.Words("khong", 7), "");
  EXPECT_TRUE(typed.sound());
}

TEST(Typed, NeverTakesNothingOrNonsenseForZero) {
  Typed typed({{"trong", ""},
               {"chu", "8 kg"},
               {"am", "-5"},
               {"le", "3,5"},
               {"hai_nghia", "12,500"},
               {"lon", "9999999999999999"}});
  for (const char* field : {"khong_co", "trong", "chu", "am", "le", "hai_nghia", "lon"})
    EXPECT_EQ(typed.Pieces(field), 0);
  EXPECT_FALSE(typed.sound());
  EXPECT_EQ(FaultsOf(typed),
            (std::vector<std::string>{"khong_co: field.missing", "trong: field.missing", "chu: field.unreadable",
                                      "am: field.negative", "le: field.not-whole", "hai_nghia: field.two-readings",
                                      "lon: field.too-large"}));
}

TEST(Typed, SaysWhatANumberMayBe) {
  Typed typed({{"gia", "125"}, {"gtgt", "100"}});
  EXPECT_EQ(typed.Dong("gia", {.least = 1'000, .most = 500'000'000}), keel::Money{});
  EXPECT_EQ(typed.Of(web::Measure::kHundredths, "gtgt", {.least = 0, .most = 9'900}), 0);
  ASSERT_EQ(FaultsOf(typed), (std::vector<std::string>{"gia: field.between", "gtgt: field.between"}));
  EXPECT_EQ(typed.faults()[0].least, 1'000);
  EXPECT_EQ(typed.faults()[1].most, 99) << "as people write percents";
}

TEST(Typed, CutsNoWordsOff) {
  const std::string name = "đđđđ";
  Typed typed({{"ten", name}});
  EXPECT_EQ(typed.Words("ten", 4), name);
  EXPECT_TRUE(typed.sound());
  EXPECT_EQ(typed.Words("ten", 3), name);
  EXPECT_EQ(FaultsOf(typed), (std::vector<std::string>{"ten: field.too-long"}));
}

}  // namespace
}  // namespace storefront
