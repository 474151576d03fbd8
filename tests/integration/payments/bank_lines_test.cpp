#include <algorithm>
#include <nlohmann/json.hpp>

#include "payments/flows/close_period.hpp"
#include "payments/flows/compare_bank.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/read_lines.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "payments/flows/told_transfers.hpp"
#include "payments/flows/withheld_tax.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

/// Lines of the market's account that are neither a buyer's payment nor a transfer naming one of ours; and the books
/// beside all lines.
namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::Money;

class BankLines : public DeskUnderTest {
 protected:
  ReceiptId In(std::int64_t dong, const std::string& text) { return TellLine(dong, text, true, ""); }
  ReceiptId Out(std::int64_t dong, const std::string& text, const std::string& number = "") {
    return TellLine(dong, text, false, number);
  }
  /// "" when it was taken, else the code and what it is filled with.
  std::string Say(const ReceiptId& line, const Explain& what) {
    const auto said = Do([&](auto& t) { return ExplainLine(t, desk_, line, what, "acc_1"); });
    return said ? ""
                : std::string(said.error().code) + (said.error().argument.empty() ? "" : " ") + said.error().argument;
  }
  std::string Undo(const ReceiptId& line) {
    const auto undone = Do([&](auto& t) { return UndoExplanation(t, desk_, line, "nhầm dòng", "acc_2"); });
    return undone ? "" : std::string(undone.error().code);
  }
  std::string BroughtBack(const ReceiptId& line, const std::string& typed) {
    const auto matched = Do([&](auto& t) { return MatchCameBack(t, desk_, line, typed, "acc_1"); });
    return matched ? ""
                   : std::string(matched.error().code) + (matched.error().argument.empty() ? "" : " ") +
                         matched.error().argument;
  }
  TestOrder Delivered() {
    const auto order = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(order.total(), Look(order).intent.reference));
    TellMoved(order, "delivered");
    clock_.Advance(24h * 3);
    return order;
  }
  PayoutId PaidByHand(const std::string& number) {
    const auto paid =
        Do([&](auto& t) { return PayOut(t, desk_, PartyId::FromRow(party_), Money::Vnd(190'520), number, "acc_1"); });
    EXPECT_TRUE(paid);
    return paid->id;
  }
  /// In a round, and confirmed.
  PayoutRow PaidInARound() {
    const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
    EXPECT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
    Delivered();
    const auto made = Do([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
    EXPECT_TRUE(made);
    EXPECT_TRUE(Do([&](auto& t) { return ConfirmPayout(t, desk_, made->payouts.at(0).id, "FT1"); }));
    return made->payouts.at(0);
  }
  /// One that was paid out, and then came back.
  TestOrder ReturnedAfterPayout() {
    const auto order = Delivered();
    PaidByHand("FT-PAID");
    TellMoved(order, "returned");
    EXPECT_EQ(Balance(Seller()), 190'520);
    clock_.Advance(1h);
    return order;
  }
  Explain Repaid() const { return {.meaning = Meaning::kSellerRepaid, .whose = party_}; }
  BankComparison Compared() { return CompareWithBank(*pool_); }
  std::vector<std::string> NotExplained() {
    std::vector<std::string> ids;
    for (const auto& view : LinesToExplain(desk_, {}, 10)) ids.push_back(view.receipt.id.text());
    return ids;
  }
  bool IsBooked(const ReceiptId& id) {
    const auto said = ExplanationStore(*pool_->Take()).Of(id);
    return said && said->meaning == Meaning::kBooked;
  }
  Receipt Kept(const ReceiptId& id) { return *ReceiptStore(*pool_->Take()).Find(id); }

 private:
  ReceiptId TellLine(std::int64_t dong, const std::string& text, bool incoming, std::string number) {
    if (number.empty()) number = "FTL" + std::to_string(++lines_);
    auto line = nlohmann::json::parse(Line(dong, text, "line-" + number, incoming));
    line["referenceCode"] = number;
    const auto body = line.dump();
    std::map<std::string, std::string, std::less<>> headers;
    const auto taken = TakeReceipt(desk_, *providers_.Find("vietqr"), Signed(body, headers));
    EXPECT_TRUE(taken);
    return taken->id;
  }
  int lines_ = 0;
};

TEST_F(BankLines, WhatLeftIsBookedByWhatItWasAndTakenBackOnce) {
  Delivered();
  struct Row {
    Explain what;
    const char* account;
    std::int64_t amount, before;
  };
  const Row rows[]{{{.meaning = Meaning::kCarrierBill, .whose = "ghn"}, "freight_payable:ghn", 32'000, -32'000},
                   {{.meaning = Meaning::kCommissionVat}, "commission_vat", 480, -480},
                   {{.meaning = Meaning::kBankFee}, "bank_fees", 5'500, 0},
                   {{.meaning = Meaning::kOwnerOut}, "owner_equity", 6'000, 0}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.account);
    const auto line = Out(row.amount, "CHUYEN TIEN");
    EXPECT_EQ(NotExplained(), std::vector{line.text()});
    EXPECT_EQ(Say(line, row.what), "");
    EXPECT_EQ(Balance(row.account), row.before + row.amount);
    EXPECT_EQ(Balance("bank:market"), 232'000 - row.amount);
    EXPECT_TRUE(NotExplained().empty());
    EXPECT_TRUE(Compared().no_entry.empty());
    EXPECT_EQ(Say(line, row.what), "line-explained");
    EXPECT_EQ(Undo(line), "");
    EXPECT_EQ(Balance(row.account), row.before);
    EXPECT_EQ(Undo(line), "line-not-explained");
    EXPECT_EQ(NotExplained(), std::vector{line.text()});
    ASSERT_EQ(Say(line, {.meaning = Meaning::kBankFee}), "") << "explained again";
    EXPECT_EQ(Undo(line), "");
    EXPECT_EQ(Compared().no_entry.size(), 1U);
    ASSERT_EQ(Say(line, {.meaning = Meaning::kOwnerOut, .sure = true}), "");
    ASSERT_EQ(Say(In(row.amount, "GOP VON"), {.meaning = Meaning::kOwnerIn}), "") << "so that the next begins as this";
  }
}

TEST_F(BankLines, MoreThanIsOwedNeedsASureWord) {
  Delivered();
  const auto bill = Out(40'000, "GHN HOA DON 11");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kCarrierBill, .whose = "ghn"}), "bill-too-large 32000");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kCarrierBill, .whose = "Xe khách"}), "carrier-unknown Xe khách");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kCommissionVat}), "commission-vat-too-large 480");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kOwnerOut}), "more-than-earned 6000");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kOwnerIn}), "meaning-wrong-way");
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kBooked, .entry = EntryId::New(clock_.Now())}), "entry-not-waiting");
  EXPECT_EQ(Balance("bank:market"), 232'000) << "nothing moved";
  EXPECT_EQ(Kept(bill).finding, LineFinding());
  EXPECT_EQ(Say(bill, {.meaning = Meaning::kCarrierBill, .whose = "ghn", .sure = true}), "");
  EXPECT_EQ(Balance("freight_payable:ghn"), 8'000) << "paid ahead";
  const auto fee = Out(1'000, "PHI");
  ASSERT_EQ(Say(fee, {.meaning = Meaning::kBankFee}), "");
  EXPECT_EQ(Say(Out(5'001, "RUT"), {.meaning = Meaning::kOwnerOut}), "more-than-earned 5000")
      << "the fee is borne by it";
}

TEST_F(BankLines, WhatCameInAndNoBuyerPaid) {
  const auto interest = In(1'234, "TRA LAI TIEN GUI"), own = In(500'000, "GOP VON");
  EXPECT_EQ(Say(interest, {.meaning = Meaning::kBankFee}), "meaning-wrong-way");
  EXPECT_EQ(Say(interest, {.meaning = Meaning::kBankInterest}), "");
  EXPECT_EQ(Say(own, {.meaning = Meaning::kOwnerIn}), "");
  EXPECT_EQ(Kept(own).state, ReceiptState::kExplained);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(Balance("bank_interest"), -1'234);
  EXPECT_EQ(Balance("owner_equity"), -500'000);
  EXPECT_EQ(Say(own, {.meaning = Meaning::kOwnerIn}), "line-explained");
  const auto shown = LinesExplained(desk_, {}, 10);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].explanation->by, "acc_1");
  EXPECT_EQ(Undo(own), "");
  EXPECT_EQ(Kept(own).state, ReceiptState::kUnmatched);
  EXPECT_EQ(Balance("unmatched_receipts"), -500'000);
  const auto order = Place({"vietqr"}, 468'000).front();
  EXPECT_TRUE(Do([&](auto& t) { return MatchReceipt(t, desk_, own, Look(order).intent.id); })) << "it was a buyer's";
}

TEST_F(BankLines, ARepaymentStandsOnTheSellersStatementWithItsOrder) {
  const auto order = ReturnedAfterPayout();
  EXPECT_EQ(Say(In(190'521, "TRA LAI"), Repaid()), "repayment-too-large 190520");
  const auto line = In(190'520, "GIANG A PAO TRA LAI TIEN");
  ASSERT_EQ(Say(line, Repaid()), "");
  EXPECT_EQ(Balance(Seller()), 0);
  const auto party = PartyId::FromRow(party_);
  const auto statement = [&] { return StatementOf(desk_, party, clock_.Now() - 24h * 30, clock_.Now() + 24h); };
  EXPECT_EQ(statement().repaid, Money::Vnd(190'520));
  EXPECT_EQ(statement().closing, Money());
  EXPECT_EQ(statement().lines.back().kind, "repayment");
  EXPECT_EQ(statement().lines.back().order_id, order.id);
  EXPECT_EQ(MoneyOf(desk_, party).repaid, Money::Vnd(190'520));
  EXPECT_TRUE(ReadyToPay(desk_).empty() || ReadyToPay(desk_)[0].ready == Money()) << "not paid back to him";
  ASSERT_EQ(Undo(line), "");
  EXPECT_EQ(Balance(Seller()), 190'520);
  EXPECT_EQ(statement().closing, Money::Vnd(-190'520));
  EXPECT_EQ(statement().repaid, Money());
  ASSERT_EQ(Say(line, Repaid()), "");
  Delivered();
  EXPECT_EQ(ReadyToPay(desk_).at(0).ready, Money::Vnd(190'520)) << "the next order is paid whole";
  PaidByHand("FT-NEXT");
  EXPECT_EQ(statement().closing, Money());
}

TEST_F(BankLines, ARepaymentInPartsWaitsWithTheOrderItPaysBack) {
  const auto order = ReturnedAfterPayout();
  ASSERT_EQ(Say(In(100'000, "TRA LAI 1"), Repaid()), "");
  Tell("order.return-changed", order.id,
       nlohmann::json{{"return_id", "ret_01J9ZQ8XW3K5T7V2N4M6P8R0AB"},
                      {"order_id", order.id},
                      {"state", "asked"},
                      {"refund", 0},
                      {"version", 1},
                      {"at", keel::ToRfc3339(clock_.Now())}}
           .dump());
  for (const auto& row : ReadyToPay(desk_)) EXPECT_LE(row.ready, Money()) << "what was repaid is not for paying out";
  ASSERT_EQ(Say(In(90'520, "TRA LAI 2"), Repaid()), "");
  EXPECT_EQ(Say(In(1, "TRA LAI 3"), Repaid()), "repayment-too-large 0");
}

TEST_F(BankLines, TaxThatWentOutIsCountedOnceWithItsLine) {
  Delivered();
  clock_.Advance(24h * 30);
  const auto month = *Month::Parse("2026-11");
  ASSERT_TRUE(Do([&](auto& t) { return ClosePeriod(t, desk_, month, "acc_1"); }));
  ASSERT_TRUE(Do([&](auto& t) { return PayTax(t, desk_, month, "GNT-1", "acc_1"); }));
  ASSERT_EQ(Compared().not_seen.size(), 1U);
  EXPECT_EQ(Compared().not_seen[0].row, "tax-paid 2026-11");
  EXPECT_EQ(Compared().not_seen[0].amount, Money::Vnd(-3'000));
  EXPECT_TRUE(Compared().no_entry.empty());
  const auto line = Out(3'000, "NOP THUE");
  ASSERT_EQ(LinesToExplain(desk_, {}, 10).at(0).bookings.size(), 1U);
  const auto entry = LinesToExplain(desk_, {}, 10)[0].bookings[0];
  EXPECT_EQ(entry.kind, "tax-paid");
  ASSERT_EQ(Say(line, {.meaning = Meaning::kBooked, .entry = entry.id}), "");
  EXPECT_EQ(Balance("bank:market"), 232'000 - 3'000);
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_TRUE(Compared().no_entry.empty());
  const auto more = Out(3'000, "NOP THUE");
  EXPECT_EQ(Say(more, {.meaning = Meaning::kBooked, .entry = entry.id}), "entry-not-waiting");
  EXPECT_EQ(Undo(line), "");
  EXPECT_EQ(Say(more, {.meaning = Meaning::kBooked, .entry = entry.id}), "") << "it was the other line's";
}

TEST_F(BankLines, WhatWasPaidByHandFindsItsLineByTheBanksNumber) {
  Delivered();
  const auto paid = PaidByHand("FT-HAND");
  EXPECT_EQ(Compared().not_seen.at(0).row, "payout-paid " + paid.text());
  EXPECT_FALSE(IsBooked(Out(190'519, "CK", "FT-HAND"))) << "another amount";
  EXPECT_FALSE(IsBooked(Out(190'520, "CK", "FT-OTHER"))) << "another number: a person says so";
  EXPECT_FALSE(IsBooked(Out(190'520, "CK GIANG A PAO", "FT-HAND-2")));
  const auto line = [&] {
    auto told = nlohmann::json::parse(Line(190'520, "CK GIANG A PAO", "its-own", false));
    told["referenceCode"] = "FT-HAND";
    const auto body = told.dump();
    std::map<std::string, std::string, std::less<>> headers;
    return TakeReceipt(desk_, *providers_.Find("vietqr"), Signed(body, headers))->id;
  }();
  EXPECT_TRUE(IsBooked(line));
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_EQ(Compared().no_entry.size(), 3U);
}

TEST_F(BankLines, WhatWasPaidByHandInAClosedMonthIsCountedOnceWhenItsLineIsToldInTheNext) {
  Delivered();
  PaidByHand("FT-HAND");
  const auto stranger = In(70'000, "nham");
  ASSERT_TRUE(Do([&](auto& t) { return ReturnReceipt(t, desk_, stranger, "FT-BACK"); }));
  clock_.Advance(24h * 30);
  ASSERT_TRUE(Do([&](auto& t) { return ClosePeriod(t, desk_, *Month::Parse("2026-11"), "acc_1"); }));
  EXPECT_EQ(Compared().not_seen.size(), 2U);
  EXPECT_TRUE(IsBooked(Out(190'520, "CK", "FT-HAND")));
  EXPECT_FALSE(IsBooked(Out(70'000, "HOAN TIEN", "FT-OTHER"))) << "another number";
  const auto left = LinesToExplain(desk_, {}, 10).at(0);
  ASSERT_EQ(left.bookings.size(), 1U) << "offered all the same";
  ASSERT_EQ(Say(left.receipt.id, {.meaning = Meaning::kBooked, .entry = left.bookings[0].id}), "");
  EXPECT_EQ(Balance("bank:market"), 232'000 - 190'520);
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_TRUE(Compared().no_entry.empty());
}

TEST_F(BankLines, ALineSaidWronglyInAClosedMonthIsTheTransfersThatTheBanksFileConfirmsInTheNext) {
  const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
  ASSERT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  Delivered();
  const auto made = Do([&](auto& t) { return PreparePayouts(t, desk_, Money::Vnd(1), "acc_1"); });
  ASSERT_TRUE(made);
  const auto line = Out(190'520, "CK KHONG RO", "FT-1");
  ASSERT_EQ(Say(line, {.meaning = Meaning::kOwnerOut, .sure = true}), "");
  clock_.Advance(24h * 30);
  ASSERT_TRUE(Do([&](auto& t) { return ClosePeriod(t, desk_, *Month::Parse("2026-11"), "acc_1"); }));
  ASSERT_TRUE(Do([&](auto& t) { return ConfirmPayout(t, desk_, made->payouts.at(0).id, "FT-1"); }));
  // Until somebody says that it was a mistake the books have it twice, and name it as not seen at the bank.
  EXPECT_EQ(Compared().not_seen.at(0).amount, Money::Vnd(-190'520));
  ASSERT_EQ(Undo(line), "");
  const auto waits = LinesToExplain(desk_, {}, 10).at(0);
  ASSERT_EQ(waits.bookings.size(), 1U);
  ASSERT_EQ(Say(line, {.meaning = Meaning::kBooked, .entry = waits.bookings[0].id}), "");
  EXPECT_EQ(Balance("owner_equity"), 0);
  EXPECT_EQ(Balance("bank:market"), 232'000 - 190'520);
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_TRUE(Compared().no_entry.empty());
}

TEST_F(BankLines, WhatWasPaidByHandIsNamedAndFoundAsItStandsOnPaper) {
  Tell("party.changed", party_, nlohmann::json{{"party_id", party_}, {"name", "Nhà bà Mỷ"}, {"version", 1}}.dump());
  Delivered();
  const auto paid = PaidByHand("FT26-HAND");
  EXPECT_EQ(Compared().not_seen.at(0).paper.number, "FT26-HAND");
  EXPECT_EQ(Compared().not_seen[0].paper.whose, "Nhà bà Mỷ");
  const auto left = Out(190'520, "CK GIANG A PAO");
  const auto booking = LinesToExplain(desk_, {}, 10).at(0).bookings.at(0);
  EXPECT_EQ(booking.paper.number, "FT26-HAND");
  EXPECT_EQ(booking.paper.whose, "Nhà bà Mỷ");
  ASSERT_EQ(Say(left, {.meaning = Meaning::kBooked, .entry = booking.id}), "");
  // The bank sends it back without our words: the operator knows its number.
  const auto back = In(190'520, "TRA LAI DO SAI TK");
  EXPECT_EQ(BroughtBack(back, "FT26-HAN"), "transfer-unknown FT26-HAN");
  EXPECT_EQ(BroughtBack(back, " FT26-HAND "), "");
  EXPECT_EQ(OnePayout(desk_, paid)->payout.state, PayoutState::kBounced);
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
}

TEST_F(BankLines, AReturnedLineIsOneOfTheEntriesToo) {
  const auto stranger = In(70'000, "nham");
  ASSERT_TRUE(Do([&](auto& t) { return ReturnReceipt(t, desk_, stranger, "FT-BACK"); }));
  EXPECT_EQ(Compared().not_seen.at(0).row, "receipt-returned " + stranger.text());
  EXPECT_TRUE(IsBooked(Out(70'000, "HOAN TIEN CHUYEN NHAM", "FT-BACK")));
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_TRUE(Compared().no_entry.empty());
}

TEST_F(BankLines, BooksAndBankAgreeToTheRow) {
  const auto payout = PaidInARound();
  EXPECT_EQ(Compared().balance, Money::Vnd(232'000 - 190'520));
  EXPECT_EQ(Compared().lines, Money::Vnd(232'000));
  ASSERT_EQ(Compared().not_seen.size(), 1U);
  EXPECT_EQ(Compared().not_seen[0].row, "payout-paid " + payout.id.text());
  Out(190'520, payout.reference);
  EXPECT_TRUE(Compared().not_seen.empty());
  const auto fee = Out(11'000, "PHI QUAN LY TAI KHOAN");
  ASSERT_EQ(Compared().no_entry.size(), 1U);
  EXPECT_EQ(Compared().no_entry[0].row, fee.text());
  EXPECT_EQ(Compared().no_entry[0].amount, Money::Vnd(-11'000));
  const auto twice = Out(190'520, payout.reference);
  EXPECT_EQ(Compared().no_entry.size(), 2U);
  EXPECT_EQ(Say(twice, {.meaning = Meaning::kBankFee}), "transfer-in-doubt");
  const auto told = OpenTold(desk_).at(0);
  ASSERT_TRUE(Do([&](auto& t) { return DecideTold(t, desk_, told.subject, told.bank_reference, true, "acc_1"); }));
  EXPECT_EQ(Compared().no_entry.size(), 1U) << "booked as a payout of its own";
  EXPECT_EQ(Say(twice, {.meaning = Meaning::kBankFee}), "line-explained");
  ASSERT_EQ(Compared().accounts.size(), 1U);
  EXPECT_EQ(Compared().accounts[0].account, "0000000000");
  EXPECT_EQ(Compared().accounts[0].out, Money::Vnd(2 * 190'520 + 11'000));
}

TEST_F(BankLines, WhatWasSetAsideAndLeftAllTheSameIsExplained) {
  const auto payout = PaidInARound();
  Out(190'520, payout.reference);
  const auto twice = Out(190'520, payout.reference);
  const auto told = OpenTold(desk_).at(0);
  ASSERT_TRUE(Do([&](auto& t) { return DecideTold(t, desk_, told.subject, told.bank_reference, false, "acc_1"); }));
  EXPECT_EQ(NotExplained(), std::vector{twice.text()});
  EXPECT_EQ(Say(twice, {.meaning = Meaning::kOwnerOut, .sure = true}), "");
  EXPECT_TRUE(Compared().no_entry.empty());
  EXPECT_EQ(Undo(twice), "");
  EXPECT_EQ(Kept(twice).finding, (LineFinding{FoundAs::kSecondTransfer, payout.id.text()}));
  EXPECT_EQ(NotExplained(), std::vector{twice.text()});
}

TEST_F(BankLines, AGarbledReturnIsMatchedToItsPayoutByHand) {
  const auto payout = PaidInARound();
  Out(190'520, payout.reference);
  const auto line = In(187'220, "HOAN TRA TK KHONG DUNG TRU PHI");
  EXPECT_EQ(Kept(line).state, ReceiptState::kUnmatched);
  EXPECT_EQ(BroughtBack(line, "TRA000000000000"), "transfer-unknown TRA000000000000");
  EXPECT_EQ(BroughtBack(In(190'521, "x"), payout.reference), "came-back-too-large 190520");
  std::string typed = payout.reference.substr(0, 7) + " " + payout.reference.substr(7);
  std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  EXPECT_EQ(BroughtBack(line, typed), "");
  EXPECT_EQ(OnePayout(desk_, payout.id)->payout.state, PayoutState::kBounced);
  EXPECT_EQ(Balance(Seller()), -190'520) << "owed to him whole";
  EXPECT_EQ(Balance("bank_fees"), 3'300);
  EXPECT_EQ(Kept(line).finding, (LineFinding{FoundAs::kCameBack, payout.id.text()}));
  EXPECT_EQ(BroughtBack(In(190'520, "y"), payout.reference), "transfer-not-out");
  EXPECT_TRUE(Compared().no_entry.empty());
  EXPECT_TRUE(Compared().not_seen.empty());
}

TEST_F(BankLines, AReturnOfWhatWasBouncedByHandBooksNoSecondBounce) {
  const auto payout = PaidInARound();
  Out(190'520, payout.reference);
  ASSERT_TRUE(Do([&](auto& t) { return BouncePayout(t, desk_, payout.id, "sai số"); }));
  EXPECT_EQ(Compared().not_seen.at(0).amount, Money::Vnd(190'520)) << "nobody saw it come in";
  const auto line = In(190'520, "HOAN TRA");
  EXPECT_EQ(BroughtBack(line, payout.id.text()), "");
  EXPECT_EQ(Entries("payout-bounced"), 1U);
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_TRUE(Compared().not_seen.empty());
  EXPECT_EQ(Undo(line), "line-not-explained");
}

TEST_F(BankLines, LinesOfOtherAccountsAreNoneOfOurs) {
  auto told = nlohmann::json::parse(Line(9'000, "PHI", "elsewhere", false));
  told["accountNumber"] = "9999999999";
  const auto body = told.dump();
  std::map<std::string, std::string, std::less<>> headers;
  const auto line = TakeReceipt(desk_, *providers_.Find("vietqr"), Signed(body, headers))->id;
  EXPECT_TRUE(NotExplained().empty());
  EXPECT_TRUE(Compared().accounts.empty());
  EXPECT_EQ(Say(line, {.meaning = Meaning::kBankFee}), "receipt-of-another-account 9999999999");
}

}  // namespace
}  // namespace payments
