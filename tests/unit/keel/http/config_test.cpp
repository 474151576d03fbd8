#include "keel/config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "keel/config/checks.hpp"

namespace {

using keel::Config;
using testing::HasSubstr;
using testing::Not;

class ConfigTest : public testing::Test {
 protected:
  void Set(const char* name, const char* value) {
    setenv(name, value, 1);
    set_.push_back(name);
  }
  ~ConfigTest() override {
    for (const auto* name : set_) unsetenv(name);
  }

 private:
  std::vector<const char*> set_;
};

TEST_F(ConfigTest, NamesEveryBadKeyAtOnce) {
  Set("KT_PORT", "70000");
  Set("KT_KEY", "not-thirty-two-bytes");
  Set("KT_EMPTY", "");
  try {
    Config::Load({{"KT_PORT", "a port", std::nullopt, keel::IsPort},
                  {"KT_KEY", "a key", std::nullopt, keel::IsKey32},
                  {"KT_ABSENT", "must be there", std::nullopt},
                  {"KT_EMPTY", "must not be empty", std::nullopt},
                  {"KT_FINE", "has a default", "7", keel::IsNumber}});
    FAIL() << "nothing was wrong with it";
  } catch (const keel::ConfigError& wrong) {
    const std::string what = wrong.what();
    for (const char* name : {"KT_PORT", "KT_KEY", "KT_ABSENT", "KT_EMPTY"}) EXPECT_THAT(what, HasSubstr(name));
    EXPECT_THAT(what, Not(HasSubstr("KT_FINE")));
    EXPECT_THAT(what, Not(HasSubstr("not-thirty-two-bytes"))) << "a secret in the wrong place must not be printed";
  }
}

TEST_F(ConfigTest, PrefersTheEnvironmentToTheDefault) {
  Set("KT_POOL", "32");
  const auto config =
      Config::Load({{"KT_POOL", "connections", "16", keel::IsNumber}, {"KT_OTHER", "connections", "8"}});
  EXPECT_EQ(config.Number("KT_POOL"), 32);
  EXPECT_EQ(config.Number("KT_OTHER"), 8);
  EXPECT_THROW((void)config.Text("KT_UNDECLARED"), std::logic_error);
}

TEST(ConfigChecks, TellGoodFromBad) {
  EXPECT_EQ(keel::IsPort("8101"), "");
  for (const char* bad : {"0", "65536", "-1", "80x", " 80"}) EXPECT_NE(keel::IsPort(bad), "") << bad;
  EXPECT_EQ(keel::IsNumber("-5"), "");
  for (const char* bad : {"", "5.0", "five", "99999999999999999999"}) EXPECT_NE(keel::IsNumber(bad), "") << bad;
  EXPECT_EQ(keel::IsKey32("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), "");
  for (const char* bad : {"", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    EXPECT_NE(keel::IsKey32(bad), "") << bad;
}

TEST(ConfigChecks, KeepNumbersWithinTheirBounds) {
  const auto check = keel::Between(0, 90);
  for (const char* good : {"0", "7", "90"}) EXPECT_EQ(check(good), "") << good;
  for (const char* bad : {"-1", "91", "9223372036854775807"}) EXPECT_EQ(check(bad), "not from 0 to 90") << bad;
  for (const char* bad : {"", "7 days", "99999999999999999999"}) EXPECT_EQ(check(bad), "not a whole number") << bad;
}

TEST(ConfigChecks, TakeNothingForNoByAccident) {
  for (const char* good : {"0", "1"}) EXPECT_EQ(keel::IsFlag(good), "") << good;
  for (const char* bad : {"", "yes", "true", "01", "2"}) EXPECT_NE(keel::IsFlag(bad), "") << bad;
}

TEST(ConfigChecks, TakeAddressesThatAPathCanFollow) {
  for (const char* good : {"http://127.0.0.1:8080", "https://cho.example", "https://cho.example/api"})
    EXPECT_EQ(keel::IsAddress(good), "") << good;
  for (const char* bad : {"", "cho.example", "ftp://cho.example", "https://", "https://cho.example/"})
    EXPECT_NE(keel::IsAddress(bad), "") << bad;
}

}  // namespace
