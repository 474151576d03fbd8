#include "payments/store/bank_refund_store.hpp"

#include "payments/domain/names.hpp"
#include "payments/store/read_rows.hpp"

namespace payments {
namespace {

constexpr std::string_view kContext = "payments.bank-refund", kAccountContext = "payments.refund-account";

#define PAYMENTS_BANK_REFUND_COLUMNS                                                                                  \
  "SELECT id, batch_id, intent_id, amount_vnd, state, reference, bank_bin, account, holder, bank_reference, reason, " \
  "by_account, at, paid_at, bounced_at, version, (SELECT COALESCE(MIN(t.bank_reference), '') FROM told_transfers t "  \
  "WHERE t.subject = bank_refunds.id AND t.kind = 'sent' AND t.decision = '') FROM bank_refunds "
#define PAYMENTS_REFUND_BATCH_COLUMNS                                                                              \
  "SELECT batch_id, MIN(at), COUNT(*), CAST(SUM(state = 'prepared') AS SIGNED), CAST(SUM(amount_vnd) AS SIGNED), " \
  "CAST(SUM(IF(state = 'paid', amount_vnd, 0)) AS SIGNED), CAST(SUM(IF(state = 'bounced', amount_vnd, 0)) AS "     \
  "SIGNED) FROM bank_refunds "
// A payment that went through a provider goes back through it, except what came by bank all the same.
#define PAYMENTS_OWED_COLUMNS                                                                                       \
  "SELECT i.id, i.purchase_id, i.method, CAST(LEAST(i.refund_due_vnd "                                              \
  "- COALESCE((SELECT SUM(j.amount_vnd) FROM refund_jobs j WHERE j.intent_id = i.id AND j.state IN ('planned', "    \
  "'processing', 'failed')), 0) "                                                                                   \
  "- COALESCE((SELECT SUM(b.amount_vnd) FROM bank_refunds b WHERE b.intent_id = i.id AND b.state = 'prepared'), "   \
  "0), IF(i.method IN ('vietqr', 'cod'), i.refund_due_vnd, "                                                        \
  "COALESCE((SELECT SUM(r.amount_vnd) FROM receipts r WHERE r.intent_id = i.id AND r.provider = 'vietqr'), 0) "     \
  "- COALESCE((SELECT SUM(b.amount_vnd) FROM bank_refunds b WHERE b.intent_id = i.id AND b.state <> 'bounced'), "   \
  "0))) AS SIGNED) AS owed, a.bank_bin, a.account, a.holder, a.source, a.at, "                                      \
  "(SELECT COALESCE(GROUP_CONCAT(o.code ORDER BY o.code SEPARATOR ', '), '') FROM order_money o WHERE "             \
  "o.purchase_id = i.purchase_id AND o.intent_id = i.id) "                                                          \
  "FROM intents i LEFT JOIN refund_accounts a ON a.purchase_id = i.purchase_id "                                    \
  "WHERE i.refund_due_vnd > 0 AND NOT EXISTS (SELECT 1 FROM order_money w WHERE w.purchase_id = i.purchase_id AND " \
  "w.intent_id = i.id AND w.custody = 'with-seller') "                                                              \
  "AND NOT EXISTS (SELECT 1 FROM told_transfers t WHERE t.owner = i.id AND t.decision = '') "

constexpr std::string_view kAccountOf =
    "SELECT bank_bin, account, holder, source, at FROM refund_accounts WHERE purchase_id = ?";
constexpr std::string_view kSaveAccount =
    "REPLACE INTO refund_accounts (purchase_id, bank_bin, account, holder, source, at) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kAddAccount =
    "INSERT IGNORE INTO refund_accounts (purchase_id, bank_bin, account, holder, source, at) VALUES (?, ?, ?, ?, ?, ?)";
// Who said where to comes first: the others, however many and old, keep nobody waiting.
constexpr std::string_view kOwed = PAYMENTS_OWED_COLUMNS
    "AND i.status IN ('refund-due', 'overpaid') HAVING owed > 0 ORDER BY a.account IS NULL, i.id LIMIT ?";
constexpr std::string_view kOwedFor = PAYMENTS_OWED_COLUMNS "AND i.id = ? HAVING owed > 0";
constexpr std::string_view kPrepared =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM bank_refunds WHERE intent_id = ? AND state = 'prepared'";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO bank_refunds (id, batch_id, intent_id, amount_vnd, state, reference, bank_bin, account, holder, bank_reference, reason, by_account, at,
    version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, 1))sql";
constexpr std::string_view kFind = PAYMENTS_BANK_REFUND_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = PAYMENTS_BANK_REFUND_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kByReference = PAYMENTS_BANK_REFUND_COLUMNS "WHERE reference = ?";
constexpr std::string_view kOfBatch = PAYMENTS_BANK_REFUND_COLUMNS "WHERE batch_id = ? ORDER BY id";
constexpr std::string_view kSave = R"sql(
  UPDATE bank_refunds SET state = ?, bank_reference = ?, reason = ?, paid_at = ?, bounced_at = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kFindBatch = PAYMENTS_REFUND_BATCH_COLUMNS "WHERE batch_id = ? GROUP BY batch_id";
constexpr std::string_view kBatches =
    PAYMENTS_REFUND_BATCH_COLUMNS "WHERE batch_id < ? GROUP BY batch_id ORDER BY batch_id DESC LIMIT ?";

#undef PAYMENTS_BANK_REFUND_COLUMNS
#undef PAYMENTS_REFUND_BATCH_COLUMNS
#undef PAYMENTS_OWED_COLUMNS

BankRefund ReadRefund(const keel::sql::Rows& row, const keel::crypto::FieldKey& seal) {
  return {.id = RefundId::FromRow(row.Text(0)),
          .batch = RefundBatchId::FromRow(row.Text(1)),
          .intent = IntentId::FromRow(row.Text(2)),
          .amount = row.Dong(3),
          .state = FromName<PayoutState>(kPayoutStateNames, row.Text(4)),
          .reference = row.Text(5),
          .bank_bin = row.Text(6),
          .account = seal.Open(row.Text(7), kContext),
          .holder = seal.Open(row.Text(8), kContext),
          .bank_reference = row.Text(9),
          .reason = row.Text(10),
          .by_account = row.Text(11),
          .at = row.At(12),
          .paid_at = row.MaybeAt(13),
          .bounced_at = row.MaybeAt(14),
          .version = row.Int(15),
          .second_reference = row.Text(16)};
}

OwedRefund ReadOwed(const keel::sql::Rows& row, const keel::crypto::FieldKey& seal) {
  OwedRefund owed{IntentId::FromRow(row.Text(0)),
                  PurchaseId::FromRow(row.Text(1)),
                  row.Text(2),
                  row.Text(9),
                  row.Dong(3),
                  std::nullopt};
  if (const auto bin = row.MaybeText(4))
    owed.account = RefundAccount{*bin, seal.Open(row.Text(5), kAccountContext), seal.Open(row.Text(6), kAccountContext),
                                 row.Text(7), row.At(8)};
  return owed;
}

RefundBatch ReadBatch(const keel::sql::Rows& row) {
  return {
      RefundBatchId::FromRow(row.Text(0)), row.At(1), row.Int(2), row.Int(3), row.Dong(4), row.Dong(5), row.Dong(6)};
}

keel::Error NoRefund() {
  return {keel::Kind::kNotFound, "refund-not-found", "There is no such refund."};
}

}  // namespace

std::optional<RefundAccount> BankRefundStore::AccountOf(const PurchaseId& purchase) {
  auto rows = session_.Query(kAccountOf, {purchase.text()});
  if (!rows.Next()) return std::nullopt;
  return RefundAccount{rows.Text(0), seal_.Open(rows.Text(1), kAccountContext),
                       seal_.Open(rows.Text(2), kAccountContext), rows.Text(3), rows.At(4)};
}

void BankRefundStore::SaveAccount(const PurchaseId& purchase, const RefundAccount& account, bool unless_known) {
  session_.Execute(unless_known ? kAddAccount : kSaveAccount,
                   {purchase.text(), account.bank_bin, seal_.Seal(account.account, kAccountContext),
                    seal_.Seal(account.holder, kAccountContext), account.source, account.at});
}

std::vector<OwedRefund> BankRefundStore::Owed(std::size_t limit) {
  return ReadEach(session_.Query(kOwed, {limit}), Opening(seal_, ReadOwed));
}

std::optional<OwedRefund> BankRefundStore::OwedFor(const IntentId& intent) {
  return ReadMaybe(session_.Query(kOwedFor, {intent.text()}), Opening(seal_, ReadOwed));
}

keel::Money BankRefundStore::Prepared(const IntentId& intent) {
  auto rows = session_.Query(kPrepared, {intent.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

void BankRefundStore::Add(const BankRefund& refund) {
  session_.Execute(
      kAdd, {refund.id.text(), refund.batch.text(), refund.intent.text(), refund.amount,
             NameOf(kPayoutStateNames, refund.state), refund.reference, refund.bank_bin,
             seal_.Seal(refund.account, kContext), seal_.Seal(refund.holder, kContext), refund.by_account, refund.at});
}

keel::Result<BankRefund> BankRefundStore::Find(const RefundId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}), Opening(seal_, ReadRefund), NoRefund());
}

keel::Result<BankRefund> BankRefundStore::Lock(const RefundId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}), Opening(seal_, ReadRefund), NoRefund());
}

std::optional<BankRefund> BankRefundStore::ByReference(const std::string& reference) {
  return ReadMaybe(session_.Query(kByReference, {reference}), Opening(seal_, ReadRefund));
}

keel::Result<keel::Done> BankRefundStore::Save(const BankRefund& refund) {
  const auto changed =
      session_.Execute(kSave, {NameOf(kPayoutStateNames, refund.state), refund.bank_reference, refund.reason,
                               refund.paid_at, refund.bounced_at, refund.id.text(), refund.version});
  if (changed == 0) return keel::Error{keel::Kind::kRaced, "refund-changed", "The refund changed meanwhile."};
  return keel::Done{};
}

std::vector<BankRefund> BankRefundStore::OfBatch(const RefundBatchId& id) {
  return ReadEach(session_.Query(kOfBatch, {id.text()}), Opening(seal_, ReadRefund));
}

keel::Result<RefundBatch> BankRefundStore::FindBatch(const RefundBatchId& id) {
  return ReadOne(session_.Query(kFindBatch, {id.text()}), ReadBatch,
                 {keel::Kind::kNotFound, "refund-batch-not-found", "There is no such round of refunds."});
}

std::vector<RefundBatch> BankRefundStore::Batches(const std::optional<std::string>& before, std::size_t limit) {
  return ReadEach(session_.Query(kBatches, {before.value_or("rfb_~"), limit}), ReadBatch);
}

}  // namespace payments
