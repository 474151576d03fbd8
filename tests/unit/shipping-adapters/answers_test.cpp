#include "shipping-adapters/carriers/answers.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace shipping {
namespace {

using nlohmann::json;

constexpr std::int64_t kNone = -1;

std::int64_t Read(json value) {
  return LooseInt({{"fee", std::move(value)}}, "fee", kNone);
}

TEST(Answers, NumbersComeAsNumbersOrAsText) {
  EXPECT_EQ(Read(22'000), 22'000);
  EXPECT_EQ(Read(22'000U), 22'000);
  EXPECT_EQ(Read(22'000.0), 22'000);
  EXPECT_EQ(Read(22'000.5), 22'001);
  for (const char* text : {"22000", "22000.0", "22000.000"}) EXPECT_EQ(Read(text), 22'000) << text;
  EXPECT_EQ(Read(0), 0);
  EXPECT_EQ(Read("0"), 0);
  EXPECT_EQ(Read(kLargestAnswer), kLargestAnswer);
  EXPECT_EQ(Read("1000000000000.0"), kLargestAnswer);
}

TEST(Answers, WhatIsNoSuchNumberIsNotTaken) {
  for (const char* text : {"", " ", "abc", "nan", "inf", "-inf", "1e300", "-1", "22000.5", "22000.", "22000.0x",
                           "22,000", "0x1F", "1000000000001", "9223372036854775808", "99999999999999999999999999"})
    EXPECT_EQ(Read(text), kNone) << text;
  for (const double number : {1e300, -1e300, 1e13, -0.6, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN(), 9.3e18})
    EXPECT_EQ(Read(number), kNone) << number;
  EXPECT_EQ(Read(std::numeric_limits<std::uint64_t>::max()), kNone);
  EXPECT_EQ(Read(std::numeric_limits<std::int64_t>::min()), kNone);
  EXPECT_EQ(Read(kLargestAnswer + 1), kNone);
  EXPECT_EQ(Read(json::parse("1e300")), kNone);
  EXPECT_EQ(Read(json::parse("18446744073709551616")), kNone);
  EXPECT_EQ(Read(nullptr), kNone);
  EXPECT_EQ(Read(true), kNone);
  EXPECT_EQ(Read(json::array({1})), kNone);
  EXPECT_EQ(LooseInt(json::array(), "fee", kNone), kNone);
}

TEST(Answers, ANumberTooLargeForUsIsStillItsText) {
  EXPECT_EQ(LooseText({{"code", std::numeric_limits<std::uint64_t>::max()}}, "code"), "18446744073709551615");
  EXPECT_EQ(LooseText({{"code", -5}}, "code"), "-5");
}

}  // namespace
}  // namespace shipping
