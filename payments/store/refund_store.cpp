#include "payments/store/refund_store.hpp"

#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_REFUND_COLUMNS                                                                                \
  "SELECT id, intent_id, attempt_id, receipt_id, provider, our_key, attempt_key, payment_number, amount_vnd, " \
  "paid_vnd, paid_opened_at, state, tries, number, code, created_at, due_at, done_at, version FROM refund_jobs "

constexpr std::string_view kAdd = R"sql(
  INSERT INTO refund_jobs (id, intent_id, attempt_id, receipt_id, provider, our_key, attempt_key, payment_number, amount_vnd,
    paid_vnd, paid_opened_at, state, tries, number, code, created_at, due_at, done_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kFind = PAYMENTS_REFUND_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = PAYMENTS_REFUND_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kOfIntent = PAYMENTS_REFUND_COLUMNS "WHERE intent_id = ? ORDER BY id";
constexpr std::string_view kDue =
    "SELECT id FROM refund_jobs WHERE state IN ('planned', 'processing') AND due_at <= ? ORDER BY due_at LIMIT ?";
constexpr std::string_view kUnplanned = R"sql(
  SELECT i.id FROM intents i WHERE i.status IN ('overpaid', 'refund-due') AND i.method = ? AND i.refund_due_vnd > COALESCE((SELECT SUM(j.amount_vnd) FROM refund_jobs j
    WHERE j.intent_id = i.id AND j.state NOT IN ('done', 'dropped')), 0)
  AND EXISTS (SELECT 1 FROM receipts r WHERE r.intent_id = i.id AND r.provider = i.method
    AND r.amount_vnd > COALESCE((SELECT SUM(k.amount_vnd) FROM refund_jobs k WHERE k.receipt_id = r.id AND k.state <> 'dropped'), 0))
  ORDER BY i.id LIMIT ?)sql";
constexpr std::string_view kList = PAYMENTS_REFUND_COLUMNS "WHERE id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kListOf = PAYMENTS_REFUND_COLUMNS "WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kSave = R"sql(
  UPDATE refund_jobs SET our_key = ?, state = ?, tries = ?, number = ?, code = ?, due_at = ?, done_at = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";

#undef PAYMENTS_REFUND_COLUMNS
constexpr std::size_t kLongestCode = 32;

RefundJob Read(const keel::sql::Rows& row) {
  return {.id = RefundId::FromRow(row.Text(0)),
          .intent = IntentId::FromRow(row.Text(1)),
          .attempt = AttemptId::FromRow(row.Text(2)),
          .receipt = ReceiptId::FromRow(row.Text(3)),
          .provider = row.Text(4),
          .key = row.Text(5),
          .attempt_key = row.Text(6),
          .payment_number = row.Text(7),
          .amount = row.Dong(8),
          .paid = row.Dong(9),
          .paid_opened = row.At(10),
          .state = FromName<RefundState>(kRefundStateNames, row.Text(11)),
          .tries = static_cast<int>(row.Int(12)),
          .number = row.Text(13),
          .code = row.Text(14),
          .created_at = row.At(15),
          .due_at = row.At(16),
          .done_at = row.MaybeAt(17),
          .version = row.Int(18)};
}

std::optional<RefundJob> ReadOne(keel::sql::Rows rows) {
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

std::vector<RefundJob> ReadAll(keel::sql::Rows rows) {
  std::vector<RefundJob> jobs;
  while (rows.Next()) jobs.push_back(Read(rows));
  return jobs;
}

}  // namespace

void RefundStore::Add(const RefundJob& job) {
  session_.Execute(kAdd, {job.id.text(), job.intent.text(), job.attempt.text(), job.receipt.text(), job.provider,
                          job.key, job.attempt_key, job.payment_number, job.amount, job.paid, job.paid_opened,
                          NameOf(kRefundStateNames, job.state), job.tries, job.number, job.code.substr(0, kLongestCode),
                          job.created_at, job.due_at, job.done_at});
}

std::optional<RefundJob> RefundStore::Find(const RefundId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}));
}
std::optional<RefundJob> RefundStore::Lock(const RefundId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}));
}
std::vector<RefundJob> RefundStore::OfIntent(const IntentId& id) {
  return ReadAll(session_.Query(kOfIntent, {id.text()}));
}

std::vector<RefundId> RefundStore::Due(keel::Instant now, std::size_t limit) {
  std::vector<RefundId> due;
  for (auto rows = session_.Query(kDue, {now, limit}); rows.Next();) due.push_back(RefundId::FromRow(rows.Text(0)));
  return due;
}

std::vector<IntentId> RefundStore::Unplanned(const std::string& provider, std::size_t limit) {
  std::vector<IntentId> found;
  for (auto rows = session_.Query(kUnplanned, {provider, limit}); rows.Next();)
    found.push_back(IntentId::FromRow(rows.Text(0)));
  return found;
}

std::vector<RefundJob> RefundStore::List(const std::string& state, const std::optional<std::string>& before,
                                         std::size_t limit) {
  const std::string end = before.value_or("rfd_~");
  return ReadAll(state.empty() ? session_.Query(kList, {end, limit}) : session_.Query(kListOf, {state, end, limit}));
}

keel::Result<keel::Done> RefundStore::Save(const RefundJob& job) {
  const auto changed =
      session_.Execute(kSave, {job.key, NameOf(kRefundStateNames, job.state), job.tries, job.number,
                               job.code.substr(0, kLongestCode), job.due_at, job.done_at, job.id.text(), job.version});
  if (changed == 0) return keel::Error{keel::Kind::kRaced, "refund-changed", "The refund changed meanwhile."};
  return keel::Done{};
}

}  // namespace payments
