#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "accounts/domain/account.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// How a phone is found in every table that knows one.
std::string PhoneIndex(const keel::crypto::FieldKey& key, const Phone& phone);
std::string SealPhone(const keel::crypto::FieldKey& key, const Phone& phone);
Phone OpenPhone(const keel::crypto::FieldKey& key, const std::string& sealed);

/// Accounts as rows: all SQL on accounts and account_passwords, and no rules. Lives as long as one transaction.
/// Throws keel::sql::Fault on database faults.
class AccountStore {
 public:
  AccountStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  std::optional<Account> Find(const AccountId& id);
  std::optional<Account> FindByPhone(const Phone& phone);
  /// The account of this phone, made now if there is none. A name given fills an empty one and never replaces another.
  Account Ensure(const Phone& phone, std::string_view name, keel::Instant now);
  /// True the first time only: the person's first sign-in.
  bool MarkSignedIn(const AccountId& id, keel::Instant now);
  void SaveName(const AccountId& id, std::string_view name);
  void SaveLanguage(const AccountId& id, Language language);
  void MakeOperator(const AccountId& id);

  /// Empty where the person has no password.
  std::optional<std::string> PasswordHash(const AccountId& id);
  void SavePasswordHash(const AccountId& id, std::string_view hash, keel::Instant now);

  keel::Instant MadeAt(const AccountId& id);
  /// Nothing of the person stays in the row but that there was one: no phone, no name, no password, no right.
  void Erase(const AccountId& id);

 private:
  std::optional<Account> FromRow(keel::sql::Rows rows);
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
