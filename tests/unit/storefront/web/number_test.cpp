#include "storefront/web/number.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

using State = Number::State;

struct Case {
  std::string_view typed;
  Measure measure;
  State state;
  std::int64_t value = 0;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << '"' << one.typed << "\" as measure " << static_cast<int>(one.measure);
}

class Typed : public testing::TestWithParam<Case> {};

TEST_P(Typed, IsReadAsItWasMeantOrNotAtAll) {
  const auto number = ReadNumber(GetParam().typed, GetParam().measure);
  EXPECT_EQ(number.state, GetParam().state);
  EXPECT_EQ(number.value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Pieces, Typed,
    testing::Values(
        Case{"", Measure::kPieces, State::kNone}, Case{"  ", Measure::kPieces, State::kNone},
        Case{"0", Measure::kPieces, State::kRead, 0}, Case{" 20 ", Measure::kPieces, State::kRead, 20},
        Case{"007", Measure::kPieces, State::kRead, 7}, Case{"12.500", Measure::kPieces, State::kRead, 12'500},
        Case{"12 500", Measure::kPieces, State::kRead, 12'500},
        Case{"12\u00a0500", Measure::kPieces, State::kRead, 12'500},
        Case{"1.234.567", Measure::kPieces, State::kRead, 1'234'567},
        Case{"1,234,567", Measure::kPieces, State::kRead, 1'234'567}, Case{"3,0", Measure::kPieces, State::kRead, 3},
        Case{"3,5", Measure::kPieces, State::kNotWhole}, Case{"3.5", Measure::kPieces, State::kNotWhole},
        Case{"0,500", Measure::kPieces, State::kNotWhole}, Case{"12,500", Measure::kPieces, State::kTwoReadings},
        Case{"-5", Measure::kPieces, State::kNegative}, Case{"\u22125", Measure::kPieces, State::kNegative},
        Case{"-", Measure::kPieces, State::kUnreadable}, Case{"abc", Measure::kPieces, State::kUnreadable},
        Case{"x", Measure::kPieces, State::kUnreadable}, Case{"8 kg", Measure::kPieces, State::kUnreadable},
        Case{"12a", Measure::kPieces, State::kUnreadable}, Case{"1e3", Measure::kPieces, State::kUnreadable},
        Case{"5 7", Measure::kPieces, State::kUnreadable}, Case{"5-7", Measure::kPieces, State::kUnreadable},
        Case{"5.", Measure::kPieces, State::kUnreadable}, Case{",5", Measure::kPieces, State::kUnreadable},
        Case{"1.2.3", Measure::kPieces, State::kUnreadable}, Case{"1.23,456.7", Measure::kPieces, State::kUnreadable},
        Case{"999999999999999", Measure::kPieces, State::kRead, 999'999'999'999'999},
        Case{"99999999999999999999", Measure::kPieces, State::kTooLarge}));

INSTANTIATE_TEST_SUITE_P(Dong, Typed,
                         testing::Values(Case{"118.400 đ", Measure::kDong, State::kRead, 118'400},
                                         Case{"118.400đ", Measure::kDong, State::kRead, 118'400},
                                         Case{"118400 VND", Measure::kDong, State::kRead, 118'400},
                                         Case{"50 000 đồng", Measure::kDong, State::kRead, 50'000},
                                         Case{"12.500,00 đ", Measure::kDong, State::kRead, 12'500},
                                         Case{"12,5", Measure::kDong, State::kNotWhole},
                                         Case{"12,500", Measure::kDong, State::kTwoReadings},
                                         Case{"12.500,5", Measure::kDong, State::kNotWhole},
                                         Case{"150k", Measure::kDong, State::kUnreadable},
                                         Case{"5 kg", Measure::kDong, State::kUnreadable},
                                         Case{"-5 đ", Measure::kDong, State::kNegative}));

INSTANTIATE_TEST_SUITE_P(
    Weight, Typed,
    testing::Values(
        Case{"700", Measure::kGrams, State::kRead, 700}, Case{"700 g", Measure::kGrams, State::kRead, 700},
        Case{"1.200 gam", Measure::kGrams, State::kRead, 1'200}, Case{"3,5 kg", Measure::kGrams, State::kRead, 3'500},
        Case{"3.5kg", Measure::kGrams, State::kRead, 3'500}, Case{"0,25 Kg", Measure::kGrams, State::kRead, 250},
        Case{"1.200,5 kg", Measure::kGrams, State::kRead, 1'200'500},
        Case{"8 ký", Measure::kGrams, State::kRead, 8'000}, Case{"3,5", Measure::kGrams, State::kNotWhole},
        Case{"0,0005 kg", Measure::kGrams, State::kNotWhole}, Case{"3.500 kg", Measure::kGrams, State::kTwoReadings},
        Case{"3,500 kg", Measure::kGrams, State::kTwoReadings}, Case{"0,500 kg", Measure::kGrams, State::kRead, 500},
        Case{"3 túi", Measure::kGrams, State::kUnreadable},
        Case{"9999999999999 kg", Measure::kGrams, State::kTooLarge}));

INSTANTIATE_TEST_SUITE_P(Shares, Typed,
                         testing::Values(Case{"80 %", Measure::kWholePercent, State::kRead, 80},
                                         Case{"2,5", Measure::kWholePercent, State::kNotWhole},
                                         Case{"2,5", Measure::kHundredths, State::kRead, 250},
                                         Case{"2.5%", Measure::kHundredths, State::kRead, 250},
                                         Case{"3", Measure::kHundredths, State::kRead, 300},
                                         Case{"2,125", Measure::kHundredths, State::kTwoReadings},
                                         Case{"0,125", Measure::kHundredths, State::kNotWhole},
                                         Case{"6 giờ", Measure::kHours, State::kRead, 6}));

}  // namespace
}  // namespace storefront::web
