#include "accounts/flows/my_account.hpp"

#include "accounts/domain/passwords.hpp"
#include "accounts/flows/notices.hpp"
#include "accounts/store/account_store.hpp"
#include "accounts/store/audit_store.hpp"

namespace accounts {
namespace {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

Me Read(Transaction& transaction, const Deps& deps, const AccountId& id) {
  auto account = AccountStore(transaction, deps.key).Find(id);
  if (!account) throw std::logic_error("a session without its account");
  return {std::move(*account), MemberStore(transaction, deps.key).HeldBy(id)};
}

}  // namespace

keel::Result<Me> ReadMe(const Deps& deps, const keel::auth::Principal& principal) {
  return ChangeMe(deps, principal, {});
}

keel::Result<Me> ChangeMe(const Deps& deps, const keel::auth::Principal& principal, const MyChanges& changes) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Me> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    AccountStore accounts(transaction, deps.key);
    if (changes.name) accounts.SaveName(caller->account, *changes.name);
    if (changes.language) accounts.SaveLanguage(caller->account, *changes.language);
    return Read(transaction, deps, caller->account);
  });
}

keel::Result<keel::Done> SetMyPassword(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                       const keel::Secret& password) {
  const auto me = ReadMe(deps, principal);
  if (!me) return me.error();
  if (const auto fit = CheckPassword(password.Reveal(), me->account.phone); !fit) return fit.error();
  const auto hash = deps.hasher.Hash(password);  // Between two transactions: no row is locked while argon2 works.
  if (!hash) return hash.error();
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    AccountStore(transaction, deps.key).SavePasswordHash(caller->account, *hash, now);
    AuditStore(transaction, deps.key).Add({caller->account.text(), "password-set", caller->account.text()}, where, now);
    Say(transaction, deps, me->account.phone, PasswordSetText(me->account.language));
    return keel::Done{};
  });
}

}  // namespace accounts
