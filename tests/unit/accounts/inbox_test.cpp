#include "deploy/simulators/message-gateway/inbox.hpp"

#include <gtest/gtest.h>

namespace message_gateway_simulator {
namespace {

TEST(Inbox, KeepsOneMessageADedupeId) {
  Inbox inbox;
  const auto first = inbox.Add("84912345678", "một", "k1", {}, 1);
  const auto again = inbox.Add("84912345678", "một", "k1", {}, 1);
  EXPECT_FALSE(first.repeated);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(first.id, again.id);
  EXPECT_EQ(inbox.Newest("84912345678", 10).size(), 1U);
}

TEST(Inbox, ShowsTheNewestFirstAndOnePhoneAlone) {
  Inbox inbox;
  inbox.Add("84912345678", "một", "", {}, 1);
  inbox.Add("84987654321", "hai", "", {}, 1);
  inbox.Add("84912345678", "ba", "", {}, 2);
  const auto one = inbox.Newest("84912345678", 10);
  ASSERT_EQ(one.size(), 3U);  // The third came twice.
  EXPECT_EQ(one[0].text, "ba");
  EXPECT_EQ(one[2].text, "một");
  EXPECT_EQ(inbox.Newest("", 2).size(), 2U);
  EXPECT_EQ(inbox.Phones(10), (std::vector<std::string>{"84912345678", "84987654321"}));
}

TEST(Inbox, ForgetsTheOldest) {
  Inbox inbox;
  for (std::size_t i = 0; i < Inbox::kMost + 5; ++i)
    inbox.Add("84912345678", std::to_string(i), "k" + std::to_string(i), {}, 1);
  const auto all = inbox.Newest("", Inbox::kMost + 5);
  EXPECT_EQ(all.size(), Inbox::kMost);
  EXPECT_EQ(all.back().text, "5");
  EXPECT_FALSE(inbox.Add("84912345678", "0", "k0", {}, 1).repeated);
}

TEST(Inbox, ReadsEveryFormOfAPhone) {
  for (const auto* text : {"0912345678", "+84912345678", "84 912 345 678", "0912.345.678"})
    EXPECT_EQ(NormalPhone(text), "84912345678");
}

}  // namespace
}  // namespace message_gateway_simulator
