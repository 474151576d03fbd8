// What each adapter makes of a call, without anybody to ask.
#include <gtest/gtest.h>

#include "shipping-adapters/carriers/ghn/ghn.hpp"
#include "shipping-adapters/carriers/vnpost/vnpost.hpp"

namespace shipping {
namespace {

std::unique_ptr<Carrier> Ghn() {
  return ghn::Make({"http://127.0.0.1:1", keel::Secret("token"), 1, keel::Secret("a-secret-path"), 5'000'000});
}

constexpr const char* kGood =
    R"({"OrderCode":"G123","ClientOrderCode":"ord","Status":"delivered","Type":"switch_status",
  "Time":"2026-11-21T08:30:00Z","Reason":"Khách hẹn lại","ReasonCode":"GHN-DFC1A0"})";

TEST(GhnWebhook, IsAHintAndNeverProof) {
  const auto heard = Ghn()->ReadWebhook({{}, "a-secret-path", kGood});
  ASSERT_TRUE(heard);
  ASSERT_EQ(heard->size(), 1U);
  EXPECT_EQ(heard->front().tracking_number, "G123");
  EXPECT_EQ(heard->front().update.state, ShipmentState::kDelivered);
  EXPECT_EQ(heard->front().update.note, "GHN-DFC1A0: Khách hẹn lại");
  EXPECT_FALSE(heard->front().proven);
}

TEST(GhnWebhook, NeedsTheSecret) {
  for (const auto* secret : {"", "a-secret-pat", "a-secret-path2", "A-SECRET-PATH"}) {
    const auto heard = Ghn()->ReadWebhook({{}, secret, kGood});
    ASSERT_FALSE(heard) << secret;
    EXPECT_EQ(heard.error().code, "webhook-forged");
  }
  const auto unset =
      ghn::Make({"http://127.0.0.1:1", keel::Secret("t"), 1, keel::Secret(""), 0})->ReadWebhook({{}, "", kGood});
  ASSERT_FALSE(unset);
  EXPECT_EQ(unset.error().code, "webhook-forged");
}

TEST(GhnWebhook, RubbishIsRefused) {
  for (const auto* body : {"", "null", "[]", "{}", "{\"OrderCode\":1}",
                           "{\"OrderCode\":\"G\",\"Status\":\"picked\",\"Time\":\"yesterday\"}",
                           "{\"OrderCode\":{},\"Status\":[],\"Time\":0}", "\xff\xfe"}) {
    const auto heard = Ghn()->ReadWebhook({{}, "a-secret-path", body});
    ASSERT_FALSE(heard) << body;
    EXPECT_EQ(heard.error().code, "webhook-unreadable") << body;
  }
}

TEST(GhnWebhook, AStatusNobodyToldOfIsKept) {
  const auto heard = Ghn()->ReadWebhook(
      {{}, "a-secret-path", R"({"OrderCode":"G1","Status":"teleported","Time":"2026-11-21T08:30:00Z"})"});
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->front().update.code, "teleported");
  EXPECT_EQ(heard->front().update.state, std::nullopt);
}

std::unique_ptr<Carrier> VnPost(const std::string& key_file) {
  vnpost::Options options;
  options.url = "http://127.0.0.1:1";
  options.public_key_file = key_file;
  return vnpost::Make(options);
}

TEST(VnPostWebhook, IsRefusedWithoutAKey) {
  const auto off =
      VnPost("")->ReadWebhook({{}, "", R"({"data":[{"itemCode":"E","status":1}],"sendDate":"x","signature":"eA=="})"});
  ASSERT_FALSE(off);
  EXPECT_EQ(off.error().code, "webhook-forged");
  const auto missing =
      VnPost("/nonexistent")
          ->ReadWebhook({{}, "", R"({"data":[{"itemCode":"E","status":1}],"sendDate":"x","signature":"eA=="})"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "webhook-key-missing");
}

TEST(VnPostWebhook, RubbishIsRefused) {
  for (const auto* body :
       {"", "null", "[]", "{}", R"({"data":[],"sendDate":"x","signature":"y"})",
        R"({"data":{},"sendDate":"x","signature":"y"})", R"({"data":[1],"sendDate":"","signature":"y"})"}) {
    const auto heard = VnPost("/nonexistent")->ReadWebhook({{}, "", body});
    ASSERT_FALSE(heard) << body;
    EXPECT_EQ(heard.error().code, "webhook-unreadable") << body;
  }
}

}  // namespace
}  // namespace shipping
