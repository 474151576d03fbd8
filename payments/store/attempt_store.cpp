#include "payments/store/attempt_store.hpp"

#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_ATTEMPT_COLUMNS                                                                            \
  "SELECT id, intent_id, purchase_id, provider, our_key, amount_vnd, state, pay_url, payer_address, code, " \
  "created_at, ends_at, look_at, looks, version FROM attempts "

constexpr std::string_view kAdd = R"sql(
  INSERT INTO attempts (id, intent_id, purchase_id, provider, our_key, amount_vnd, state, pay_url, payer_address, code, created_at,
    ends_at, look_at, looks, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kFind = PAYMENTS_ATTEMPT_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = PAYMENTS_ATTEMPT_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kFindByKey = PAYMENTS_ATTEMPT_COLUMNS "WHERE provider = ? AND our_key = ?";
constexpr std::string_view kLockByKey = PAYMENTS_ATTEMPT_COLUMNS "WHERE provider = ? AND our_key = ? FOR UPDATE";
constexpr std::string_view kOfIntent = PAYMENTS_ATTEMPT_COLUMNS "WHERE intent_id = ? ORDER BY id DESC";
constexpr std::string_view kDue =
    "SELECT id FROM attempts WHERE state IN ('created', 'open') AND look_at <= ? ORDER BY look_at LIMIT ?";
constexpr std::string_view kSave = R"sql(
  UPDATE attempts SET state = ?, pay_url = ?, code = ?, look_at = ?, looks = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";

#undef PAYMENTS_ATTEMPT_COLUMNS
constexpr std::size_t kLongestCode = 32;

Attempt Read(const keel::sql::Rows& row) {
  return {.id = AttemptId::FromRow(row.Text(0)),
          .intent = IntentId::FromRow(row.Text(1)),
          .purchase = PurchaseId::FromRow(row.Text(2)),
          .provider = row.Text(3),
          .key = row.Text(4),
          .amount = row.Dong(5),
          .state = FromName<AttemptState>(kAttemptStateNames, row.Text(6)),
          .pay_url = row.Text(7),
          .payer_address = row.Text(8),
          .code = row.Text(9),
          .created_at = row.At(10),
          .ends_at = row.At(11),
          .look_at = row.At(12),
          .looks = static_cast<int>(row.Int(13)),
          .version = row.Int(14)};
}

std::optional<Attempt> ReadOne(keel::sql::Rows rows) {
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

}  // namespace

void AttemptStore::Add(const Attempt& attempt) {
  session_.Execute(kAdd, {attempt.id.text(), attempt.intent.text(), attempt.purchase.text(), attempt.provider,
                          attempt.key, attempt.amount, NameOf(kAttemptStateNames, attempt.state), attempt.pay_url,
                          attempt.payer_address, attempt.code.substr(0, kLongestCode), attempt.created_at,
                          attempt.ends_at, attempt.look_at, attempt.looks});
}

std::optional<Attempt> AttemptStore::Find(const AttemptId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}));
}
std::optional<Attempt> AttemptStore::Lock(const AttemptId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}));
}
std::optional<Attempt> AttemptStore::FindByKey(const std::string& provider, const std::string& key) {
  return ReadOne(session_.Query(kFindByKey, {provider, key}));
}
std::optional<Attempt> AttemptStore::LockByKey(const std::string& provider, const std::string& key) {
  return ReadOne(session_.Query(kLockByKey, {provider, key}));
}

std::vector<Attempt> AttemptStore::OfIntent(const IntentId& id) {
  std::vector<Attempt> attempts;
  for (auto rows = session_.Query(kOfIntent, {id.text()}); rows.Next();) attempts.push_back(Read(rows));
  return attempts;
}

std::vector<AttemptId> AttemptStore::Due(keel::Instant now, std::size_t limit) {
  std::vector<AttemptId> due;
  for (auto rows = session_.Query(kDue, {now, limit}); rows.Next();) due.push_back(AttemptId::FromRow(rows.Text(0)));
  return due;
}

keel::Result<keel::Done> AttemptStore::Save(const Attempt& attempt) {
  const auto changed = session_.Execute(
      kSave, {NameOf(kAttemptStateNames, attempt.state), attempt.pay_url, attempt.code.substr(0, kLongestCode),
              attempt.look_at, attempt.looks, attempt.id.text(), attempt.version});
  if (changed == 0) return keel::Error{keel::Kind::kRaced, "attempt-changed", "The payment attempt changed meanwhile."};
  return keel::Done{};
}

}  // namespace payments
