#include "payments/store/intent_store.hpp"

#include "keel/sql/duplicate.hpp"
#include "keel/sql/many_rows.hpp"
#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_INTENT_COLUMNS                                                                               \
  "SELECT id, purchase_id, method, reference, phase, amount_vnd, received_vnd, settled_vnd, refund_due_vnd, " \
  "refunded_vnd, "                                                                                            \
  "surplus_vnd, created_at, expires_at, secured_at, version FROM intents "

constexpr std::string_view kAddPurchases = "INSERT INTO purchases (id, placed_at) VALUES ";
constexpr std::string_view kKnowsPurchase = "SELECT 1 FROM purchases WHERE id = ?";
constexpr std::string_view kKnownOf = "SELECT id FROM purchases WHERE id IN (";
constexpr std::string_view kAddAll = R"sql(
  INSERT INTO intents (id, purchase_id, method, reference, phase, status, amount_vnd, received_vnd, settled_vnd, refund_due_vnd,
    refunded_vnd, surplus_vnd, created_at, expires_at, secured_at, version)
  VALUES )sql";
constexpr std::size_t kIntentColumns = 16;
constexpr std::string_view kFind = PAYMENTS_INTENT_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = PAYMENTS_INTENT_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kLockByReference = PAYMENTS_INTENT_COLUMNS "WHERE reference = ? FOR UPDATE";
constexpr std::string_view kOfPurchase = PAYMENTS_INTENT_COLUMNS "WHERE purchase_id = ? ORDER BY method";
// One whose payer may just be paying at a provider is held open for a while, until the provider has been asked.
constexpr std::string_view kDue = R"sql(
  SELECT id FROM intents WHERE phase = 'open' AND expires_at <= ? AND (expires_at <= ? OR NOT EXISTS
    (SELECT 1 FROM attempts WHERE attempts.intent_id = intents.id AND attempts.state IN ('created', 'open')))
  ORDER BY expires_at LIMIT ?)sql";
constexpr std::string_view kList = PAYMENTS_INTENT_COLUMNS "WHERE id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kListByStatus =
    PAYMENTS_INTENT_COLUMNS "WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kOpenWithRemaining = PAYMENTS_INTENT_COLUMNS
    "WHERE phase = 'open' AND expires_at IS NOT NULL AND amount_vnd - received_vnd + refund_due_vnd + refunded_vnd = ? "
    "ORDER BY id DESC LIMIT ?";
constexpr std::string_view kKeepOpen = R"sql(
  UPDATE intents SET expires_at = ?, version = version + 1 WHERE purchase_id = ? AND phase = 'open' AND expires_at < ?)sql";
constexpr std::string_view kSave = R"sql(
  UPDATE intents SET phase = ?, status = ?, amount_vnd = ?, received_vnd = ?, settled_vnd = ?, refund_due_vnd = ?, refunded_vnd = ?,
    surplus_vnd = ?, secured_at = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";

#undef PAYMENTS_INTENT_COLUMNS

constexpr std::chrono::minutes kHeldOpen{20};  // A payer's fifteen minutes at a provider, and the asking.

Intent Read(const keel::sql::Rows& row) {
  return {.id = IntentId::FromRow(row.Text(0)),
          .purchase = PurchaseId::FromRow(row.Text(1)),
          .method = row.Text(2),
          .reference = row.TextOr(3, ""),
          .phase = FromName<IntentPhase>(kPhaseNames, row.Text(4)),
          .amount = row.Dong(5),
          .received = row.Dong(6),
          .settled = row.Dong(7),
          .refund_due = row.Dong(8),
          .refunded = row.Dong(9),
          .surplus = row.Dong(10),
          .created_at = row.At(11),
          .expires_at = row.MaybeAt(12),
          .secured_at = row.MaybeAt(13),
          .version = row.Int(14)};
}

std::vector<Intent> ReadAll(keel::sql::Rows rows) {
  std::vector<Intent> intents;
  while (rows.Next()) intents.push_back(Read(rows));
  return intents;
}

keel::Result<Intent> ReadOne(keel::sql::Rows rows) {
  if (rows.Next()) return Read(rows);
  return keel::Error{keel::Kind::kNotFound, "intent-not-found", "There is no such payment."};
}

}  // namespace

void IntentStore::AddPurchases(const std::vector<Purchase>& purchases) {
  keel::sql::Values values;
  for (const auto& purchase : purchases) AddRow(values, purchase.id.text(), purchase.placed_at);
  InsertRows(session_, kAddPurchases, 2, std::move(values));
}

bool IntentStore::KnowsPurchase(const PurchaseId& id) {
  return session_.Query(kKnowsPurchase, {id.text()}).Next();
}

std::set<std::string> IntentStore::KnownOf(const std::vector<std::string>& ids) {
  std::set<std::string> known;
  for (auto rows = QueryIn(session_, kKnownOf, ids); rows.Next();) known.insert(rows.Text(0));
  return known;
}

keel::Result<keel::Done> IntentStore::AddAll(const std::vector<Intent>& intents) {
  keel::sql::Values values;
  values.reserve(intents.size() * kIntentColumns);
  for (const auto& i : intents) {
    const auto reference = i.reference.empty() ? std::nullopt : std::optional<std::string>(i.reference);
    AddRow(values, i.id.text(), i.purchase.text(), i.method, reference, NameOf(kPhaseNames, i.phase),
           NameOf(kStatusNames, i.Status()), i.amount, i.received, i.settled, i.refund_due, i.refunded, i.surplus,
           i.created_at, i.expires_at, i.secured_at, i.version);
  }
  try {
    InsertRows(session_, kAddAll, kIntentColumns, std::move(values));
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_intents_reference")) throw;
    return keel::Error{keel::Kind::kRaced, "reference-taken", "Another payment has that reference."};
  }
  return keel::Done{};
}

keel::Result<Intent> IntentStore::Find(const IntentId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}));
}
keel::Result<Intent> IntentStore::Lock(const IntentId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}));
}

std::optional<Intent> IntentStore::LockByReference(const std::string& reference) {
  auto rows = session_.Query(kLockByReference, {reference});
  return rows.Next() ? std::optional<Intent>(Read(rows)) : std::nullopt;
}

std::vector<Intent> IntentStore::OfPurchase(const PurchaseId& id) {
  return ReadAll(session_.Query(kOfPurchase, {id.text()}));
}

std::vector<IntentId> IntentStore::Due(keel::Instant now, std::size_t limit) {
  std::vector<IntentId> due;
  for (auto rows = session_.Query(kDue, {now, now - kHeldOpen, limit}); rows.Next();)
    due.push_back(IntentId::FromRow(rows.Text(0)));
  return due;
}

std::vector<Intent> IntentStore::List(const std::string& status, const std::optional<std::string>& before,
                                      std::size_t limit) {
  const std::string end = before.value_or("int_~");
  return ReadAll(status.empty() ? session_.Query(kList, {end, limit})
                                : session_.Query(kListByStatus, {status, end, limit}));
}

std::vector<Intent> IntentStore::OpenWithRemaining(keel::Money amount, std::size_t limit) {
  return ReadAll(session_.Query(kOpenWithRemaining, {amount, limit}));
}

void IntentStore::KeepOpen(const PurchaseId& id, keel::Instant until) {
  session_.Execute(kKeepOpen, {until, id.text(), until});
}

keel::Result<keel::Done> IntentStore::Save(const Intent& intent) {
  const auto changed =
      session_.Execute(kSave, {NameOf(kPhaseNames, intent.phase), NameOf(kStatusNames, intent.Status()), intent.amount,
                               intent.received, intent.settled, intent.refund_due, intent.refunded, intent.surplus,
                               intent.secured_at, intent.id.text(), intent.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "intent-changed", "The payment changed meanwhile; read it again."};
  return keel::Done{};
}

}  // namespace payments
