// Files that banks and carriers send back, as they really come: in another encoding, too long, with a column twice.
#include <gtest/gtest.h>

#include "keel/text/text.hpp"
#include "payments/domain/bank_answer.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/domain/cod_statement.hpp"
#include "payments/providers/gateway/wire.hpp"

namespace payments {
namespace {

TEST(Beginning, CutsNoCharacterInTwo) {
  EXPECT_EQ(Beginning("đường", 100), "đường");
  EXPECT_EQ(Beginning("đường", 3), "đ");
  EXPECT_EQ(Beginning("đường", 2), "đ");
  EXPECT_EQ(Beginning("đường", 1), "");
}

TEST(BankAnswer, KeepsReasonsThatAColumnTakes) {
  std::string reason = "x";
  for (int i = 0; i < 120; ++i) reason += "ơ";
  const auto words =
      ReadBankAnswer("reference,status,bank_reference,reason\nTRA1,failed," + reason + "," + reason + "\n");
  ASSERT_TRUE(words);
  for (const auto& text : {words->front().bank_reference, words->front().reason})
    EXPECT_TRUE(keel::text::IsUtf8(text)) << text;
}

TEST(BankAnswer, ReadsAFileOfAnOldEncodingAsFarAsItIsPlain) {
  const auto words = ReadBankAnswer("reference,status,amount,reason\nTRA1,failed,5000,Sai s\xF4\xEC t\xE0i kho\xEAn\n");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->front().reference, "TRA1");
  EXPECT_EQ(words->front().sent, false);
  EXPECT_EQ(words->front().amount, keel::Money::Vnd(5'000));
  EXPECT_TRUE(keel::text::IsUtf8(words->front().reason));
}

TEST(BankAnswer, KnowsTheWordsOfBanksAndGuessesNone) {
  const auto said = [](const std::string& word) {
    const auto words = ReadBankAnswer("Nội dung,Trạng thái\nTRA1," + word + "\n");
    EXPECT_TRUE(words) << word;
    return words->front().sent;
  };
  for (const auto* word : {"Thành công", "ĐÃ HẠCH TOÁN", "Executed", "Chuyển tiền thành công"})
    EXPECT_EQ(said(word), true) << word;
  for (const auto* word : {"Không thành công", "Lỗi", "Đã hủy", "Bị từ chối", "Reversed"})
    EXPECT_EQ(said(word), false) << word;
  for (const auto* word : {"Đang xử lý", "Đã xử lý", "Chờ duyệt", "Pending", "", "?"}) EXPECT_FALSE(said(word)) << word;
}

TEST(CodStatement, ReadsWhatTheCarrierCollected) {
  const auto rows = ReadCodStatement(
      "Mã đơn hàng;Tiền thu hộ;Phí dịch vụ;Mã vận đơn\r\nCP-7K3M-9Q2;250.000;32.000;G1\r\nCP-2;x;;\r\nCP-3;5;phí;\r\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_TRUE((*rows)[0].readable);
  EXPECT_EQ((*rows)[0].reference, "CP-7K3M-9Q2");
  EXPECT_EQ((*rows)[0].tracking, "G1");
  EXPECT_EQ((*rows)[0].collected, keel::Money::Vnd(250'000));
  EXPECT_EQ((*rows)[0].fee, keel::Money::Vnd(32'000));
  EXPECT_FALSE((*rows)[1].readable);
  EXPECT_FALSE((*rows)[2].readable);
  EXPECT_EQ(ReadCodStatement("order\nx\n").error().argument, "collected");
}

TEST(CodStatement, TakesWhatWasCollectedAndNotWhatWasToBe) {
  // As carriers lay it out: what the door was to bring stands before what it brought.
  for (const auto* head : {"Mã đơn,Tiền thu hộ,Đã thu", "order_code,cod,cod_collected"}) {
    const auto rows = ReadCodStatement(std::string(head) + "\nCP-1,232.000,222.000\n");
    ASSERT_TRUE(rows) << head;
    EXPECT_EQ(rows->front().collected, keel::Money::Vnd(222'000)) << head;
  }
}

TEST(CodStatement, FindsOurNumberBesideTheCarriers) {
  const auto rows = ReadCodStatement("Mã đơn hàng,Mã đơn KH,Mã bưu gửi,Tiền COD\nS123.456,CP-1,EB1VN,232.000\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->front().reference, "CP-1");
  EXPECT_EQ(rows->front().tracking, "EB1VN");
  EXPECT_EQ(rows->front().collected, keel::Money::Vnd(232'000));
}

TEST(CodStatement, AddsUpTheFeesACarrierWritesApart) {
  const auto fee = [](const std::string& head, const std::string& cells) {
    const auto rows = ReadCodStatement("order,collected," + head + "\nCP-1,232000," + cells + "\n");
    EXPECT_TRUE(rows && rows->front().readable) << head;
    return rows && rows->front().fee ? rows->front().fee->dong() : -1;
  };
  EXPECT_EQ(fee("service_fee,cod_fee,return_fee,insurance_fee", "32000,5000,0,1160"), 38'160);
  EXPECT_EQ(fee("Phí dịch vụ,Phí thu hộ,Phí hoàn", "32.000,5.000,"), 37'000);
  EXPECT_EQ(fee("Phí dịch vụ,Phí thu hộ,Tổng phí", "32.000,5.000,37.000"), 37'000) << "the sum is not added once more";
  EXPECT_EQ(fee("cod_fee", ""), -1) << "said nothing of it";
  EXPECT_FALSE(ReadCodStatement("order,collected,fee,cod_fee\nCP-1,232000,32000,five\n")->front().readable);
}

TEST(CodStatement, KeepsNumbersThatAColumnTakes) {
  std::string long_one = "x";
  for (int i = 0; i < 60; ++i) long_one += "ơ";
  const auto rows = ReadCodStatement("order,collected,tracking\n" + long_one + ",5,\xFF" + long_one + "\n");
  ASSERT_TRUE(rows);
  EXPECT_TRUE(keel::text::IsUtf8(rows->front().reference));
  EXPECT_TRUE(keel::text::IsUtf8(rows->front().tracking));
}

TEST(CodStatement, AddsUpHoweverLongItIs) {
  std::string csv = "order,collected\n";
  for (int i = 0; i < 20'000; ++i) csv += "a,99999999999999\n";
  const auto rows = ReadCodStatement(csv);
  ASSERT_TRUE(rows);
  keel::Money sum;
  for (const auto& row : *rows) {
    const auto more = keel::Add(sum, row.collected.value());
    ASSERT_TRUE(more);
    sum = *more;
  }
  EXPECT_FALSE(ReadCodStatement("order,collected\na,999999999999999\n")->front().collected);
}

const wire::DayColumns kColumns{"type", "key", "number", "amount", "at", "refund"};

TEST(DayFile, HasColumnsOfNoNameAsSpreadsheetsLeaveThem) {
  const auto lines = wire::ReadDayCsv("type,key,number,amount,at,,\npay,K,7,55,20261122003005,,\n", kColumns);
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->front().number, "7");
}

TEST(DayFile, IsRefusedWhereAColumnStandsTwice) {
  const auto lines = wire::ReadDayCsv("type,type,key,number,amount,at\npay,K,7,55,20261122003005\n", kColumns);
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, "day-file-unreadable");
}

TEST(DayFile, KeepsWordsThatAColumnTakes) {
  const auto lines =
      wire::ReadDayCsv("type,key,number,amount,at\npay,C\xE3m \xF4n,7\xFF,55,20261122003005\n", kColumns);
  ASSERT_TRUE(lines);
  EXPECT_TRUE(keel::text::IsUtf8(lines->front().key));
  EXPECT_TRUE(keel::text::IsUtf8(lines->front().number));
}

}  // namespace
}  // namespace payments
