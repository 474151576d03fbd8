#include "accounts/store/session_store.hpp"

#include "keel/crypto/sealed.hpp"

namespace accounts {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO sessions (id, account_id, opened_by, created_at, refreshed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kAddToken = R"sql(
  INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at) VALUES (?, ?, ?, ?))sql";
constexpr std::string_view kProlong = R"sql(UPDATE sessions SET refreshed_at = ?, expires_at = ? WHERE id = ?)sql";
constexpr std::string_view kFindToken = R"sql(
  SELECT s.id, s.account_id, t.expires_at, t.rotated_at, s.ended_at IS NOT NULL
  FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = ? FOR UPDATE)sql";
constexpr std::string_view kMarkRotated = R"sql(UPDATE refresh_tokens SET rotated_at = ? WHERE token_hash = ?)sql";
constexpr std::string_view kEnd = R"sql(
  UPDATE sessions SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL)sql";
constexpr std::string_view kEndAll = R"sql(
  UPDATE sessions SET ended_at = ?, ended_why = ? WHERE account_id = ? AND ended_at IS NULL)sql";
constexpr std::string_view kFindLive = R"sql(
  SELECT s.account_id, a.is_operator FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE s.id = ? AND s.ended_at IS NULL AND s.expires_at > ?)sql";
constexpr std::string_view kTriesForPhone = R"sql(
  SELECT COUNT(*), MIN(tried_at) FROM password_tries WHERE phone_index = ? AND tried_at > ?)sql";
constexpr std::string_view kTriesFromAddress = R"sql(
  SELECT COUNT(*), MIN(tried_at) FROM password_tries WHERE address_index = ? AND tried_at > ?)sql";
constexpr std::string_view kAddTry = R"sql(
  INSERT INTO password_tries (phone_index, address_index, tried_at) VALUES (?, ?, ?))sql";
constexpr std::string_view kForgetTries = R"sql(DELETE FROM password_tries WHERE phone_index = ?)sql";
constexpr std::string_view kTidySessions = R"sql(DELETE FROM sessions WHERE expires_at < ? LIMIT 1000)sql";
constexpr std::string_view kTidyTries = R"sql(DELETE FROM password_tries WHERE tried_at < ? LIMIT 1000)sql";

constexpr std::string_view kOfAccount = R"sql(
  SELECT opened_by, created_at, refreshed_at, ended_at FROM sessions WHERE account_id = ? ORDER BY id DESC LIMIT 500)sql";
constexpr std::string_view kDeleteAll = R"sql(DELETE FROM sessions WHERE account_id = ?)sql";

/// A token has 256 random bits: a plain hash cannot be searched.
std::string HashToken(std::string_view token) {
  return keel::crypto::Sha256Hex(token);
}

}  // namespace

void SessionStore::Insert(const SessionId& id, const AccountId& account, std::string_view opened_by,
                          keel::Instant expires_at, keel::Instant now) {
  transaction_.Execute(kInsert, {id.text(), account.text(), opened_by, now, now, expires_at});
}

void SessionStore::AddToken(const SessionId& session, std::string_view token, keel::Instant expires_at,
                            keel::Instant now) {
  transaction_.Execute(kAddToken, {HashToken(token), session.text(), now, expires_at});
  transaction_.Execute(kProlong, {now, expires_at, session.text()});
}

std::optional<SessionStore::FoundToken> SessionStore::FindToken(std::string_view token) {
  auto rows = transaction_.Query(kFindToken, {HashToken(token)});
  if (!rows.Next()) return std::nullopt;
  return FoundToken{SessionId::FromRow(rows.Text(0)), AccountId::FromRow(rows.Text(1)), rows.At(2), rows.MaybeAt(3),
                    rows.Flag(4)};
}

void SessionStore::MarkRotated(std::string_view token, keel::Instant now) {
  transaction_.Execute(kMarkRotated, {now, HashToken(token)});
}

void SessionStore::End(const SessionId& id, std::string_view why, keel::Instant now) {
  transaction_.Execute(kEnd, {now, why, id.text()});
}

void SessionStore::EndAll(const AccountId& account, std::string_view why, keel::Instant now) {
  transaction_.Execute(kEndAll, {now, why, account.text()});
}

std::optional<SessionStore::Live> SessionStore::FindLive(const SessionId& id, keel::Instant now) {
  auto rows = transaction_.Query(kFindLive, {id.text(), now});
  if (!rows.Next()) return std::nullopt;
  return Live{AccountId::FromRow(rows.Text(0)), rows.Flag(1)};
}

SessionStore::PasswordTries SessionStore::CountPasswordTries(const Subjects& subjects, keel::Instant now) {
  const auto since = now - kWrongPasswordWindow;
  PasswordTries tries;
  auto of_phone = transaction_.Query(kTriesForPhone, {subjects.phone, since});
  of_phone.Next();
  tries.for_phone = static_cast<int>(of_phone.Int(0));
  tries.oldest = of_phone.MaybeAt(1).value_or(now);
  if (!subjects.address) return tries;
  auto of_address = transaction_.Query(kTriesFromAddress, {*subjects.address, since});
  of_address.Next();
  tries.from_address = static_cast<int>(of_address.Int(0));
  if (tries.for_phone < kWrongPasswordsPerPhone) tries.oldest = of_address.MaybeAt(1).value_or(now);
  return tries;
}

void SessionStore::AddPasswordTry(const Subjects& subjects, keel::Instant now) {
  transaction_.Execute(kAddTry, {subjects.phone, subjects.address, now});
}

void SessionStore::ForgetPasswordTries(const Subjects& subjects) {
  transaction_.Execute(kForgetTries, {subjects.phone});
}

std::int64_t SessionStore::Tidy(keel::Instant now) {
  return transaction_.Execute(kTidySessions, {now - kDay}) + transaction_.Execute(kTidyTries, {now - kDay});
}

std::vector<SessionStore::Seen> SessionStore::OfAccount(const AccountId& account) {
  std::vector<Seen> seen;
  for (auto rows = transaction_.Query(kOfAccount, {account.text()}); rows.Next();)
    seen.push_back({rows.Text(0), rows.At(1), rows.At(2), rows.MaybeAt(3)});
  return seen;
}

void SessionStore::DeleteAll(const AccountId& account) {
  transaction_.Execute(kDeleteAll, {account.text()});
}

}  // namespace accounts
