#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/vietqr/feeds.hpp"

namespace payments {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

json Vector(const std::string& id) {
  const auto all = json::parse(std::ifstream(VECTORS "/signatures.json"));
  for (const auto& vector : all.at("signatures"))
    if (vector["id"] == id) return vector;
  throw std::runtime_error("no vector " + id);
}

std::string Text(const json& vector, const char* name) {
  return vector.at(name).get<std::string>();
}

std::unique_ptr<Provider> With(BankFeeds feeds) {
  return MakeVietQr({.bank_bin = "970436",
                     .account = "0000000000",
                     .holder = "CHO PHIEN",
                     .webhook_secret = keel::Secret("house-secret-0123456789"),
                     .feeds = std::move(feeds)});
}

keel::Result<std::vector<BankLine>> Read(const Provider& provider, std::string_view feed, const std::string& body,
                                         std::map<std::string, std::string, std::less<>> headers,
                                         keel::Instant now = keel::Instant(1'767'230'000'000ms)) {
  return provider.ReadFeed(feed, {std::move(headers), body, now, now});
}

TEST(BankFeeds, AreUnknownWithoutTheirSecret) {
  const auto provider = With({});
  for (const auto* feed : {"sepay", "casso", "payos", "pay2s", ""}) {
    const auto lines = Read(*provider, feed, "{}", {{"authorization", "Apikey "}, {"secure-token", ""}});
    ASSERT_FALSE(lines) << feed;
    EXPECT_EQ(lines.error().code, "webhook-unknown") << feed;
  }
}

TEST(Sepay, TakesThePublishedMessageWithinFiveMinutes) {
  const auto vector = Vector("SEPAY");
  const auto message = Text(vector, "message");
  const auto timestamp = message.substr(0, message.find('.')), body = message.substr(message.find('.') + 1);
  const auto provider = With({.sepay_secret = keel::Secret(Text(vector, "key"))});
  const std::map<std::string, std::string, std::less<>> headers{{"x-sepay-timestamp", timestamp},
                                                                {"x-sepay-signature", "sha256=" + Text(vector, "hex")}};
  const auto lines = Read(*provider, "sepay", body, headers);
  ASSERT_TRUE(lines) << lines.error().code;
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(lines->front().bank_id, "sepay:92704");
  EXPECT_EQ(lines->front().amount, keel::Money::Vnd(50'000));
  EXPECT_EQ(lines->front().bank_reference, "MBVCB.3278907687");
  EXPECT_EQ(keel::ToRfc3339(lines->front().at), "2026-01-01T01:15:30.000Z");
  EXPECT_EQ(Read(*provider, "sepay", body + " ", headers).error().code, "webhook-forged");
  EXPECT_EQ(Read(*provider, "sepay", body, {}).error().code, "webhook-forged");
  EXPECT_EQ(Read(*provider, "sepay", body, headers, keel::Instant(1'767'230'400'000ms)).error().code, "webhook-stale");
}

TEST(Sepay, TakesAKeyInItsPlace) {
  const auto provider = With({.sepay_api_key = keel::Secret("key-1")});
  const std::string body = R"({"id":7,"transferType":"in","transferAmount":1000})";
  EXPECT_TRUE(Read(*provider, "sepay", body, {{"authorization", "Apikey key-1"}}));
  EXPECT_EQ(Read(*provider, "sepay", body, {{"authorization", "Apikey key-2"}}).error().code, "webhook-forged");
  EXPECT_EQ(Read(*provider, "sepay", "[]", {{"authorization", "Apikey key-1"}}).error().code, "webhook-unreadable");
}

TEST(Casso, TakesThePublishedMessageAsATrialCall) {
  const auto vector = Vector("CASSO-V2");
  const auto message = Text(vector, "message");
  const auto time = message.substr(0, message.find('.'));
  auto body = json::parse(message.substr(message.find('.') + 1));
  EXPECT_EQ(time + "." + bank::CassoText(body, false), message);
  const auto provider = With({.casso_key = keel::Secret(Text(vector, "key"))});
  const auto header = "t=" + time + ",v1=" + Text(vector, "hex");
  // Its fields in another order are the same message: Casso signs the names sorted.
  const auto lines = Read(*provider, "casso", body.dump(2), {{"x-casso-signature", header}});
  ASSERT_TRUE(lines) << lines.error().code;
  EXPECT_EQ(lines->front().bank_id, "casso:0");
  EXPECT_EQ(lines->front().amount, keel::Money::Vnd(599'000));
  EXPECT_TRUE(lines->front().probe);
  body["data"]["amount"] = 5'990'000;
  EXPECT_EQ(Read(*provider, "casso", body.dump(), {{"x-casso-signature", header}}).error().code, "webhook-forged");
}

TEST(Casso, TakesWhatPhpSigned) {
  const std::string key = "k";
  const auto provider = With({.casso_key = keel::Secret(key)});
  const json body{{"error", 0}, {"data", {{"id", 9}, {"amount", 2'000}, {"description", "mật ong / rừng"}}}};
  const auto text = bank::CassoText(body, true);
  EXPECT_NE(text.find("\\u1ead"), text.npos);
  EXPECT_NE(text.find("\\/"), text.npos);
  const auto header = "t=5,v1=" + wire::HmacSha512Hex(key, "5." + text);
  EXPECT_TRUE(Read(*provider, "casso", body.dump(), {{"x-casso-signature", header}}));
}

TEST(Casso, TakesSeveralLinesOfVersionOneAndWhatWentOut) {
  const auto provider = With({.casso_token = keel::Secret("token")});
  const json body{{"error", 0},
                  {"data",
                   {{{"id", 1}, {"tid", "FT1"}, {"amount", 5'000}, {"when", "2026-01-01 08:00:00"}},
                    {{"id", 2}, {"tid", "FT2"}, {"amount", -7'000}, {"when", "2026-01-01 08:01:00"}}}}};
  const auto lines = Read(*provider, "casso", body.dump(), {{"secure-token", "token"}});
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_TRUE((*lines)[0].incoming);
  EXPECT_FALSE((*lines)[1].incoming);
  EXPECT_EQ((*lines)[1].amount, keel::Money::Vnd(7'000));
  EXPECT_EQ(Read(*provider, "casso", body.dump(), {{"secure-token", "other"}}).error().code, "webhook-forged");
  EXPECT_EQ(Read(*provider, "casso", body.dump(), {}).error().code, "webhook-forged");
}

TEST(Casso, OneLineThatCannotBeReadKeepsNoOtherWaiting) {
  const auto provider = With({.casso_token = keel::Secret("token")});
  const json body{{"error", 0},
                  {"data",
                   {{{"id", 1}, {"tid", "FT1"}, {"amount", 5'000}},
                    {{"id", 2}, {"tid", "FT2"}, {"amount", "7 nghìn"}, {"description", "mật ong"}},
                    {{"id", 3}, {"tid", "FT3"}, {"amount", 9'000}},
                    "?"}}};
  const auto lines = Read(*provider, "casso", body.dump(), {{"secure-token", "token"}});
  ASSERT_TRUE(lines) << lines.error().code;
  ASSERT_EQ(lines->size(), 4U);
  EXPECT_EQ((*lines)[0].amount, keel::Money::Vnd(5'000));
  EXPECT_EQ((*lines)[1].unreadable, "amount");
  EXPECT_NE((*lines)[1].content.find("mật ong"), std::string::npos);
  EXPECT_LE((*lines)[1].bank_id.size(), 64U);
  EXPECT_EQ((*lines)[2].amount, keel::Money::Vnd(9'000));
  EXPECT_EQ((*lines)[3].unreadable, "data");
  // Alone it is refused, and sent again.
  const json alone{{"error", 0}, {"data", {{"id", 2}, {"amount", "7 nghìn"}}}};
  EXPECT_EQ(Read(*provider, "casso", alone.dump(), {{"secure-token", "token"}}).error().argument, "amount");
}

TEST(Payos, TakesThePublishedMessage) {
  const auto vector = Vector("PAYOS-WEBHOOK");
  const json data{{"orderCode", 123},
                  {"amount", 3'000},
                  {"description", "VQRIO123"},
                  {"accountNumber", "12345678"},
                  {"reference", "TF230204212323"},
                  {"transactionDateTime", "2023-02-04 18:25:00"},
                  {"currency", "VND"},
                  {"paymentLinkId", "124c33293c43417ab7879e14c8d9eb18"},
                  {"code", "00"},
                  {"desc", "Thành công"},
                  {"counterAccountBankId", ""},
                  {"counterAccountBankName", nullptr},
                  {"counterAccountName", ""},
                  {"counterAccountNumber", nullptr},
                  {"virtualAccountName", ""},
                  {"virtualAccountNumber", ""}};
  EXPECT_EQ(bank::PayosText(data), Text(vector, "message"));
  const auto provider = With({.payos_key = keel::Secret(Text(vector, "key"))});
  auto body = json{{"code", "00"}, {"desc", "success"}, {"data", data}, {"signature", Text(vector, "hex")}};
  const auto lines = Read(*provider, "payos", body.dump(), {});
  ASSERT_TRUE(lines) << lines.error().code;
  EXPECT_TRUE(lines->front().probe);  // It is the call that registers an address.
  EXPECT_EQ(lines->front().content, "VQRIO123");
  EXPECT_EQ(lines->front().bank_reference, "TF230204212323");
  EXPECT_LE(lines->front().bank_id.size(), 64U);
  body["data"]["amount"] = 30'000;
  EXPECT_EQ(Read(*provider, "payos", body.dump(), {}).error().code, "webhook-forged");
  for (const std::string bad : {"", "[]", "{}", "\xff"})
    EXPECT_EQ(Read(*provider, "payos", bad, {}).error().code, "webhook-forged");
}

/// Half a megabyte of it: more than any stack holds, less than a request may.
std::string Nested() {
  return std::string(250'000, '[') + std::string(250'000, ']');
}

TEST(BankFeeds, RefuseWhatIsNestedWithoutEnd) {
  const keel::Secret key("some-key");
  const auto provider = With({.casso_key = key, .payos_key = key});
  const auto casso = Read(*provider, "casso", R"({"data":)" + Nested() + "}", {{"x-casso-signature", "t=1,v1=00"}});
  EXPECT_EQ(casso.error().code, "webhook-forged");
  const auto payos = Read(*provider, "payos", R"({"data":{"a":)" + Nested() + R"(},"signature":"00"})", {});
  EXPECT_EQ(payos.error().code, "webhook-forged");
}

TEST(Sepay, TakesMoneyOfADayThatNoColumnHoldsAsOfNow) {
  const auto provider = With({.sepay_api_key = keel::Secret("k")});
  for (const std::string date : {"0000-01-01 00:00:00", "0001-01-01 03:00:00", "2026-13-01 00:00:00", ""}) {
    const json body{{"id", 1}, {"transferType", "in"}, {"transferAmount", 5'000}, {"transactionDate", date}};
    const auto lines = Read(*provider, "sepay", body.dump(), {{"authorization", "Apikey k"}});
    ASSERT_TRUE(lines) << date;
    EXPECT_EQ(lines->front().at, keel::Instant(1'767'230'000'000ms)) << date;
  }
}

}  // namespace
}  // namespace payments
