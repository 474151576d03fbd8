#include "payments/store/erasure_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kRefundContext = "payments.bank-refund";  // As in bank_refund_store.cpp.

constexpr std::string_view kAdd = "INSERT IGNORE INTO erasures (purchase_id, asked_at) VALUES (?, ?)";
constexpr std::string_view kWaiting =
    "SELECT purchase_id FROM erasures WHERE erased_at IS NULL AND purchase_id > ? ORDER BY purchase_id LIMIT ?";
constexpr std::string_view kLock = "SELECT 1 FROM erasures WHERE purchase_id = ? AND erased_at IS NULL FOR UPDATE";
constexpr std::string_view kLeft = R"sql(
  SELECT
    (SELECT COUNT(*) FROM order_money o WHERE o.purchase_id = ? AND o.state = 'open'),
    (SELECT COUNT(*) FROM order_money o WHERE o.purchase_id = ? AND o.state = 'settled' AND o.method = 'cod' AND o.custody = 'held' AND o.cash_vnd > 0
      AND o.remitted_at IS NULL),
    (SELECT COUNT(*) FROM intents i JOIN bank_refunds b ON b.intent_id = i.id WHERE i.purchase_id = ? AND b.state = 'prepared')
      + (SELECT COUNT(*) FROM intents i JOIN refund_jobs j ON j.intent_id = i.id WHERE i.purchase_id = ? AND j.state IN ('planned', 'processing', 'failed')),
    (SELECT CAST(COALESCE(SUM(i.refund_due_vnd), 0) AS SIGNED) FROM intents i WHERE i.purchase_id = ?))sql";
constexpr std::string_view kEraseAccount = "DELETE FROM refund_accounts WHERE purchase_id = ?";
constexpr std::string_view kEraseRefunds = R"sql(
  UPDATE bank_refunds b JOIN intents i ON i.id = b.intent_id SET b.account = ?, b.holder = ?, b.version = b.version + 1
  WHERE i.purchase_id = ?)sql";
constexpr std::string_view kEraseAttempts = R"sql(
  UPDATE attempts SET payer_address = '', pay_url = '', version = version + 1
  WHERE intent_id IN (SELECT id FROM intents WHERE purchase_id = ?))sql";
constexpr std::string_view kErased = "UPDATE erasures SET erased_at = ? WHERE purchase_id = ?";
constexpr std::string_view kRefundsOf = R"sql(
  SELECT b.id FROM bank_refunds b JOIN intents i ON i.id = b.intent_id WHERE i.purchase_id = ? ORDER BY b.id)sql";
constexpr std::string_view kInTransfer =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM payouts WHERE party_id = ? AND state = 'prepared'";

}  // namespace

void ErasureStore::Add(const PurchaseId& purchase, keel::Instant asked_at) {
  session_.Execute(kAdd, {purchase.text(), asked_at});
}

std::vector<PurchaseId> ErasureStore::Waiting(const std::string& after, std::size_t limit) {
  std::vector<PurchaseId> waiting;
  for (auto rows = session_.Query(kWaiting, {after, limit}); rows.Next();)
    waiting.push_back(PurchaseId::FromRow(rows.Text(0)));
  return waiting;
}

bool ErasureStore::LockWaiting(const PurchaseId& purchase) {
  return session_.Query(kLock, {purchase.text()}).size() > 0;
}

MoneyLeft ErasureStore::LeftOf(const PurchaseId& purchase) {
  const auto& id = purchase.text();
  auto rows = session_.Query(kLeft, {id, id, id, id, id});
  rows.Next();
  return {rows.Int(0), rows.Int(1), rows.Int(2), rows.Dong(3)};
}

void ErasureStore::Erase(const PurchaseId& purchase, keel::Instant now) {
  session_.Execute(kEraseAccount, {purchase.text()});
  session_.Execute(kEraseRefunds, {seal_.Seal("", kRefundContext), seal_.Seal("", kRefundContext), purchase.text()});
  session_.Execute(kEraseAttempts, {purchase.text()});
  session_.Execute(kErased, {now, purchase.text()});
}

std::vector<BankRefund> ErasureStore::RefundsOf(const PurchaseId& purchase) {
  std::vector<BankRefund> refunds;
  BankRefundStore store(session_, seal_);
  for (auto rows = session_.Query(kRefundsOf, {purchase.text()}); rows.Next();)
    if (auto refund = store.Find(RefundId::FromRow(rows.Text(0)))) refunds.push_back(*std::move(refund));
  return refunds;
}

keel::Money ErasureStore::InTransfer(const PartyId& party) {
  auto rows = session_.Query(kInTransfer, {party.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

}  // namespace payments
