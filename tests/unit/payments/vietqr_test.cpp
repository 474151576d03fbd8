#include "payments/domain/vietqr.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace payments {
namespace {

using nlohmann::json;

const json& Vectors() {
  static const json kVectors = json::parse(std::ifstream(VECTORS "/vietqr.json"));
  return kVectors;
}

TEST(Crc16, GivesTheCheckValue) {
  EXPECT_EQ(Crc16("123456789"), 0x29B1);
  EXPECT_EQ(Crc16(""), 0xFFFF);
}

TEST(ReadQr, ReadsEveryPublishedCode) {
  ASSERT_EQ(Vectors().at("vietqr_valid").size(), 24U);
  for (const auto& vector : Vectors()["vietqr_valid"]) {
    SCOPED_TRACE(vector["id"].get<std::string>());
    const auto& wanted = vector["decoded"];
    const auto read = ReadQr(vector["payload"].get<std::string>());
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->dynamic, wanted["poi"] == "12");
    EXPECT_EQ(read->amount ? std::to_string(read->amount->dong()) : "", wanted.value("amt", ""));
    EXPECT_EQ(read->category, wanted.value("mcc", ""));
    EXPECT_EQ(read->name, wanted.value("name", ""));
    EXPECT_EQ(read->city, wanted.value("city", ""));
    ASSERT_EQ(read->beneficiary.has_value(), wanted.contains("guid"));
    if (read->beneficiary) {
      EXPECT_EQ(read->beneficiary->bin, wanted["bin"]);
      EXPECT_EQ(read->beneficiary->account, wanted["acct"]);
      EXPECT_EQ(read->beneficiary->service, wanted["svc"]);
    }
    EXPECT_EQ(json(read->additional), wanted.value("62", json::object()));
  }
}

TEST(ReadQr, RefusesEveryPublishedBadCode) {
  ASSERT_EQ(Vectors().at("vietqr_invalid").size(), 5U);
  for (const auto& vector : Vectors()["vietqr_invalid"]) {
    SCOPED_TRACE(vector["id"].get<std::string>());
    const auto read = ReadQr(vector["payload"].get<std::string>());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, keel::Kind::kInvalid);
  }
}

TEST(ReadQr, SaysWhetherTheChecksumOrTheFormIsWrong) {
  const auto bad = [](int n) {
    return ReadQr(Vectors()["vietqr_invalid"][n]["payload"].get<std::string>()).error().code;
  };
  EXPECT_EQ(bad(0), "qr-malformed");
  EXPECT_EQ(bad(1), "qr-malformed");
  EXPECT_EQ(bad(2), "qr-checksum");
  EXPECT_EQ(bad(3), "qr-malformed");
  EXPECT_EQ(bad(4), "qr-checksum");
}

/// Rewrites the checksum, so that only the rule under test is broken.
std::string Signed(std::string payload) {
  payload += "6304";
  char hex[5];
  std::snprintf(hex, sizeof hex, "%04X", static_cast<unsigned>(Crc16(payload)));
  return payload + hex;
}

TEST(ReadQr, HoldsToEveryRuleEvenWithARightChecksum) {
  const std::string head = "000201010212", account = "38530010A0000007270123000697041601092576788590208QRIBFTTA";
  ASSERT_TRUE(ReadQr(Signed(head + account + "53037045802VN")));
  for (const auto& [name, payload] : std::initializer_list<std::pair<const char*, std::string>>{
           {"00 not first", "010212000201" + account + "53037045802VN"},
           {"no currency", head + account + "5802VN"},
           {"another currency", head + account + "53038405802VN"},
           {"another country", head + account + "53037045802SG"},
           {"no account", head + "53037045802VN"},
           {"initiation 13", "000201010213" + account + "53037045802VN"},
           {"a tag twice", head + account + "530370453037045802VN"},
           {"amount with a point", head + account + "5303704540510.005802VN"},
           {"empty value", head + account + "530370454005802VN"},
           {"letters as a length", head + account + "53XX7045802VN"},
           {"unknown service", head + "38530010A0000007270123000697041601092576788590208QRIBFTTX" + "53037045802VN"}}) {
    SCOPED_TRACE(name);
    const auto read = ReadQr(Signed(payload));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "qr-malformed");
  }
}

TEST(WriteQr, WritesAPublishedCodeByteForByte) {
  const auto text = WriteQr({.dynamic = true,
                             .beneficiary = QrBeneficiary{"970436", "1023456789", "QRIBFTTA"},
                             .amount = keel::Money::Vnd(1943000),
                             .additional = {{"08", "TT000069"}}});
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, Vectors()["vietqr_valid"][21]["payload"].get<std::string>());
}

TEST(WriteQr, TakesDiacriticsOffText) {
  const auto text = WriteQr({.beneficiary = QrBeneficiary{"970436", "1", "QRIBFTTA"},
                             .name = "Hợp tác xã Đường Mật Ong Bắc Hà",
                             .city = "Lào Cai"});
  ASSERT_TRUE(text);
  const auto read = ReadQr(*text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "Hop tac xa Duong Mat Ong ");
  EXPECT_EQ(read->city, "Lao Cai");
}

TEST(WriteQr, RefusesWhatNoReaderWouldTake) {
  EXPECT_FALSE(WriteQr({}));
  EXPECT_FALSE(WriteQr({.beneficiary = QrBeneficiary{"97043", "1", "QRIBFTTA"}}));
  EXPECT_FALSE(WriteQr({.beneficiary = QrBeneficiary{"970436", "12345678901234567890", "QRIBFTTA"}}));
  EXPECT_FALSE(WriteQr({.beneficiary = QrBeneficiary{"970436", "1", "QRIBFTTA"}, .amount = keel::Money::Vnd(-1)}));
}

const auto kDigit = rc::gen::inRange('0', static_cast<char>('9' + 1));

RC_GTEST_PROP(Qr, WhatIsWrittenIsReadBack, ()) {
  QrCode code{
      .dynamic = *rc::gen::arbitrary<bool>(),
      .beneficiary =
          QrBeneficiary{*rc::gen::container<std::string>(6, kDigit),
                        *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(1, 20), kDigit), "QRIBFTTA"},
      .amount = keel::Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 9'999'999'999'999)),
      .additional = {{"08", *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(1, 26),
                                                             rc::gen::inRange('A', static_cast<char>('Z' + 1)))}}};
  const auto text = WriteQr(code);
  RC_ASSERT(bool(text));
  const auto read = ReadQr(*text);
  RC_ASSERT(bool(read));
  RC_ASSERT(read->dynamic == code.dynamic);
  RC_ASSERT(read->amount == code.amount);
  RC_ASSERT(read->additional == code.additional);
  RC_ASSERT(read->beneficiary->account == code.beneficiary->account);
}

RC_GTEST_PROP(Qr, OneWrongCharacterIsAlwaysNoticed, ()) {
  auto text = *WriteQr({.dynamic = true,
                        .beneficiary = QrBeneficiary{"970436", "1023456789", "QRIBFTTA"},
                        .amount = keel::Money::Vnd(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000)),
                        .additional = {{"08", "CPT7K3M9QX"}}});
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const char other = *rc::gen::inRange('0', static_cast<char>('Z' + 1));
  RC_PRE(other != text[at]);
  text[at] = other;
  RC_ASSERT(!ReadQr(text));
}

RC_GTEST_PROP(Qr, AnyTextIsAnsweredWithoutACrash, (const std::string& text)) {
  const auto read = ReadQr(text);
  RC_ASSERT(!read);
  const auto items = ReadItems(text);
  RC_ASSERT(items || items.error().code == "qr-malformed");
}

TEST(Qr, OfBrokenLettersIsRefused) {
  // Readers would count its characters differently: a stray byte, and one that continues nothing.
  for (const std::string name : {"52021\xFF",
                                 "5202\xC3\x80\x80"
                                 "1"}) {
    auto text =
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN" + name + "6304";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto sum = Crc16(text);
    for (int shift = 12; shift >= 0; shift -= 4) text += kHex[sum >> shift & 15];
    EXPECT_EQ(ReadQr(text).error().code, "qr-malformed");
  }
}

}  // namespace
}  // namespace payments
