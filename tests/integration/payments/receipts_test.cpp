#include <nlohmann/json.hpp>

#include "payments/flows/expire_intents.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/reconcile.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using Receipts = DeskUnderTest;

TEST_F(Receipts, ExactSecuresAndTellsOnce) {
  const auto order = Place({"vietqr"}).front();
  EXPECT_EQ(Status(order), "awaiting");
  const auto taken = Bank(order.total(), Look(order).intent.reference);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance("bank:market"), order.total());
  EXPECT_EQ(Balance("buyer_deposits"), -order.total());
  const auto told = Told("payment.secured");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(json::parse(told[0]), json({{"purchase_id", order.purchase},
                                        {"order_ids", {order.id}},
                                        {"method", "vietqr"},
                                        {"amount", order.total()}}));
}

TEST_F(Receipts, OneTransferPaysAllShopsOfAPurchaseButNotItsCash) {
  const auto orders = Place({"vietqr", "vietqr", "cod"});
  EXPECT_EQ(Look(orders[0]).intent.amount, keel::Money::Vnd(464'000));
  EXPECT_EQ(Look(orders[2]).intent.amount, keel::Money::Vnd(232'000));
  ASSERT_TRUE(Bank(464'000, Look(orders[0]).intent.reference));
  EXPECT_EQ(Status(orders[0]), "secured");
  EXPECT_EQ(Status(orders[2]), "awaiting");
  EXPECT_EQ(json::parse(Told("payment.secured").at(0))["order_ids"].size(), 2U);
}

TEST_F(Receipts, UnderStaysVisibleAndAddsUp) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  EXPECT_EQ(Bank(100'000, reference)->state, ReceiptState::kUnder);
  EXPECT_EQ(Status(order), "partly-paid");
  EXPECT_TRUE(Told("payment.secured").empty());
  EXPECT_EQ(ReceiptsToSee(desk_, {ReceiptState::kUnder}, {}, 10).size(), 1U);
  EXPECT_EQ(Look(order).intent.Remaining(), keel::Money::Vnd(132'000));
  EXPECT_EQ(Bank(132'000, reference)->state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_TRUE(ReceiptsToSee(desk_, {ReceiptState::kUnder}, {}, 10).empty());
}

TEST_F(Receipts, OverSecuresAndOwesTheSurplusBack) {
  const auto order = Place({"vietqr"}).front();
  EXPECT_EQ(Bank(250'000, Look(order).intent.reference)->state, ReceiptState::kOver);
  EXPECT_EQ(Status(order), "overpaid");
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Balance("buyer_deposits"), -232'000);
  EXPECT_EQ(Balance("refunds_payable"), -18'000);
}

TEST_F(Receipts, PayingTwiceOwesTheSecondBack) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  ASSERT_TRUE(Bank(232'000, reference));
  EXPECT_EQ(Bank(232'000, reference)->state, ReceiptState::kDouble);
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_EQ(Look(order).intent.phase, IntentPhase::kSecured);
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
}

TEST_F(Receipts, WhatNobodyKnowsIsKeptAsUnmatched) {
  EXPECT_EQ(Bank(232'000, "tien mat ong")->state, ReceiptState::kUnmatched);
  EXPECT_EQ(Bank(5'000, "CPT2222222")->state, ReceiptState::kUnmatched);
  EXPECT_EQ(Balance("unmatched_receipts"), -237'000);
  EXPECT_EQ(Balance("bank:market"), 237'000);
}

TEST_F(Receipts, TwoReferencesInOneLineAreForAPersonToTell) {
  const auto one = Place({"vietqr"}).front(), two = Place({"vietqr"}).front();
  EXPECT_EQ(Bank(464'000, Look(one).intent.reference + " " + Look(two).intent.reference)->state,
            ReceiptState::kUnmatched);
  EXPECT_EQ(ReceiptsToSee(desk_, {}, {}, 10).front().receipt.finding.as, FoundAs::kSeveralReferences);
}

TEST_F(Receipts, AnUnmatchedOneSuggestsWhoAskedForThatAmount) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, "quen ghi ma"));
  const auto seen = ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10);
  ASSERT_EQ(seen.at(0).suggestions.size(), 1U);
  EXPECT_EQ(seen[0].suggestions[0].purchase.text(), order.purchase);
}

TEST_F(Receipts, TheSameLineToldAgainChangesNothing) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  const auto first = Bank(232'000, reference, "bank-1");
  const auto again = Bank(232'000, reference, "bank-1");
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->repeated);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(Bank(999'000, reference, "bank-1")->repeated, true);  // The first word stands.
  EXPECT_EQ(Look(order).intent.received, keel::Money::Vnd(232'000));
  EXPECT_EQ(Balance("unmatched_receipts"), -999'000) << "kept for a person to see";
  EXPECT_EQ(Entries("receipt"), 2U);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
}

TEST_F(Receipts, ExpiryIsToldAndALatePaymentIsOwedBack) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  clock_.Advance(59min);
  EXPECT_EQ(ExpireIntents(desk_), 0U);
  clock_.Advance(1min);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(ExpireIntents(desk_), 0U);
  EXPECT_EQ(Status(order), "expired");
  EXPECT_FALSE(Look(order).pay_to);
  EXPECT_EQ(json::parse(Told("payment.failed").at(0)),
            json({{"purchase_id", order.purchase}, {"order_ids", {order.id}}, {"why", "expired"}}));
  EXPECT_EQ(Bank(232'000, reference)->state, ReceiptState::kLate);
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_EQ(Balance("refunds_payable"), -232'000);
  EXPECT_TRUE(Told("payment.secured").empty());
}

TEST_F(Receipts, AnExpiredPartIsOwedBack) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(100'000, Look(order).intent.reference));
  clock_.Advance(2h);
  EXPECT_EQ(ExpireIntents(desk_), 1U);
  EXPECT_EQ(Status(order), "refund-due");
  EXPECT_EQ(Balance("buyer_deposits"), 0);
  EXPECT_EQ(Balance("refunds_payable"), -100'000);
  EXPECT_EQ(ReceiptsToSee(desk_, {ReceiptState::kLate}, {}, 10).at(0).receipt.refundable, keel::Money::Vnd(100'000));
}

TEST_F(Receipts, CashNeverExpires) {
  const auto order = Place({"cod"}).front();
  clock_.Advance(720h);
  EXPECT_EQ(ExpireIntents(desk_), 0U);
  EXPECT_EQ(Status(order), "awaiting");
}

TEST_F(Receipts, MoneyThatLeftIsKeptAndNotBooked) {
  EXPECT_EQ(Bank(50'000, "phi ngan hang", {}, /*incoming=*/false)->state, ReceiptState::kOutgoing);
  EXPECT_TRUE(LedgerAccounts(desk_).empty());
  EXPECT_EQ(ReceiptsToSee(desk_, {}, {}, 10).size(), 1U);
}

TEST_F(Receipts, AForgedMessageLeavesNothing) {
  const auto order = Place({"vietqr"}).front();
  const auto body = Line(232'000, Look(order).intent.reference, "bank-1");
  std::map<std::string, std::string, std::less<>> headers;
  auto webhook = Signed(body, headers);
  webhook.headers["x-signature"].back() = webhook.headers["x-signature"].back() == '0' ? '1' : '0';
  const auto taken = TakeReceipt(desk_, *providers_.Find("vietqr"), webhook);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "webhook-forged");
  EXPECT_EQ(Status(order), "awaiting");
  EXPECT_EQ(pool_->Take()->Query("SELECT 1 FROM provider_events").size(), 0U);
  EXPECT_EQ(pool_->Take()->Query("SELECT 1 FROM receipts").size(), 0U);
}

TEST_F(Receipts, ASignedMessageThatCannotBeReadIsKeptSealed) {
  const std::string body = R"({"id": 1, "payer": "Nguyễn Văn Mẫu"})";
  std::map<std::string, std::string, std::less<>> headers;
  const auto webhook = Signed(body, headers);
  EXPECT_EQ(TakeReceipt(desk_, *providers_.Find("vietqr"), webhook).error().code, "webhook-unreadable");
  auto rows = pool_->Take()->Query("SELECT body, outcome FROM provider_events");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(1), "unreadable");
  EXPECT_EQ(rows.Text(0).find("Nguy"), std::string::npos);
  EXPECT_EQ(seal_.Open(rows.Text(0), "payments.webhook"), body);
}

class OtherAccounts : public DeskUnderTest {
 protected:
  TakenReceipt Told(const TestOrder& order, const json& account, bool incoming = true) {
    auto line = json::parse(Line(order.total(), Look(order).intent.reference, keel::NewUlid(clock_.Now()), incoming));
    line.erase("accountNumber");
    line.update(account);
    const auto body = line.dump();
    std::map<std::string, std::string, std::less<>> headers;
    const auto webhook = Signed(body, headers);
    return *TakeReceipt(desk_, *providers_.Find("vietqr"), webhook);
  }
};

TEST_F(OtherAccounts, SecureNothingAndStandInNoBookOfOurs) {
  const auto order = Place({"vietqr"}).front();
  const auto taken = Told(order, {{"accountNumber", "999999"}});
  EXPECT_EQ(taken.state, ReceiptState::kUnmatched);
  EXPECT_EQ(Status(order), "awaiting");
  EXPECT_TRUE(DeskUnderTest::Told("payment.secured").empty());
  EXPECT_EQ(Balance("bank:market"), 0);
  const auto seen = ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].receipt.holder, LineHolder::kAnother);
  EXPECT_EQ(seen[0].receipt.line.account, "999999");
  const auto matched =
      Do([&](auto& transaction) { return MatchReceipt(transaction, desk_, taken.id, Look(order).intent.id); });
  EXPECT_EQ(matched.error().code, "receipt-of-another-account");
  EXPECT_EQ(matched.error().argument, "999999");
  EXPECT_EQ(Do([&](auto& transaction) { return MatchRemittance(transaction, desk_, taken.id, "ghn"); }).error().code,
            "receipt-of-another-account");
  ASSERT_TRUE(Do([&](auto& transaction) { return ReturnReceipt(transaction, desk_, taken.id, ""); }));
  EXPECT_TRUE(ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10).empty());
  EXPECT_EQ(Balance("bank:market"), 0);
  // The money itself, moved on to the market's account by hand, bears the same reference of the bank.
  EXPECT_EQ(Told(order, {{"accountNumber", "0000000000"}}).state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
}

TEST_F(OtherAccounts, AreNotOursWrittenAnotherWay) {
  for (const json& account : {json{{"accountNumber", "0000 000.000"}}, json{{"accountNumber", nullptr}}, json::object(),
                              json{{"accountNumber", "12"}, {"subAccount", "0000000000"}}}) {
    const auto order = Place({"vietqr"}).front();
    clock_.Advance(1ms);
    EXPECT_EQ(Told(order, account).state, ReceiptState::kExact) << account.dump();
  }
}

TEST_F(OtherAccounts, AStatementIsOfTheDayItIsFiledUnder) {
  const std::string file =
      "id,transactionDate,content,transferType,transferAmount\n1,2026-11-21 10:00:00,tien hang,in,5000\n";
  const auto hold = [&](const std::string& day, const std::string& text) {
    return Do([&](auto& transaction) { return Reconcile(transaction, desk_, "vietqr", day, text, "acc_1"); });
  };
  EXPECT_TRUE(hold("2026-11-21", file)) << hold("2026-11-21", file).error().code;
  EXPECT_TRUE(hold("2026-11-20", file));  // Midnight lies differently in their books.
  EXPECT_EQ(hold("2026-11-18", file).error().code, "day-file-of-another-day");
  EXPECT_EQ(hold("2030-01-01", file).error().argument, "2030-01-01");
  EXPECT_EQ(hold("2030-01-01", file.substr(0, file.find('\n') + 1)).error().code, "day-file-of-another-day");
}

TEST_F(OtherAccounts, OfADirectSellerPayHisOwnOrderAndTheSellerGivesBack) {
  desk_.mode = LegalMode::kDirect;
  const Payee payee{"970415", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
  ASSERT_TRUE(Do([&](auto& t) { return SavePayee(t, desk_, PartyId::FromRow(party_), payee, "acc_1"); }));
  const auto order = Place({"vietqr"}).front();
  EXPECT_EQ(Told(order, {{"accountNumber", "999999"}}).state, ReceiptState::kUnmatched);
  EXPECT_EQ(Status(order), "awaiting");
  const auto taken = Told(order, {{"accountNumber", "0011002233445"}});
  EXPECT_EQ(taken.state, ReceiptState::kExact);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 232'000);
  TellMoved(order, "cancelled");
  EXPECT_EQ(MoneyOf(desk_, PartyId::FromRow(party_)).direct.at(0).owed_back, keel::Money::Vnd(232'000));
  const auto delivered = Place({"vietqr"}).front();
  ASSERT_EQ(Told(delivered, {{"accountNumber", "0011002233445"}}).state, ReceiptState::kExact);
  TellMoved(delivered, "delivered");
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Balance("memo_with_seller:" + party_), 464'000);
}

/// A market that two bank feeds tell of its account.
class Feeds : public DeskUnderTest {
 protected:
  Feeds()
      : DeskUnderTest(
            {.vietqr = {.bank_bin = "970436",
                        .account = "0000000000",
                        .holder = "CHO PHIEN",
                        .webhook_secret = keel::Secret("integration-secret-0123456789"),
                        .feeds = {.sepay_api_key = keel::Secret("sepay"), .casso_token = keel::Secret("casso")}}}) {}
  keel::Result<std::vector<TakenReceipt>> Sepay(int id, const std::string& content, const std::string& reference,
                                                const char* way = "in") {
    const auto body = json{
        {"id", id},
        {"content", content},
        {"referenceCode", reference},
        {"transferType", way},
        {"transferAmount",
         232'000}}.dump();
    return TakeFeed(desk_, *providers_.Find("vietqr"), "sepay",
                    {{{"authorization", "Apikey sepay"}}, body, clock_.Now(), clock_.Now()});
  }
  keel::Result<std::vector<TakenReceipt>> Casso(const json& lines) {
    const auto body = json{{"error", 0}, {"data", lines}}.dump();
    return TakeFeed(desk_, *providers_.Find("vietqr"), "casso",
                    {{{"secure-token", "casso"}}, body, clock_.Now(), clock_.Now()});
  }
};

TEST_F(Feeds, ALineThatCannotBeReadIsSeenByAPersonAndKeepsNoOtherWaiting) {
  const auto order = Place({"vietqr"}).front(), other = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference, second = Look(other).intent.reference;
  const json whole{{"id", 77}, {"tid", "FT1"}, {"amount", 232'000}, {"description", reference}};
  const json broken{{"id", 78}, {"tid", "FT2"}, {"amount", "232.000"}, {"description", second}};
  for (int told = 0; told < 2; ++told) {
    clock_.Advance(1ms);
    const auto taken = Casso(json::array({broken, whole}));
    ASSERT_TRUE(taken) << taken.error().code;
    EXPECT_EQ(taken->at(1).state, ReceiptState::kExact);
    EXPECT_EQ(taken->at(0).repeated, told == 1);
  }
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Status(other), "awaiting");
  const auto seen = ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].receipt.finding, (LineFinding{FoundAs::kUnreadable, "amount"}));
  EXPECT_NE(seen[0].receipt.line.content.find("FT2"), std::string::npos);
  EXPECT_EQ(Balance("bank:market"), 232'000);

  auto mended = broken;
  mended["amount"] = 232'000;
  EXPECT_EQ(Casso(json::array({mended}))->front().state, ReceiptState::kExact);
  EXPECT_EQ(Status(other), "secured");
  ASSERT_TRUE(Do([&](auto& t) { return ReturnReceipt(t, desk_, seen[0].receipt.id, ""); }));
  EXPECT_TRUE(ReceiptsToSee(desk_, {ReceiptState::kUnmatched}, {}, 10).empty());
}

TEST_F(Feeds, OneCreditToldByTwoFeedsIsBookedOnce) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  const auto first = Sepay(1, reference, "FT26001");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->front().state, ReceiptState::kExact);
  const auto again = Casso({{{"id", 77}, {"tid", "FT26001"}, {"amount", 232'000}, {"description", reference}}});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->front().repeated);
  EXPECT_EQ(again->front().id, first->front().id);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
}

TEST_F(Feeds, OneLineThatLeftToldByTwoFeedsIsExplainedOnce) {
  const auto first = Sepay(1, "GHN HOA DON", "FT26002", "out");
  ASSERT_TRUE(first);
  const auto again = Casso({{{"id", 78}, {"tid", "FT26002"}, {"amount", -232'000}, {"description", "GHN HOA DON"}}});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->front().repeated);
  EXPECT_EQ(again->front().id, first->front().id);
  EXPECT_EQ(LinesToExplain(desk_, {}, 10).size(), 1U);
  EXPECT_FALSE(Sepay(2, "HOAN", "FT26002", "in")->front().repeated) << "the same number and amount, the other way";
}

TEST_F(Feeds, SeveralLinesOfOneMessageAreAllTaken) {
  const auto order = Place({"vietqr"}).front();
  const auto taken =
      Casso({{{"id", 1}, {"tid", "A"}, {"amount", 232'000}, {"description", Look(order).intent.reference}},
             {{"id", 2}, {"tid", "B"}, {"amount", 5'000}, {"description", "?"}},
             {{"id", 3}, {"tid", "C"}, {"amount", -5'000}, {"description", "phi"}}});
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->size(), 3U);
  EXPECT_EQ((*taken)[0].state, ReceiptState::kExact);
  EXPECT_EQ((*taken)[1].state, ReceiptState::kUnmatched);
  EXPECT_EQ((*taken)[2].state, ReceiptState::kOutgoing);
}

TEST_F(Feeds, ATrialCallIsAnsweredAndNotBooked) {
  const auto taken =
      Casso({{{"id", 0}, {"tid", "MA_GIAO_DICH_THU_NGHIEM"}, {"amount", 599'000}, {"description", "thu"}}});
  ASSERT_TRUE(taken);
  EXPECT_TRUE(taken->empty());
  EXPECT_EQ(Balance("bank:market"), 0);
}

}  // namespace
}  // namespace payments
