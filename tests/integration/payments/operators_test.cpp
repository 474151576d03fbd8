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
  EXPECT_EQ(Told("payment.refunded").size(), 1U);
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
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  TellMoved(order, "delivered");
  clock_.Advance(24h * 3);
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

TEST_F(Operators, AddNoRuleForANameNobodyHas) {
  CommissionRule rule{.party_kind = "nope", .basis_points = 100, .valid_from = clock_.Now(), .basis = "test"};
  const auto add = [&] { return Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }); };
  EXPECT_EQ(add().error().code, "rule-names-nothing");
  EXPECT_EQ(add().error().argument, "nope");
  rule.party_kind = "household";
  rule.channel = "stall";
  EXPECT_EQ(add().error().argument, "stall");
  rule.channel = "market";
  ASSERT_TRUE(add());
  // Orders of this market are of its channel, whether they say so or were placed before they did.
  EXPECT_EQ(RateFor(CommissionRules(desk_), "household", "x", clock_.Now())->basis_points, 100);
  EXPECT_EQ(RateFor(CommissionRules(desk_), "household", "x", clock_.Now(), {.channel = "market"})->basis_points, 100);
  EXPECT_NE(RateFor(CommissionRules(desk_), "household", "x", clock_.Now(), {.channel = "phone"})->basis_points, 100);
}

TEST_F(Operators, TakeBackARuleThatDoesNotApplyYet) {
  const auto add = [&](keel::Instant from) {
    const CommissionRule rule{.basis_points = 100, .valid_from = from, .basis = "test"};
    EXPECT_TRUE(Do([&](auto& transaction) { return AddRule(transaction, desk_, rule); }));
    return CommissionRules(desk_).commission.back().id;
  };
  const auto withdraw = [&](std::int64_t id) {
    return Do([&](auto& transaction) { return WithdrawRule(transaction, desk_, id, "acc_1"); });
  };
  const auto count = CommissionRules(desk_).commission.size();
  const auto coming = add(clock_.Now() + 1h);
  EXPECT_EQ(CommissionRules(desk_).commission.size(), count + 1);
  ASSERT_TRUE(withdraw(coming));
  EXPECT_EQ(CommissionRules(desk_).commission.size(), count);
  EXPECT_EQ(withdraw(coming).error().code, "rule-not-found");
  EXPECT_EQ(withdraw(999'999'999).error().code, "rule-not-found");
  EXPECT_EQ(withdraw(add(clock_.Now())).error().code, "rule-applies");
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

/// Books that an unkind hand changed, one row at a time; every change is undone.
class WrongBooks : public Operators {
 protected:
  void SetUp() override {
    prepaid_ = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(232'000, Look(prepaid_).intent.reference));
    TellMoved(prepaid_, "delivered");
    clock_.Advance(1min);
    cash_ = Place({"cod"}).front();
    TellMoved(cash_, "delivered");
    back_ = Place({"vietqr"}).front();
    EXPECT_TRUE(Bank(232'000, Look(back_).intent.reference));
    TellMoved(back_, "returned");
    remitted_ = Place({"cod"}).front();
    TellMoved(remitted_, "delivered");
    clock_.Advance(1min);
  }
  /// What verifying names of `row` once `statements` ran.
  std::vector<std::string> Found(const std::vector<std::string>& statements, const std::string& row) {
    const auto session = pool_->Take();
    EXPECT_TRUE(LedgerStore(*session).Verify().empty());
    session->Run("START TRANSACTION");
    for (const auto& statement : statements) session->Run(statement);
    std::vector<std::string> named;
    for (const auto& found : LedgerStore(*session).Verify())
      if (found.row.find(row) != found.row.npos) {
        EXPECT_NE(found.stored, found.recomputed) << found.what;
        named.push_back(found.what);
      }
    session->Run("ROLLBACK");
    return named;
  }
  /// A balanced entry with its balances kept in step.
  static std::vector<std::string> Invented(const std::string& kind, const std::string& subject,
                                           const std::string& debit, const std::string& credit) {
    std::vector<std::string> statements{"INSERT INTO ledger_entries (id, kind, subject, at) VALUES ('ent_invented', '" +
                                        kind + "', '" + subject + "', '2026-11-21 09:00:00')"};
    for (const bool first : {true, false}) {
      const auto& account = first ? debit : credit;
      const std::string amount = first ? "5000000" : "-5000000";
      statements.push_back(
          "INSERT INTO ledger_postings (entry_id, line, account, amount_vnd) VALUES ('ent_invented', " +
          std::string(first ? "0" : "1") + ", '" + account + "', " + amount + ")");
      statements.push_back(
          "INSERT INTO ledger_balances (account, balance_vnd, postings) VALUES ('" + account + "', " + amount +
          ", 1) ON DUPLICATE KEY UPDATE balance_vnd = balance_vnd + VALUES(balance_vnd), postings = postings + 1");
    }
    return statements;
  }
  TestOrder prepaid_, cash_, back_, remitted_;
};

TEST_F(WrongBooks, CarriageAndTotalOfAnOrderAreHeldAgainstItsEntry) {
  for (const auto& order : {prepaid_, cash_}) {
    const auto found =
        Found({"UPDATE order_money SET freight_vnd = freight_vnd + 1, total_vnd = total_vnd + 1 WHERE order_id = '" +
               order.id + "'"},
              order.id);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], "order's carriage in the ledger is not what it comes to");
    EXPECT_EQ(found[1], "what the payer of an order paid in the ledger is not its total");
  }
  EXPECT_EQ(
      Found({"UPDATE order_money SET freight_vnd = freight_vnd + 1, total_vnd = total_vnd + 1 WHERE order_id = '" +
             back_.id + "'"},
            back_.id),
      std::vector<std::string>{"returned order's carriage in the ledger is not what it comes to"});
}

TEST_F(WrongBooks, CashIsHeldAgainstWhatTheCarrierPaid) {
  EXPECT_EQ(Found({"UPDATE order_money SET remitted_at = NOW(3) WHERE order_id = '" + cash_.id + "'"}, cash_.id),
            std::vector<std::string>{"orders count as paid over by a carrier for more than it paid at that moment"});
  EXPECT_EQ(Found({"UPDATE order_money SET remitted_at = NOW(3) WHERE order_id = '" + prepaid_.id + "'"}, prepaid_.id),
            std::vector<std::string>{"order counts as paid over by its carrier, and brought no cash"});
  EXPECT_EQ(Found({"UPDATE order_money SET cash_vnd = cash_vnd + 1 WHERE order_id = '" + cash_.id + "'"}, cash_.id),
            std::vector<std::string>{"order's cash is not what its entry puts to the carrier"});
  ASSERT_TRUE(Remit(Bank(232'000, "GHN COD")->id, "ghn"));
  // Together with what was truly paid over at that moment.
  const auto found =
      Found({"UPDATE order_money SET remitted_at = (SELECT at FROM (SELECT MAX(remitted_at) AS at FROM order_money) x) "
             "WHERE remitted_at IS NULL AND method = 'cod'"},
            cash_.id);
  EXPECT_EQ(found.size(), 1U);
}

TEST_F(WrongBooks, EveryEntryIsExplainedByTheRowItNames) {
  const std::string no_order = "ord_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  const auto unexplained = std::string("entry is not explained by the row it names");
  EXPECT_EQ(Found(Invented("order-settled", no_order, "returned_freight", "bank:market"), no_order),
            (std::vector<std::string>{unexplained, "entry moves an account that its kind never moves"}));
  EXPECT_EQ(
      Found(Invented("refund-paid", "rfd_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "bank:market", "cod_receivable:ghn"), "rfd_")
          .front(),
      unexplained);
  for (const auto* kind : {"receipt", "receipt-matched", "receipt-returned", "cod-remitted", "order-cancelled",
                           "order-returned", "intent-expired", "payout-paid", "payout-bounced", "order-amended",
                           "order-adjusted", "cod-line-accepted", "tax-paid", "refund-bounced", "no-such-kind"})
    EXPECT_EQ(Found(Invented(kind, no_order, "buyer_deposits", "refunds_payable"), no_order).front(), unexplained)
        << kind;
  // One more posting in an entry that is explained.
  const auto paid = Found(
      {"INSERT INTO ledger_postings (entry_id, line, account, amount_vnd) SELECT id, 98, 'returned_freight', 5 FROM "
       "ledger_entries WHERE kind = 'receipt' LIMIT 1",
       "INSERT INTO ledger_postings (entry_id, line, account, amount_vnd) SELECT id, 99, 'unmatched_receipts', -5 FROM "
       "ledger_entries WHERE kind = 'receipt' LIMIT 1"},
      "returned_freight");
  EXPECT_EQ(paid.back(), "entry moves an account that its kind never moves");
}

TEST_F(WrongBooks, AmountsOfTransfersAreHeldAgainstTheirEntries) {
  ASSERT_TRUE(Refund(Look(back_).intent.id));
  clock_.Advance(24h * 3);
  ASSERT_TRUE(Pay(190'520));
  const auto moves = std::string("entry moves another amount than the row it names");
  EXPECT_EQ(Found({"UPDATE refunds SET amount_vnd = amount_vnd - 1"}, "refund-paid").at(0), moves);
  EXPECT_EQ(Found({"UPDATE payouts SET amount_vnd = amount_vnd - 1"}, "payout-paid").at(0), moves);
}

TEST_F(WrongBooks, DepositsAreHeldAgainstEachPaymentAndNotTheirSumAlone) {
  const auto waiting = Place({"vietqr"}).front(), other = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(waiting).intent.reference));
  ASSERT_TRUE(Bank(232'000, Look(other).intent.reference));
  const auto one = Look(waiting).intent.id.text(), two = Look(other).intent.id.text();
  const auto found = Found({"UPDATE intents SET received_vnd = received_vnd + 7 WHERE id = '" + one + "'",
                            "UPDATE intents SET received_vnd = received_vnd - 7 WHERE id = '" + two + "'"},
                           one);
  EXPECT_EQ(found,
            (std::vector<std::string>{"payment keeps something else than its orders ask for",
                                      "payment received something else than the lines that were matched to it"}));
  EXPECT_EQ(Found({"UPDATE intents SET amount_vnd = amount_vnd + 7 WHERE id = '" + one + "'"}, one).size(), 2U);
  EXPECT_EQ(Found({"UPDATE intents SET settled_vnd = settled_vnd + 7 WHERE id = '" + one + "'"}, one),
            std::vector<std::string>{"payment has let go of something else than its settled orders come to"});
}

}  // namespace
}  // namespace payments
