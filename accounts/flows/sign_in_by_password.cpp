#include "accounts/flows/sign_in_by_password.hpp"

#include "accounts/store/account_store.hpp"
#include "accounts/store/session_store.hpp"
#include "keel/metrics/metrics.hpp"

namespace accounts {

keel::Result<SignedIn> SignInByPassword(const Deps& deps, const Phone& phone, const keel::Secret& password,
                                        const Where& where) {
  using keel::sql::RunInTransaction;
  using keel::sql::Transaction;
  const auto subjects = SubjectsOf(deps.key, phone, where);

  // The try is written before it is made: parallel guesses are all counted, and no row is locked while argon2 works.
  const auto hash = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::string> {
    const auto now = deps.clock.Now();
    ChallengeStore(transaction, deps.key).Lock(subjects, now);
    SessionStore sessions(transaction);
    const auto tries = sessions.CountPasswordTries(subjects, now);
    if (const auto may = MayTryPassword(tries.for_phone, tries.from_address, tries.oldest, now); !may)
      return may.error();
    sessions.AddPasswordTry(subjects, now);
    AccountStore accounts(transaction, deps.key);
    const auto account = accounts.FindByPhone(phone);
    return account ? accounts.PasswordHash(account->id).value_or("") : std::string();
  });
  if (!hash) return hash.error();

  const auto matches = deps.hasher.Matches(*hash, password);
  if (!matches) return matches.error();
  keel::metrics::Add("accounts_password_tries_total", *matches ? "right" : "wrong");
  const keel::Error wrong{keel::Kind::kInvalid, "phone-or-password-wrong",
                          "The phone number or the password is wrong."};
  if (!*matches) return wrong;

  auto opened = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<SignedIn> {
    const auto account = AccountStore(transaction, deps.key).FindByPhone(phone);
    if (!account) return wrong;
    SessionStore(transaction).ForgetPasswordTries(subjects);
    return OpenSession(transaction, deps, *account, "password", deps.clock.Now());
  });
  if (!opened) return opened.error();
  return WithAccessToken(deps, *std::move(opened));
}

}  // namespace accounts
