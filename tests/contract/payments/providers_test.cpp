#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "keel/crypto/sealed.hpp"
#include "payments/domain/vietqr.hpp"
#include "payments/registry.hpp"

/// What every way of paying promises, whoever runs it. A new provider adds a row to kRows; the suite fails while the
/// registry names one that has none.
namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

const keel::Instant kNow(1'767'000'000'000ms);
constexpr auto kNowhere = "http://127.0.0.1:1";
constexpr auto kSecret = "contract-secret-0123456789";

const Providers& Registered() {
  static const Providers kProviders =
      MakeProviders({.vietqr = {.bank_bin = "970436",
                                .account = "0000000000",
                                .holder = "CHO PHIEN",
                                .webhook_secret = keel::Secret(kSecret)},
                     .vnpay = {.tmn_code = "CHOPHIEN", .pay_url = kNowhere, .api_url = kNowhere},
                     .momo = {.partner_code = "CHOPHIEN", .api_url = kNowhere},
                     .zalopay = {.app_id = "2554", .api_url = kNowhere}});
  return kProviders;
}

struct Row {
  std::string_view code;
  bool transfers;  ///< Takes transfers: has references, something to pay to, and webhooks.
  /// Headers that make `body` genuine at kNow.
  std::function<std::map<std::string, std::string, std::less<>>(const std::string& body)> sign;
  std::string body;      ///< A line of 50 000 đồng, number "92704".
  bool gateway = false;  ///< Payers are sent to a provider: gateways_test.cpp has the rest.
};

std::map<std::string, std::string, std::less<>> SignVietQr(const std::string& body) {
  const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(kNow).time_since_epoch().count());
  return {{"x-timestamp", timestamp}, {"x-signature", keel::crypto::HmacSha256Hex(kSecret, timestamp + "." + body)}};
}

std::map<std::string, std::string, std::less<>> SignNothing(const std::string&) {
  return {};
}

const std::vector<Row>& Rows() {
  static const std::vector<Row> kRows{
      {"cod", false, SignNothing, "{}"},
      {"vietqr", true, SignVietQr, R"({"id":92704,"transferType":"in","transferAmount":50000,"content":"x"})"},
      {"vnpay", false, SignNothing, "{}", true},
      {"momo", false, SignNothing, "{}", true},
      {"zalopay", false, SignNothing, "{}", true},
  };
  return kRows;
}

TEST(Registry, HasARowHereForEveryProvider) {
  ASSERT_EQ(Registered().all().size(), Rows().size());
  for (const auto& row : Rows()) EXPECT_NE(Registered().Find(row.code), nullptr) << row.code;
  EXPECT_EQ(Registered().Find("bitcoin"), nullptr);
}

class ProviderContract : public testing::TestWithParam<std::size_t> {
 protected:
  const Row& row_ = Rows()[GetParam()];
  const Provider& provider_ = *Registered().Find(row_.code);

  Intent Asking(std::int64_t dong) const {
    Intent intent{.id = IntentId::New(kNow),
                  .purchase = PurchaseId::New(kNow),
                  .method = std::string(row_.code),
                  .amount = Money::Vnd(dong)};
    intent.reference = provider_.Reference(intent.id);
    return intent;
  }
  keel::Result<BankLine> Read(const std::string& body, std::map<std::string, std::string, std::less<>> headers) const {
    return provider_.ReadWebhook({std::move(headers), body, kNow, kNow});
  }
};

TEST_P(ProviderContract, HasAShortLowerCaseName) {
  EXPECT_LE(provider_.code().size(), 16U);
  EXPECT_TRUE(std::ranges::all_of(provider_.code(), [](char c) { return c >= 'a' && c <= 'z'; }));
}

TEST_P(ProviderContract, HasAGatewayWherePayersAreSentToOne) {
  EXPECT_EQ(provider_.gateway() != nullptr, row_.gateway);
  EXPECT_TRUE(provider_.Offered());
}

TEST_P(ProviderContract, ExpiresLaterOrNever) {
  const auto end = provider_.ExpiresAt(kNow);
  EXPECT_GT(end.value_or(kNow + 1ms), kNow);
  EXPECT_EQ(provider_.ExpiresAt(kNow).has_value(), provider_.PaidBeforeShipping());
}

TEST_P(ProviderContract, GivesAnIntentTheSameReferenceAlways) {
  const auto intent = Asking(100'000);
  EXPECT_EQ(provider_.Reference(intent.id), intent.reference);
  EXPECT_EQ(intent.reference.empty(), !row_.transfers);
  EXPECT_LE(intent.reference.size(), 25U);
}

TEST_P(ProviderContract, FindsItsOwnReferenceInABanksText) {
  const auto intent = Asking(100'000);
  const auto found = provider_.References({.content = "MBVCB.327." + intent.reference + ".CT tu 088"});
  if (row_.transfers)
    EXPECT_EQ(found, std::vector{intent.reference});
  else
    EXPECT_TRUE(found.empty());
}

TEST_P(ProviderContract, SaysHowToPayWhatRemainsAndNothingElse) {
  auto intent = Asking(100'000);
  ASSERT_EQ(provider_.HowToPay(intent).has_value(), row_.transfers);
  if (!row_.transfers) return;
  EXPECT_EQ(ReadQr(provider_.HowToPay(intent)->qr_payload)->amount, Money::Vnd(100'000));
  Take(intent, Money::Vnd(40'000), kNow);
  EXPECT_EQ(ReadQr(provider_.HowToPay(intent)->qr_payload)->amount, Money::Vnd(60'000));
  Take(intent, Money::Vnd(60'000), kNow);
  EXPECT_FALSE(provider_.HowToPay(intent));
  auto expired = Asking(100'000);
  Expire(expired);
  EXPECT_FALSE(provider_.HowToPay(expired));
}

TEST_P(ProviderContract, ReadsAGenuineWebhook) {
  const auto line = Read(row_.body, row_.sign(row_.body));
  if (!row_.transfers) {
    EXPECT_EQ(line.error().code, "webhook-unknown");
    EXPECT_EQ(line.error().kind, keel::Kind::kNotFound);
    return;
  }
  ASSERT_TRUE(line);
  EXPECT_EQ(line->bank_id, "92704");
  EXPECT_EQ(line->amount, Money::Vnd(50'000));
}

TEST_P(ProviderContract, RefusesWhatIsNotSigned) {
  if (!row_.transfers) return;
  auto changed = row_.body;
  changed[changed.find("50000")] = '9';
  auto cut = row_.sign(row_.body);
  cut["x-signature"].pop_back();
  for (const auto& [name, line] : std::initializer_list<std::pair<const char*, keel::Result<BankLine>>>{
           {"no headers", Read(row_.body, {})},
           {"another body", Read(changed, row_.sign(row_.body))},
           {"a cut signature", Read(row_.body, cut)}}) {
    SCOPED_TRACE(name);
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().kind, keel::Kind::kUnauthenticated);
    EXPECT_EQ(line.error().code, "webhook-forged");
  }
}

TEST_P(ProviderContract, RefusesAnOldMessage) {
  if (!row_.transfers) return;
  const auto line = provider_.ReadWebhook({row_.sign(row_.body), row_.body, kNow + 6min, kNow + 6min});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, "webhook-stale");
}

TEST_P(ProviderContract, SaysWhenASignedMessageCannotBeRead) {
  if (!row_.transfers) return;
  for (const std::string body : {"", "[]", "null", "{", "{\"id\":1}", "\xff\xfe"}) {
    const auto line = Read(body, row_.sign(body));
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().code, "webhook-unreadable");
  }
}

INSTANTIATE_TEST_SUITE_P(All, ProviderContract, testing::Range<std::size_t>(0, Rows().size()),
                         [](const auto& param) { return std::string(Rows()[param.param].code); });

}  // namespace
}  // namespace payments
