#include "payments/domain/bank_answer.hpp"

#include <algorithm>
#include <array>

#include "keel/text/number.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/domain/table.hpp"
#include "payments/domain/transfer_reference.hpp"

namespace payments {
namespace {

constexpr std::size_t kMostRows = 5'000;
constexpr std::size_t kMostNamed = 8;  ///< In one row; each is looked up.
/// As banks write them, without their marks. "Waiting" is neither, nor "processed": it says not how.
constexpr std::array kGood = std::to_array<std::string_view>(
    {"ok", "success", "successful", "completed", "paid", "executed", "thanh-cong", "da-chuyen", "da-tra",
     "da-thuc-hien", "da-hach-toan", "giao-dich-thanh-cong", "chuyen-tien-thanh-cong", "hoan-thanh"});
constexpr std::array<std::string_view, 23> kBad{"failed",
                                                "failure",
                                                "fail",
                                                "rejected",
                                                "returned",
                                                "reversed",
                                                "bounced",
                                                "error",
                                                "cancelled",
                                                "canceled",
                                                "that-bai",
                                                "tu-choi",
                                                "bi-tu-choi",
                                                "khong-thanh-cong",
                                                "giao-dich-khong-thanh-cong",
                                                "giao-dich-that-bai",
                                                "loi",
                                                "huy",
                                                "da-huy",
                                                "bi-huy",
                                                "bi-tra-lai",
                                                "hoan-tra",
                                                "da-hoan-tra"};

}  // namespace

keel::Result<std::vector<BankWord>> ReadBankAnswer(const std::string& csv) {
  const auto rows =
      ReadTable(csv,
                {{"reference", {"noi-dung", "ma-tham-chieu", "noi-dung-chuyen-khoan", "memo"}},
                 {"status", {"trang-thai", "ket-qua"}},
                 {"amount", {"so-tien"}, false},
                 {"bank_reference", {"so-but-toan", "ma-giao-dich", "so-tham-chieu", "bank-reference"}, false},
                 {"reason", {"ly-do", "ghi-chu"}, false}},
                kMostRows);
  if (!rows) return rows.error();
  std::vector<BankWord> words;
  for (const auto& row : *rows) {
    BankWord word{.line = row.line, .reference = row.broken ? "" : keel::text::Ascii(row["reference"])};
    if (!word.reference.empty()) {
      word.references.push_back(word.reference);
      for (const auto& found : FindTransferReferences(word.reference))
        if (word.references.size() < kMostNamed) word.references.push_back(found.text);
      const auto status = keel::text::Slug(row["status"]);
      if (std::ranges::find(kGood, status) != kGood.end()) word.sent = true;
      if (std::ranges::find(kBad, status) != kBad.end()) word.sent = false;
      word.has_amount = !row["amount"].empty();
      word.amount = keel::text::ReadDong(row["amount"]);
      word.bank_reference = Beginning(row["bank_reference"], 64);
      word.reason = Beginning(row["reason"], 200);
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<Posting> CameBackPostings(const CameBackBy& by, keel::Money sent) {
  return {{by.account, Difference(sent, by.kept)}, {Account::BankFees(), by.kept}};
}

keel::Error ToldAfterBounce(const std::string& number) {
  return {keel::Kind::kConflict, "told-after-bounce",
          "That came back by what is booked, and was sent by the bank's word.", number};
}

bool IsToldOutcome(std::string_view code) {
  return code.ends_with("-paid-by-another") || code.ends_with("-bounced") || code == "told-after-bounce";
}

std::string OutcomeOf(PayoutState before, std::string_view code) {
  if (code.ends_with("-paid-by-another")) return "paid-by-another";
  if (code == "told-after-bounce") return "told-after-bounce";
  return before == PayoutState::kPrepared ? "paid" : "already";
}

}  // namespace payments
