#include "accounts/store/account_store.hpp"

#include "accounts/domain/names.hpp"

namespace accounts {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT a.id, a.phone_sealed, a.name_sealed, a.language, a.is_operator, p.account_id IS NOT NULL
  FROM accounts a LEFT JOIN account_passwords p ON p.account_id = a.id WHERE a.id = ?)sql";
constexpr std::string_view kFindByPhone = R"sql(
  SELECT a.id, a.phone_sealed, a.name_sealed, a.language, a.is_operator, p.account_id IS NOT NULL
  FROM accounts a LEFT JOIN account_passwords p ON p.account_id = a.id WHERE a.phone_index = ?)sql";
// No change on a duplicate: two first sign-ins of one phone at once end with one account, and both find it.
constexpr std::string_view kInsert = R"sql(
  INSERT INTO accounts (id, phone_index, phone_sealed, name_sealed, created_at) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE version = version)sql";
constexpr std::string_view kMarkSignedIn = R"sql(
  UPDATE accounts SET signed_in_at = ?, version = version + 1 WHERE id = ? AND signed_in_at IS NULL)sql";
constexpr std::string_view kSaveName = R"sql(
  UPDATE accounts SET name_sealed = ?, version = version + 1 WHERE id = ?)sql";
constexpr std::string_view kSaveLanguage = R"sql(
  UPDATE accounts SET language = ?, version = version + 1 WHERE id = ?)sql";
constexpr std::string_view kMakeOperator = R"sql(
  UPDATE accounts SET is_operator = 1, version = version + 1 WHERE id = ?)sql";
constexpr std::string_view kPasswordHash = R"sql(SELECT hash FROM account_passwords WHERE account_id = ?)sql";
constexpr std::string_view kSavePassword = R"sql(
  INSERT INTO account_passwords (account_id, hash, set_at) VALUES (?, ?, ?)
  ON DUPLICATE KEY UPDATE hash = VALUES(hash), set_at = VALUES(set_at))sql";

constexpr std::string_view kMadeAt = R"sql(SELECT created_at FROM accounts WHERE id = ?)sql";
// The index must stay unique, and no phone may ever give it.
constexpr std::string_view kErase = R"sql(
  UPDATE accounts SET phone_index = ?, phone_sealed = ?, name_sealed = ?, language = 'vi', is_operator = 0, version = version + 1
  WHERE id = ?)sql";
constexpr std::string_view kErasePassword = R"sql(DELETE FROM account_passwords WHERE account_id = ?)sql";

constexpr std::string_view kPhoneContext = "accounts.phone";
constexpr std::string_view kNameContext = "accounts.name";

}  // namespace

std::string PhoneIndex(const keel::crypto::FieldKey& key, const Phone& phone) {
  return key.BlindIndex(phone.e164(), kPhoneContext);
}

std::string SealPhone(const keel::crypto::FieldKey& key, const Phone& phone) {
  return key.Seal(phone.e164(), kPhoneContext);
}

Phone OpenPhone(const keel::crypto::FieldKey& key, const std::string& sealed) {
  return Phone::FromRow(key.Open(sealed, kPhoneContext));
}

std::optional<Account> AccountStore::FromRow(keel::sql::Rows rows) {
  if (!rows.Next()) return std::nullopt;
  return Account{AccountId::FromRow(rows.Text(0)),
                 OpenPhone(key_, rows.Text(1)),
                 key_.Open(rows.Text(2), kNameContext),
                 FromRowName<Language>(kLanguageNames, rows.Text(3)),
                 rows.Flag(4),
                 rows.Flag(5)};
}

std::optional<Account> AccountStore::Find(const AccountId& id) {
  return FromRow(transaction_.Query(kFind, {id.text()}));
}

std::optional<Account> AccountStore::FindByPhone(const Phone& phone) {
  return FromRow(transaction_.Query(kFindByPhone, {PhoneIndex(key_, phone)}));
}

Account AccountStore::Ensure(const Phone& phone, std::string_view name, keel::Instant now) {
  auto found = FindByPhone(phone);
  if (!found) {
    transaction_.Execute(kInsert, {AccountId::New(now).text(), PhoneIndex(key_, phone), SealPhone(key_, phone),
                                   key_.Seal(name, kNameContext), now});
    found = FindByPhone(phone);
    if (!found) throw std::logic_error("an account just made is not there");
  }
  if (found->name.empty() && !name.empty()) {
    SaveName(found->id, name);
    found->name = name;
  }
  return *found;
}

bool AccountStore::MarkSignedIn(const AccountId& id, keel::Instant now) {
  return transaction_.Execute(kMarkSignedIn, {now, id.text()}) == 1;
}

void AccountStore::SaveName(const AccountId& id, std::string_view name) {
  transaction_.Execute(kSaveName, {key_.Seal(name, kNameContext), id.text()});
}

void AccountStore::SaveLanguage(const AccountId& id, Language language) {
  transaction_.Execute(kSaveLanguage, {kLanguageNames[std::size_t(language)], id.text()});
}

void AccountStore::MakeOperator(const AccountId& id) {
  transaction_.Execute(kMakeOperator, {id.text()});
}

std::optional<std::string> AccountStore::PasswordHash(const AccountId& id) {
  auto rows = transaction_.Query(kPasswordHash, {id.text()});
  if (!rows.Next()) return std::nullopt;
  return rows.Text(0);
}

void AccountStore::SavePasswordHash(const AccountId& id, std::string_view hash, keel::Instant now) {
  transaction_.Execute(kSavePassword, {id.text(), hash, now});
}

keel::Instant AccountStore::MadeAt(const AccountId& id) {
  auto rows = transaction_.Query(kMadeAt, {id.text()});
  return rows.Next() ? rows.At(0) : keel::Instant{};
}

void AccountStore::Erase(const AccountId& id) {
  constexpr std::size_t kIndexLetters = 32;
  transaction_.Execute(kErase, {keel::crypto::Sha256Hex("erased " + id.text()).substr(0, kIndexLetters),
                                SealPhone(key_, Phone::Nobodys()), key_.Seal("", kNameContext), id.text()});
  transaction_.Execute(kErasePassword, {id.text()});
}

}  // namespace accounts
