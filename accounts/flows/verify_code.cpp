#include "accounts/flows/verify_code.hpp"

#include <variant>

#include "accounts/store/account_store.hpp"
#include "accounts/store/challenge_store.hpp"
#include "keel/metrics/metrics.hpp"

namespace accounts {

keel::Result<SignedIn> VerifyCode(const Deps& deps, const ChallengeId& id, const std::string& code,
                                  const std::optional<std::string>& name) {
  // A wrong try must be committed: it travels as a value out of the transaction, and becomes an error after it.
  using Outcome = std::variant<SignedIn, keel::Error>;
  auto outcome =
      keel::sql::RunInTransaction(deps.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<Outcome> {
        const auto now = deps.clock.Now();
        ChallengeStore challenges(transaction, deps.key);
        const auto found = challenges.FindToTry(id);
        if (!found) return keel::Error{keel::Kind::kNotFound, "challenge-not-found", "No such code was asked for."};
        if (const auto may = MayTry(found->challenge, now); !may) return may.error();
        if (found->challenge.purpose != Purpose::kSignIn || !challenges.Matches(*found, code)) {
          challenges.CountWrong(id);
          return Outcome(WrongCode(found->challenge.tries + 1));
        }
        challenges.MarkUsed(id, now);
        AccountStore accounts(transaction, deps.key);
        const auto account = accounts.Ensure(found->phone, name.value_or(""), now);
        auto signed_in = OpenSession(transaction, deps, account, "code", now);
        if (signed_in.is_new && name && !name->empty() && signed_in.account.name != *name) {
          accounts.SaveName(account.id, *name);  // What people call themselves goes before what an inviter called them.
          signed_in.account.name = *name;
        }
        return Outcome(std::move(signed_in));
      });
  keel::metrics::Add("accounts_code_tries_total", outcome && outcome->index() == 0 ? "right" : "wrong");
  if (!outcome) return outcome.error();
  if (const auto* wrong = std::get_if<keel::Error>(&*outcome)) return *wrong;
  return WithAccessToken(deps, std::get<SignedIn>(std::move(*outcome)));
}

}  // namespace accounts
