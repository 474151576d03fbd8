#include "accounts/flows/commands.hpp"

#include "accounts/store/account_store.hpp"
#include "accounts/store/audit_store.hpp"

namespace accounts {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

AccountId MakeOperator(keel::sql::Pool& pool, const keel::Clock& clock, const keel::crypto::FieldKey& key,
                       const Phone& phone, const std::string& name) {
  return *RunInTransaction(pool, [&](Transaction& transaction) -> keel::Result<AccountId> {
    const auto now = clock.Now();
    AccountStore accounts(transaction, key);
    const auto account = accounts.Ensure(phone, name, now);
    if (!account.is_operator) {
      accounts.MakeOperator(account.id);
      AuditStore(transaction, key).Add({std::string(kCommandLine), "operator-made", account.id.text()}, {}, now);
    }
    return account.id;
  });
}

std::optional<std::int64_t> VerifyAudit(keel::sql::Pool& pool, const keel::crypto::FieldKey& key) {
  return *RunInTransaction(pool, [&](Transaction& transaction) -> keel::Result<std::optional<std::int64_t>> {
    return AuditStore(transaction, key).FirstBroken();
  });
}

}  // namespace accounts
