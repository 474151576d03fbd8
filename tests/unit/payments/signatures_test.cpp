#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/momo/momo.hpp"
#include "payments/providers/vnpay/vnpay.hpp"
#include "payments/providers/zalopay/zalopay.hpp"

namespace payments {
namespace {

using nlohmann::json;

const json& Vectors() {
  static const json kVectors = json::parse(std::ifstream(VECTORS "/signatures.json")).at("signatures");
  return kVectors;
}

const json& Vector(const std::string& id) {
  for (const auto& vector : Vectors())
    if (vector["id"] == id) return vector;
  throw std::runtime_error("no vector " + id);
}

std::string Text(const json& vector, const char* name) {
  return vector.at(name).get<std::string>();
}

TEST(Signatures, HashEveryPublishedMessage) {
  ASSERT_EQ(Vectors().size(), 19U);
  for (const auto& vector : Vectors()) {
    SCOPED_TRACE(Text(vector, "id"));
    const auto key = Text(vector, "key"), message = Text(vector, "message");
    EXPECT_EQ(
        vector["algo"] == "hmac-sha512" ? wire::HmacSha512Hex(key, message) : keel::crypto::HmacSha256Hex(key, message),
        Text(vector, "hex"));
  }
}

TEST(Vnpay, WritesWhatIsHashedOfAPayRequest) {
  EXPECT_EQ(vnpay::PayText({{"vnp_Amount", "1806000"},
                            {"vnp_Command", "pay"},
                            {"vnp_CreateDate", "20210801153333"},
                            {"vnp_CurrCode", "VND"},
                            {"vnp_IpAddr", "127.0.0.1"},
                            {"vnp_Locale", "vn"},
                            {"vnp_OrderInfo", "Thanh toan don hang :5"},
                            {"vnp_OrderType", "other"},
                            {"vnp_ReturnUrl", "https://domainmerchant.vn/ReturnUrl"},
                            {"vnp_TmnCode", "DEMOV210"},
                            {"vnp_TxnRef", "5"},
                            {"vnp_BankCode", ""},
                            {"vnp_SecureHash", "not part of it"},
                            {"vnp_Version", "2.1.0"}}),
            Text(Vector("VNPAY-PAY"), "message"));
}

TEST(Vnpay, HashesACallbackAsItCameInWhateverOrder) {
  const auto& vector = Vector("VNPAY-IPN");
  auto message = Text(vector, "message");
  EXPECT_EQ(vnpay::CallbackText(message + "&vnp_SecureHashType=HMACSHA512&vnp_SecureHash=" + Text(vector, "hex")),
            message);
  // Another order, an empty value and a stranger's field change nothing.
  const auto first = message.substr(0, message.find('&'));
  EXPECT_EQ(vnpay::CallbackText(message.substr(first.size() + 1) + "&utm=1&vnp_Extra=&" + first), message);
}

TEST(Vnpay, PipesQueriesAndRefunds) {
  EXPECT_EQ(vnpay::Piped({"REQUEST123456", "2.1.0", "querydr", "TEST_TMN_CODE", "TXN123456789", "20231221103000",
                          "20231221103000", "127.0.0.1", "Test order query"}),
            Text(Vector("VNPAY-QDR"), "message"));
  EXPECT_EQ(
      vnpay::Piped({"REFUND123456", "2.1.0", "refund", "TEST_TMN_CODE", "02", "TXN123456789", "1000000", "14422574",
                    "20231221103000", "merchant_user", "20231221103000", "127.0.0.1", "Test refund order"}),
      Text(Vector("VNPAY-RF"), "message"));
}

std::unique_ptr<Provider> PublishedVnpay() {
  return MakeVnpay({.tmn_code = "TEST_TMN_CODE",
                    .hash_secret = keel::Secret("test_secret"),
                    .pay_url = "http://127.0.0.1:1/pay",
                    .api_url = "http://127.0.0.1:1/api"});
}

TEST(Vnpay, TakesThePublishedCallbackAndNotWithAnothersHash) {
  const auto provider = PublishedVnpay();
  const auto good = Text(Vector("VNPAY-IPN"), "message"), good_hash = Text(Vector("VNPAY-IPN"), "hex");
  const auto failed = Text(Vector("VNPAY-IPN-99"), "message"), failed_hash = Text(Vector("VNPAY-IPN-99"), "hex");
  const auto read = [&](const std::string& raw) { return provider->gateway()->ReadCallback({.raw_body = raw}); };
  const auto paid = read(good + "&vnp_SecureHash=" + good_hash);
  ASSERT_TRUE(paid);
  EXPECT_EQ(paid->outcome, Standing::Outcome::kPaid);
  EXPECT_EQ(paid->key, "1716257871703");
  EXPECT_EQ(paid->amount, keel::Money::Vnd(10'000));
  EXPECT_EQ(paid->number, "14422574");
  EXPECT_EQ(read(failed + "&vnp_SecureHash=" + failed_hash)->outcome, Standing::Outcome::kFailed);
  EXPECT_EQ(read(failed + "&vnp_SecureHash=" + good_hash).error().code, "webhook-forged");
  auto upper = good_hash;
  for (auto& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(read(good + "&vnp_SecureHash=" + upper));
}

/// A callback of the published merchant with these fields besides, signed over the form VNPAY writes.
std::string SignedIpn(std::map<std::string, std::string> fields) {
  fields.insert({{"vnp_TmnCode", "TEST_TMN_CODE"},
                 {"vnp_TxnRef", "K1"},
                 {"vnp_Amount", "9876500"},
                 {"vnp_TransactionNo", "14422574"},
                 {"vnp_ResponseCode", "00"},
                 {"vnp_TransactionStatus", "00"},
                 {"vnp_OrderInfo", "Thanh toan don hang (1)"}});
  const auto text = vnpay::PayText(fields);
  return text + "&vnp_SecureHash=" + wire::HmacSha512Hex("test_secret", text);
}

TEST(Vnpay, TakesItsCallbackHoweverTheWayWroteTheSameValues) {
  const auto provider = PublishedVnpay();
  auto raw = SignedIpn({});
  for (auto at = raw.find('+'); at != raw.npos; at = raw.find('+', at)) raw.replace(at, 1, "%20");
  const auto read = provider->gateway()->ReadCallback({.raw_body = raw});
  ASSERT_TRUE(read) << read.error().code;
  EXPECT_EQ(read->amount, keel::Money::Vnd(98'765));
  // Encoders differ on this one ("encoding trap"), too: what was hashed holds the bare sign.
  const std::string text =
      "vnp_Amount=9876500&vnp_OrderInfo=mat+ong+~&vnp_ResponseCode=00&vnp_TmnCode=TEST_TMN_CODE&"
      "vnp_TransactionNo=1&vnp_TransactionStatus=00&vnp_TxnRef=K1";
  const auto hash = "&vnp_SecureHash=" + wire::HmacSha512Hex("test_secret", text);
  auto other = text + hash;
  for (auto at = other.find('+'); at != other.npos; at = other.find('+', at)) other.replace(at, 1, "%20");
  EXPECT_TRUE(provider->gateway()->ReadCallback({.raw_body = other}));
  raw.replace(raw.find("9876500"), 7, "1876500");
  EXPECT_EQ(provider->gateway()->ReadCallback({.raw_body = raw}).error().code, "webhook-forged");
}

TEST(Vnpay, AnAmountOfBrokenDongIsAnotherAmountAndNotUnreadable) {
  const auto provider = PublishedVnpay();
  // Sent without its hundredths: 987.65 đ.
  const auto read = provider->gateway()->ReadCallback({.raw_body = SignedIpn({{"vnp_Amount", "98765"}})});
  ASSERT_TRUE(read) << read.error().argument;
  EXPECT_EQ(read->key, "K1");
  EXPECT_EQ(read->amount, keel::Money());
}

TEST(Vnpay, MoneyTakenAndSuspectedIsNeitherPaidNorFailed) {
  const auto provider = PublishedVnpay();
  for (const auto* field : {"vnp_ResponseCode", "vnp_TransactionStatus"}) {
    const auto read = provider->gateway()->ReadCallback({.raw_body = SignedIpn({{field, "07"}})});
    ASSERT_TRUE(read) << field;
    EXPECT_EQ(read->outcome, Standing::Outcome::kPending) << field;
  }
}

TEST(Momo, WritesWhatIsSigned) {
  EXPECT_EQ(momo::SignedText({{"accessKey", "F8BBA842ECF85"},
                              {"orderId", "OCOP-20260101-0001"},
                              {"partnerCode", "MOMO"},
                              {"requestId", "REQ-0002"}}),
            Text(Vector("MOMO-Q"), "message"));
}

TEST(Momo, TakesACallbackSignedWithThePublishedKeys) {
  const auto provider = MakeMomo({.partner_code = "MOMO",
                                  .access_key = "F8BBA842ECF85",
                                  .secret_key = keel::Secret("K951B6PE1waDMi640xX08PD3vg6EkVlz"),
                                  .api_url = "http://127.0.0.1:1"});
  json body{{"partnerCode", "MOMO"},
            {"orderId", "OCOP-20260101-0001"},
            {"requestId", "REQ-0001"},
            {"amount", 50'000},
            {"orderInfo", "Thanh toan don OCOP-20260101-0001"},
            {"orderType", "momo_wallet"},
            {"transId", 4'000'000'001},
            {"resultCode", 0},
            {"message", "Thành công."},
            {"payType", "qr"},
            {"responseTime", 1'767'230'000'000},
            {"extraData", ""},
            {"signature", Text(Vector("MOMO-IPN"), "hex")}};
  const auto text = body.dump();
  const auto read = provider->gateway()->ReadCallback({.raw_body = text});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->outcome, Standing::Outcome::kPaid);
  EXPECT_EQ(read->amount, keel::Money::Vnd(50'000));
  EXPECT_EQ(read->number, "4000000001");
  EXPECT_EQ(read->at, keel::Instant(std::chrono::milliseconds(1'767'230'000'000)));
  body["amount"] = 5'000;
  const auto changed = body.dump();
  EXPECT_EQ(provider->gateway()->ReadCallback({.raw_body = changed}).error().code, "webhook-forged");
}

TEST(Zalopay, TakesACallbackOverTheBytesItCameIn) {
  const auto provider = MakeZalopay({.app_id = "2554",
                                     .key1 = keel::Secret("sdngKKJmqEMzvh5QQcdD2A9XBSKUNaYn"),
                                     .key2 = keel::Secret("trMrHtvjo6myautxDUiAcYsVtaeQ8nhf"),
                                     .api_url = "http://127.0.0.1:1"});
  const auto& vector = Vector("ZP-CB");
  const auto text = json{{"data", Text(vector, "message")}, {"mac", Text(vector, "hex")}, {"type", 1}}.dump();
  const auto read = provider->gateway()->ReadCallback({.raw_body = text});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key, "230407_13221300383");
  EXPECT_EQ(read->amount, keel::Money::Vnd(50'000));
  EXPECT_EQ(read->number, "230407000000001");
  // The same fields written in another order are other bytes.
  const auto again = json{{"data", json::parse(Text(vector, "message")).dump()}, {"mac", Text(vector, "hex")}}.dump();
  EXPECT_EQ(provider->gateway()->ReadCallback({.raw_body = again}).error().code, "webhook-forged");
  EXPECT_EQ(zalopay::Piped({"2554", "230407_13221300383", "user123", "50000", "1680848533635", "{}", "[]"}),
            Text(Vector("ZP-CREATE"), "message"));
}

TEST(Wire, ReadsAndWritesVietnameseTime) {
  const auto at = keel::FromRfc3339("2026-11-21T17:30:05Z").value();
  EXPECT_EQ(wire::VietnamStamp(at), "20261122003005");
  EXPECT_EQ(wire::VietnamDay(at), "261122");
  EXPECT_EQ(wire::ReadStamp("20261122003005"), at);
  EXPECT_FALSE(wire::ReadStamp("2026112200300"));
  EXPECT_FALSE(wire::ReadStamp("2026112200300x"));
  EXPECT_FALSE(wire::ReadStamp("20261322003005"));
}

TEST(Wire, ReadsADaysFileOrSaysWhichLineNot) {
  const wire::DayColumns columns{"type", "key", "number", "amount", "at", "refund", 100};
  const auto lines = wire::ReadDayCsv(
      "\xEF\xBB\xBFtype,key,number,amount,at\r\npay,\"K,1\",7,5000000,20261122003005\r\n\r\nrefund,K2,8,100,"
      "20261122003006\n",
      columns);
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_EQ((*lines)[0].key, "K,1");
  EXPECT_EQ((*lines)[0].amount, keel::Money::Vnd(50'000));
  EXPECT_TRUE((*lines)[1].refund);
  for (const std::string bad :
       {"", "type,key\n", "type,key,number,amount,at\npay,K,7,55,20261122003005\n",
        "type,key,number,amount,at\npay,K,7,-100,20261122003005\n", "type,key,number,amount,at\npay,K,7,100,gestern\n",
        "type,key,number,amount,at\npay,K,7\n"})
    EXPECT_EQ(wire::ReadDayCsv(bad, columns).error().code, "day-file-unreadable") << bad;
}

TEST(Attempts, AreAskedAboutSoonThenSeldomAndAtTheirEnd) {
  using namespace std::chrono_literals;
  const keel::Instant start(1'767'000'000'000ms);
  Attempt attempt{.id = AttemptId::New(start), .intent = IntentId::New(start), .purchase = PurchaseId::New(start)};
  attempt.created_at = start;
  attempt.ends_at = start + 15min;
  EXPECT_EQ(NextLook(attempt, start), start + 15s);
  attempt.looks = 3;
  EXPECT_EQ(NextLook(attempt, start), start + 2min);
  attempt.looks = 9;
  EXPECT_EQ(NextLook(attempt, start), start + 5min);
  EXPECT_EQ(NextLook(attempt, start + 12min), attempt.ends_at + 5s);
  EXPECT_EQ(NextLook(attempt, start + 16min), start + 21min);
}

TEST(Gateways, TakePaymentsOfADayThatNoColumnHoldsAsOfNow) {
  const keel::Instant now(std::chrono::milliseconds(1'767'230'000'000));
  const auto momo = MakeMomo(
      {.partner_code = "P", .access_key = "A", .secret_key = keel::Secret("k"), .api_url = "http://127.0.0.1:1"});
  json body{{"partnerCode", "P"}, {"orderId", "O"},  {"requestId", "R"}, {"amount", 5'000},
            {"orderInfo", ""},    {"orderType", ""}, {"transId", 7},     {"resultCode", 0},
            {"message", ""},      {"payType", ""},   {"extraData", ""},  {"responseTime", 999'999'999'999'999}};
  std::vector<std::pair<std::string, std::string>> fields{{"accessKey", "A"}};
  for (const auto* name : {"amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode",
                           "payType", "requestId", "responseTime", "resultCode", "transId"})
    fields.emplace_back(name, wire::TextOf(body, name));
  body["signature"] = keel::crypto::HmacSha256Hex("k", momo::SignedText(fields));
  const auto text = body.dump();
  const auto paid = momo->gateway()->ReadCallback({.raw_body = text, .received_at = now});
  ASSERT_TRUE(paid);
  EXPECT_EQ(paid->at, now);

  const auto zalopay = MakeZalopay(
      {.app_id = "1", .key1 = keel::Secret("k"), .key2 = keel::Secret("k"), .api_url = "http://127.0.0.1:1"});
  const auto data = json{{"app_id", 1},
                         {"app_trans_id", "T"},
                         {"zp_trans_id", 7},
                         {"amount", 5'000},
                         {"server_time", 999'999'999'999'999}}
                        .dump();
  const auto call = json{{"data", data}, {"mac", keel::crypto::HmacSha256Hex("k", data)}}.dump();
  const auto told = zalopay->gateway()->ReadCallback({.raw_body = call, .received_at = now});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->at, now);
}

}  // namespace
}  // namespace payments
