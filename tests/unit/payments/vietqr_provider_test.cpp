#include "payments/providers/vietqr/vietqr_provider.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "payments/domain/vietqr.hpp"

namespace payments {
namespace {

using keel::Money;
using nlohmann::json;
using namespace std::chrono_literals;

const keel::Instant kNow = keel::FromRfc3339("2026-01-01T01:20:00Z").value();
constexpr auto kSecret = "whsec_test_0123456789";

std::unique_ptr<Provider> Made() {
  return MakeVietQr(
      {.bank_bin = "970436", .account = "0000000000", .holder = "CHO PHIEN", .webhook_secret = keel::Secret(kSecret)});
}

json Line() {
  return {{"id", 92704},
          {"gateway", "Vietcombank"},
          {"transactionDate", "2026-01-01 08:15:30"},
          {"accountNumber", "0123499999"},
          {"code", nullptr},
          {"content", "CPT chuyen tien"},
          {"transferType", "in"},
          {"transferAmount", 50000},
          {"referenceCode", "MBVCB.3278907687"}};
}

keel::Result<BankLine> Read(const std::string& body, std::chrono::seconds skew = 0s, const char* secret = kSecret) {
  const auto timestamp =
      std::to_string(std::chrono::floor<std::chrono::seconds>(kNow + skew).time_since_epoch().count());
  const auto signature = keel::crypto::HmacSha256Hex(secret, timestamp + "." + body);
  return Made()->ReadWebhook({{{"x-timestamp", timestamp}, {"x-signature", signature}}, body, kNow, kNow});
}

TEST(VietQrWebhook, ReadsALine) {
  const auto line = Read(Line().dump());
  ASSERT_TRUE(line) << line.error().detail;
  EXPECT_EQ(line->bank_id, "92704");
  EXPECT_EQ(line->bank, "Vietcombank");
  EXPECT_EQ(line->amount, Money::Vnd(50'000));
  EXPECT_EQ(line->at, keel::FromRfc3339("2026-01-01T01:15:30Z").value());  // Written in Vietnam's time.
  EXPECT_TRUE(line->incoming);
}

TEST(VietQrWebhook, ChecksTheSignatureBeforeItReads) {
  EXPECT_EQ(Read("not json at all", 0s, "another secret").error().code, "webhook-forged");
  EXPECT_EQ(Read("not json at all").error().code, "webhook-unreadable");
  const auto body = Line().dump();
  EXPECT_EQ(Made()->ReadWebhook({{}, body, kNow, kNow}).error().code, "webhook-forged");
  EXPECT_EQ(Made()->ReadWebhook({{{"x-signature", "00"}, {"x-timestamp", "x"}}, body, kNow, kNow}).error().code,
            "webhook-forged");
}

TEST(VietQrWebhook, RefusesWhatWasSignedLongAgoOrAhead) {
  EXPECT_TRUE(Read(Line().dump(), -299s));
  EXPECT_TRUE(Read(Line().dump(), 299s));
  EXPECT_EQ(Read(Line().dump(), -301s).error().code, "webhook-stale");
  EXPECT_EQ(Read(Line().dump(), 301s).error().code, "webhook-stale");
}

TEST(VietQrWebhook, IsFreshByTheMachinesClockWhileADemoMovesTheMarkets) {
  const auto body = Line().dump();
  const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(kNow).time_since_epoch().count());
  const auto signature = keel::crypto::HmacSha256Hex(kSecret, timestamp + "." + body);
  EXPECT_TRUE(Made()->ReadWebhook({{{"x-timestamp", timestamp}, {"x-signature", signature}}, body, kNow - 720h, kNow}));
}

TEST(VietQrWebhook, TakesAnUpperCaseSignature) {
  const auto body = Line().dump();
  const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(kNow).time_since_epoch().count());
  auto signature = keel::crypto::HmacSha256Hex(kSecret, timestamp + "." + body);
  for (char& c : signature) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(Made()->ReadWebhook({{{"x-timestamp", timestamp}, {"x-signature", signature}}, body, kNow, kNow}));
}

TEST(VietQrWebhook, NamesTheFieldThatIsWrong) {
  for (const auto& [field, value] :
       std::initializer_list<std::pair<const char*, json>>{{"id", nullptr},
                                                           {"id", ""},
                                                           {"id", json::array()},
                                                           {"transferType", "sideways"},
                                                           {"transferType", nullptr},
                                                           {"transferAmount", 0},
                                                           {"transferAmount", -5},
                                                           {"transferAmount", 1.5},
                                                           {"transferAmount", "50000"},
                                                           {"transferAmount", 18446744073709551615ULL},
                                                           {"transferAmount", nullptr}}) {
    SCOPED_TRACE(std::string(field) + " " + value.dump());
    auto line = Line();
    line[field] = value;
    const auto read = Read(line.dump());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "webhook-unreadable");
    EXPECT_EQ(read.error().argument, field);
  }
}

TEST(VietQrWebhook, ForgivesWhatIsNotNeeded) {
  auto line = Line();
  line["transactionDate"] = "hôm qua";
  line["content"] = nullptr;
  line.erase("gateway");
  const auto read = Read(line.dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at, kNow);
  EXPECT_EQ(read->content, "");
}

TEST(VietQrWebhook, CutsLongTextBetweenCharacters) {
  auto line = Line();
  std::string content;
  for (int i = 0; i < 300; ++i) content += "ệ";
  line["content"] = content;
  const auto read = Read(line.dump());
  ASSERT_TRUE(read);
  EXPECT_LE(read->content.size(), 500U);
  EXPECT_EQ(read->content.size() % 3, 0U);
}

RC_GTEST_PROP(VietQrWebhook, AnswersAnySignedBytes, (const std::string& body)) {
  const auto read = Read(body);
  RC_ASSERT(!read && read.error().code == "webhook-unreadable");
}

TEST(VietQr, AsksForWhatRemainsUnderItsReference) {
  Intent intent{
      .id = IntentId::New(kNow), .purchase = PurchaseId::New(kNow), .method = "vietqr", .amount = Money::Vnd(100'000)};
  const auto provider = Made();
  intent.reference = provider->Reference(intent.id);
  Take(intent, Money::Vnd(30'000), kNow);
  const auto pay_to = provider->HowToPay(intent);
  ASSERT_TRUE(pay_to);
  EXPECT_EQ(pay_to->bank_name, "Vietcombank");
  const auto code = ReadQr(pay_to->qr_payload);
  ASSERT_TRUE(code);
  EXPECT_EQ(code->amount, Money::Vnd(70'000));
  EXPECT_EQ(code->additional.at("08"), intent.reference);
  EXPECT_TRUE(code->dynamic);
  Take(intent, Money::Vnd(70'000), kNow);
  EXPECT_FALSE(provider->HowToPay(intent));
}

TEST(VietQrSettings, AreChecked) {
  EXPECT_EQ(IsBankBin("970436"), "");
  EXPECT_NE(IsBankBin("970437x"), "");
  EXPECT_NE(IsBankBin("000000"), "");
  EXPECT_EQ(IsBankAccount("99MM24011M34875080"), "");
  EXPECT_NE(IsBankAccount(""), "");
  EXPECT_NE(IsBankAccount("12 34"), "");
  EXPECT_EQ(IsMemoPrefix("CPT"), "");
  EXPECT_NE(IsMemoPrefix("c"), "");
}

}  // namespace
}  // namespace payments
