#include "payments/flows/add_rule.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

class Operators : public DeskUnderTest {
 protected:
  template <class Work>
  auto Do(Work work) {
    return keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) { return work(transaction); });
  }
  auto Match(const ReceiptId& receipt, const IntentId& intent) {
    return Do([&](auto& transaction) { return MatchReceipt(transaction, desk_, receipt, intent); });
  }
  auto Remit(const ReceiptId& receipt, const std::string& carrier) {
    return Do([&](auto& transaction) { return MatchRemittance(transaction, desk_, receipt, carrier); });
  }
  auto Return(const ReceiptId& receipt) {
    return Do([&](auto& transaction) { return ReturnReceipt(transaction, desk_, receipt, "FT1"); });
  }
  auto Refund(const IntentId& intent) {
    return Do([&](auto& transaction) { return RefundIntent(transaction, desk_, intent, "FT2", "acc_1"); });
  }
  auto Pay(std::int64_t dong) {
    return Do([&](auto& transaction) {
      return PayOut(transaction, desk_, PartyId::FromRow(party_), Money::Vnd(dong), "FT3", "acc_1");
    });
  }
};

TEST_F(Operators, FindAPaymentByTheReferenceAPersonReadsAloud) {
  const auto order = Place({"vietqr"}).front();
  const auto find = [&](const std::string& typed) {
    return Do([&](auto& transaction) { return IntentOfReference(transaction, desk_, typed); });
  };
  auto typed = Look(order).intent.reference;
  typed.insert(3, " ");
  for (auto& c : typed) c = static_cast<char>(std::tolower(c));
  const auto found = find("ma " + typed);
  ASSERT_TRUE(found) << typed;
  EXPECT_EQ(*found, Look(order).intent.id);
  for (const auto* wrong : {"", "CPT2222222", "xin chao"}) EXPECT_EQ(find(wrong).error().code, "reference-unknown");
}

TEST_F(Operators, MatchWhatDidNotExplainItself) {
  const auto order = Place({"vietqr"}).front();
  const auto receipt = Bank(232'000, "quen ghi ma")->id;
  ASSERT_TRUE(Match(receipt, Look(order).intent.id));
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
  EXPECT_EQ(Match(receipt, Look(order).intent.id).error().code, "receipt-not-unmatched");
}

TEST_F(Operators, CannotMatchATransferToCash) {
  const auto receipt = Bank(232'000, "x")->id;
  EXPECT_EQ(Match(receipt, Look(Place({"cod"}).front()).intent.id).error().code, "intent-takes-no-transfer");
  EXPECT_EQ(Match(receipt, IntentId::New(clock_.Now())).error().code, "intent-not-found");
  EXPECT_EQ(Match(ReceiptId::New(clock_.Now()), IntentId::New(clock_.Now())).error().code, "receipt-not-found");
  EXPECT_EQ(Balance("unmatched_receipts"), -232'000);
}

TEST_F(Operators, ReturnWhatIsNotOurs) {
  const auto receipt = Bank(232'000, "nham so")->id;
  ASSERT_TRUE(Return(receipt));
  EXPECT_EQ(Balance("unmatched_receipts"), 0);
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Return(receipt).error().code, "receipt-nothing-to-return");
}

TEST_F(Operators, ReturnASurplusAndADoublePaymentEachOnItsOwn) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  const auto over = Bank(250'000, reference)->id, again = Bank(232'000, reference)->id;
  EXPECT_EQ(Status(order), "refund-due");
  ASSERT_TRUE(Return(again));
  EXPECT_EQ(Status(order), "overpaid");
  ASSERT_TRUE(Return(over));
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Balance("refunds_payable"), 0);
  EXPECT_EQ(Balance("bank:market"), 232'000);
}

TEST_F(Operators, RefundAllThatIsOwedForACancelledOrder) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
  EXPECT_EQ(Refund(Look(order).intent.id).error().code, "nothing-to-refund");
  TellMoved(order, "cancelled");
  ASSERT_TRUE(Refund(Look(order).intent.id));
  EXPECT_EQ(Status(order), "cancelled");
  EXPECT_EQ(Balance("bank:market"), 0);
  EXPECT_EQ(Refund(Look(order).intent.id).error().code, "nothing-to-refund");
}

TEST_F(Operators, ARefundSettlesTheReceiptsItReturns) {
  const auto order = Place({"vietqr"}).front();
  const auto late = Look(order).intent.reference;
  clock_.Advance(2h);
  ExpireIntents(desk_);
  const auto receipt = Bank(232'000, late)->id;
  ASSERT_TRUE(Refund(Look(order).intent.id));
  EXPECT_EQ(Return(receipt).error().code, "receipt-nothing-to-return");
  EXPECT_EQ(Status(order), "expired");
}

TEST_F(Operators, BookACarriersRemittanceOldestOrdersFirst) {
  std::vector<TestOrder> orders;
  for (int n = 0; n < 3; ++n) {
    orders.push_back(Place({"cod"}).front());
    TellMoved(orders.back(), "delivered");
    clock_.Advance(1h);
  }
  EXPECT_EQ(Remit(Bank(700'000, "GHN COD")->id, "ghn").error().code, "remittance-too-large");
  const auto receipt = Bank(464'000, "GHN COD")->id;
  ASSERT_TRUE(Remit(receipt, "ghn"));
  EXPECT_EQ(Remit(receipt, "ghn").error().code, "receipt-not-unmatched");
  EXPECT_EQ(Balance("cod_receivable:ghn"), 232'000);
  std::map<std::string, std::int64_t> held;
  for (const auto& part : MoneyOf(desk_, PartyId::FromRow(party_)).held) held[part.by] += part.amount.dong();
  EXPECT_EQ(held, (std::map<std::string, std::int64_t>{{"carrier ghn", 190'520}, {"market", 381'040}}));
}

TEST_F(Operators, NeverPayASellerMoreThanIsOwed) {
  EXPECT_EQ(Pay(1).error().code, "payout-too-large");
  TellMoved(Place({"cod"}).front(), "delivered");
  EXPECT_EQ(Pay(190'521).error().argument, "190520");
  const auto paid = Pay(190'000);
  ASSERT_TRUE(paid);
  EXPECT_EQ(paid->still_owed, Money::Vnd(520));
  EXPECT_EQ(MoneyOf(desk_, PartyId::FromRow(party_)).paid_out, Money::Vnd(190'000));
}

TEST_F(Operators, AddRulesForTheFutureOnly) {
  const CommissionRule rule{
      .party_kind = "household", .basis_points = 100, .valid_from = clock_.Now(), .basis = "test"};
  ASSERT_TRUE(Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }));
  EXPECT_EQ(RateFor(CommissionRules(desk_), "household", "x", clock_.Now())->basis_points, 100);
  clock_.Advance(1ms);
  EXPECT_EQ(Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }).error().code, "rule-in-the-past");
}

TEST_F(Operators, TheLedgerTakesNoChangeAndNoDelete) {
  ASSERT_TRUE(Bank(1'000, "x"));
  const auto session = pool_->Take();
  for (const auto* statement : {"UPDATE ledger_postings SET amount_vnd = 0", "DELETE FROM ledger_postings",
                                "UPDATE ledger_entries SET kind = 'x'", "DELETE FROM ledger_entries"})
    EXPECT_THROW(session->Execute(statement), keel::sql::Fault) << statement;
}

TEST_F(Operators, VerifyFindsABalanceThatWasTamperedWith) {
  ASSERT_TRUE(Bank(1'000, "x"));
  const auto session = pool_->Take();
  session->Execute("UPDATE ledger_balances SET balance_vnd = 999 WHERE account = 'bank:market'");
  const auto found = LedgerStore(*session).Verify();
  ASSERT_EQ(found.size(), 2U);  // The balance, and the sum of all.
  EXPECT_EQ(found[0].row, "bank:market");
  EXPECT_EQ(found[0].stored, Money::Vnd(999));
  EXPECT_EQ(found[0].recomputed, Money::Vnd(1'000));
  session->Execute("UPDATE ledger_balances SET balance_vnd = 1000 WHERE account = 'bank:market'");
}

}  // namespace
}  // namespace payments
