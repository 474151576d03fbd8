#include "accounts/store/erasure_store.hpp"

#include <nlohmann/json.hpp>

#include "accounts/domain/names.hpp"
#include "accounts/store/account_store.hpp"
#include "keel/outbox/outbox.hpp"
#include "keel/sql/duplicate.hpp"

namespace accounts {
namespace {

using nlohmann::json;

#define ACCOUNTS_ERASURE_COLUMNS                                                                                  \
  "SELECT id, account_id, phone_sealed, source, entered_by, state, asked_at, due_at, erased, held, orders_over, " \
  "seller_held, done_at, waits_until FROM erasure_requests "

constexpr std::string_view kInsert = R"sql(
  INSERT INTO erasure_requests (id, account_id, open_phone_index, phone_sealed, source, entered_by, state, asked_at, due_at, waits_until, held)
  VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, '[]'))sql";
constexpr std::string_view kFind = ACCOUNTS_ERASURE_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = ACCOUNTS_ERASURE_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kOpenOf = ACCOUNTS_ERASURE_COLUMNS "WHERE open_phone_index = ?";
constexpr std::string_view kLatestOf = ACCOUNTS_ERASURE_COLUMNS "WHERE account_id = ? ORDER BY id DESC LIMIT 1";
constexpr std::string_view kList =
    ACCOUNTS_ERASURE_COLUMNS "WHERE (? = '' OR state = ?) AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?";
constexpr std::string_view kToFinish =
    ACCOUNTS_ERASURE_COLUMNS "WHERE state = 'open' AND orders_over = 1 AND id > ? ORDER BY id LIMIT 100";
constexpr std::string_view kToBegin =
    "SELECT id FROM erasure_requests WHERE state = 'open' AND waits_until <= ? ORDER BY waits_until, id LIMIT 100";
constexpr std::string_view kBegin = "UPDATE erasure_requests SET waits_until = NULL WHERE id = ?";
constexpr std::string_view kWithdrawn = R"sql(
  UPDATE erasure_requests SET state = 'withdrawn', done_at = ?, waits_until = NULL, open_phone_index = NULL, phone_sealed = NULL
  WHERE id = ? AND state = 'open')sql";
constexpr std::string_view kPhoneOf = "SELECT phone_sealed FROM erasure_requests WHERE id = ? AND state = 'open'";
constexpr std::string_view kProgress = R"sql(
  UPDATE erasure_requests SET erased = ?, held = ?, orders_over = ? WHERE id = ? AND state = 'open')sql";
constexpr std::string_view kSellerHeld = R"sql(
  UPDATE erasure_requests SET seller_held = ? WHERE id = ? AND state = 'open')sql";
constexpr std::string_view kDone = R"sql(
  UPDATE erasure_requests SET state = 'done', done_at = ?, open_phone_index = NULL, phone_sealed = NULL, held = '[]', seller_held = ''
  WHERE id = ? AND state = 'open')sql";

#undef ACCOUNTS_ERASURE_COLUMNS

/// What orders told: rows of another shape are left out, not guessed at.
std::vector<HeldOrder> ReadHeld(const std::string& text) {
  std::vector<HeldOrder> held;
  const auto list = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!list.is_array()) return held;
  const auto word = [](const json& row, const char* name) {
    const auto at = row.find(name);
    return at != row.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  for (const auto& row : list)
    if (row.is_object()) held.push_back({word(row, "code"), word(row, "why"), keel::FromRfc3339(word(row, "until"))});
  return held;
}

}  // namespace

std::string OrdersPhoneIndex(const keel::crypto::FieldKey& key, const Phone& phone) {
  return key.BlindIndex(phone.e164(), "orders.phone");
}

std::string FieldKeyCheck(const keel::crypto::FieldKey& key) {
  return key.BlindIndex("the same key", "erasure.key-check");
}

keel::Result<keel::Done> ErasureStore::Insert(const Erasure& erasure, const Phone& phone) {
  const auto id_or_null = [](const std::optional<AccountId>& id) {
    return id ? keel::sql::Value(id->text()) : keel::sql::Value(nullptr);
  };
  const auto waits = erasure.waits_until ? keel::sql::Value(*erasure.waits_until) : keel::sql::Value(nullptr);
  try {
    transaction_.Execute(kInsert, {erasure.id.text(), id_or_null(erasure.account), PhoneIndex(key_, phone),
                                   SealPhone(key_, phone), kErasureSourceNames[std::size_t(erasure.source)],
                                   id_or_null(erasure.entered_by), erasure.asked_at, erasure.due_at, waits});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_erasure_open")) throw;
    return keel::Error{keel::Kind::kConflict, "erasure-open", "This was asked for already."};
  }
  if (!erasure.waits_until) Tell(erasure, phone, erasure.asked_at);
  return keel::Done{};
}

void ErasureStore::Tell(const Erasure& erasure, const Phone& phone, keel::Instant now) {
  json body{{"request_id", erasure.id.text()},
            {"phone_index", OrdersPhoneIndex(key_, phone)},
            {"key_check", FieldKeyCheck(key_)},
            {"asked_at", keel::ToRfc3339(erasure.asked_at)}};
  body["account_id"] = erasure.account ? json(erasure.account->text()) : json(nullptr);
  keel::outbox::Append(transaction_, "erasure.requested", erasure.id.text(), body, now);
}

std::vector<ErasureId> ErasureStore::ToBegin(keel::Instant now) {
  std::vector<ErasureId> all;
  for (auto rows = transaction_.Query(kToBegin, {now}); rows.Next();) all.push_back(ErasureId::FromRow(rows.Text(0)));
  return all;
}

void ErasureStore::Begin(const Erasure& erasure, const Phone& phone, keel::Instant now) {
  transaction_.Execute(kBegin, {erasure.id.text()});
  Tell(erasure, phone, now);
}

void ErasureStore::MarkWithdrawn(const ErasureId& id, keel::Instant now) {
  transaction_.Execute(kWithdrawn, {now, id.text()});
}

Erasure ErasureStore::FromRow(const keel::sql::Rows& rows) const {
  Erasure erasure{ErasureId::FromRow(rows.Text(0)), {}, {}};
  if (const auto account = rows.MaybeText(1)) erasure.account = AccountId::FromRow(*account);
  if (const auto sealed = rows.MaybeText(2)) erasure.phone_masked = OpenPhone(key_, *sealed).Masked();
  erasure.source = FromRowName<ErasureSource>(kErasureSourceNames, rows.Text(3));
  if (const auto by = rows.MaybeText(4)) erasure.entered_by = AccountId::FromRow(*by);
  erasure.state = FromRowName<ErasureState>(kErasureStateNames, rows.Text(5));
  erasure.asked_at = rows.At(6);
  erasure.due_at = rows.At(7);
  erasure.erased = rows.Int(8);
  erasure.held = ReadHeld(rows.Text(9));
  erasure.orders_over = rows.Flag(10);
  erasure.seller_held = rows.Text(11);
  erasure.done_at = rows.MaybeAt(12);
  erasure.waits_until = rows.MaybeAt(13);
  return erasure;
}

std::optional<Erasure> ErasureStore::One(keel::sql::Rows rows) const {
  return rows.Next() ? std::optional(FromRow(rows)) : std::nullopt;
}

std::optional<Erasure> ErasureStore::Find(const ErasureId& id) {
  return One(transaction_.Query(kFind, {id.text()}));
}

std::optional<Erasure> ErasureStore::Lock(const ErasureId& id) {
  return One(transaction_.Query(kLock, {id.text()}));
}

std::optional<Erasure> ErasureStore::OpenOf(const Phone& phone) {
  return One(transaction_.Query(kOpenOf, {PhoneIndex(key_, phone)}));
}

std::optional<Phone> ErasureStore::PhoneOf(const ErasureId& id) {
  auto rows = transaction_.Query(kPhoneOf, {id.text()});
  return rows.Next() ? std::optional(OpenPhone(key_, rows.Text(0))) : std::nullopt;
}

std::optional<Erasure> ErasureStore::LatestOf(const AccountId& account) {
  return One(transaction_.Query(kLatestOf, {account.text()}));
}

std::vector<Erasure> ErasureStore::List(std::string_view state, const std::optional<ErasureId>& before, int limit) {
  const std::string last = before ? before->text() : "";
  std::vector<Erasure> all;
  for (auto rows = transaction_.Query(kList, {state, state, last, last, limit}); rows.Next();)
    all.push_back(FromRow(rows));
  return all;
}

std::vector<Erasure> ErasureStore::ToFinish(const std::string& after) {
  std::vector<Erasure> all;
  for (auto rows = transaction_.Query(kToFinish, {after}); rows.Next();) all.push_back(FromRow(rows));
  return all;
}

void ErasureStore::SaveProgress(const ErasureId& id, std::int64_t erased, std::string_view held_json, bool over) {
  transaction_.Execute(kProgress, {erased, held_json, over, id.text()});
}

void ErasureStore::SaveSellerHeld(const ErasureId& id, std::string_view code) {
  transaction_.Execute(kSellerHeld, {code, id.text()});
}

bool ErasureStore::MarkDone(const ErasureId& id, keel::Instant now) {
  return transaction_.Execute(kDone, {now, id.text()}) == 1;
}

}  // namespace accounts
