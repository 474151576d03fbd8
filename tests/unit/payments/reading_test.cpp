#include "payments/events/reading.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace payments {
namespace {

using nlohmann::json;

TEST(Reading, TakesAmountsBothWays) {
  const json body{{"a", 118400}, {"b", {{"amount", 5}, {"currency", "VND"}}}};
  Reading in(body);
  EXPECT_EQ(in.Dong("a"), keel::Money::Vnd(118'400));
  EXPECT_EQ(in.Dong("b"), keel::Money::Vnd(5));
  EXPECT_TRUE(in.ok());
}

TEST(Reading, NamesTheFirstThingWrong) {
  const json body{{"a", 1.5}, {"t", 7}};
  Reading in(body);
  in.Dong("a");
  in.Text("t");
  ASSERT_FALSE(in.ok());
  EXPECT_EQ(in.error().code, "event-unreadable");
  EXPECT_EQ(in.error().argument, "a");
}

TEST(Reading, IsCalmAboutAnything) {
  for (const auto* text : {"", "[]", "1", "null", "\"x\"", "{\"at\":\"yesterday\"}", "{\"orders\":{}}"}) {
    SCOPED_TRACE(text);
    const auto body = json::parse(text, nullptr, false);
    Reading in(body);
    in.At("at", {});
    in.Array("orders");
    in.Text("purchase_id");
    EXPECT_FALSE(in.ok());
  }
}

TEST(Reading, TakesNoNumberForAnother) {
  const auto body = json::parse(
      R"({"total":18446744073709551615,"fee":{"amount":9223372036854775808},"version":18446744073709551615})");
  for (const bool number : {true, false}) {
    Reading in(body);
    EXPECT_EQ(number ? in.Number("version") : in.Dong("total").dong(), 0);
    EXPECT_FALSE(in.ok());
  }
  Reading in(body);
  EXPECT_EQ(in.Dong("fee"), keel::Money());
  EXPECT_FALSE(in.ok());
}

}  // namespace
}  // namespace payments
